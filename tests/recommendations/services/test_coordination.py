"""Blockers, instructions and verifications: who may write what, and when a thing is closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations.models import Blocker, Instruction, Verification
from recommendations.services.blockers import edit_blocker, escalate, raise_blocker, resolve
from recommendations.services.instructions import answer, instruct, mark_seen
from recommendations.services.progress import OutdatedError
from recommendations.services.verification import verify
from tests.factories import (
    BlockerFactory,
    DepartmentFactory,
    PostFactory,
    ReportFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False)]


def new_blocker(action):
    return Blocker(action=action, what="意见不一致", waits_for_other="上级单位", since=date(2026, 6, 1))


def test_the_leading_department_raises_what_it_waits_for(action):
    blocker = raise_blocker(actor=a_reporter(action.lead_department), blocker=new_blocker(action))

    assert (blocker.department, blocker.resolved_at) == (action.lead_department, None)


@pytest.mark.parametrize("who", [a_reporter, a_reader, a_leader])
def test_nobody_else_raises_it(action, who):
    with pytest.raises(PermissionDenied):
        raise_blocker(actor=who(), blocker=new_blocker(action))
    assert not Blocker.objects.exists()


def test_it_must_wait_for_somebody(action):
    blocker = new_blocker(action)
    blocker.waits_for_other = ""
    with pytest.raises(ValidationError):
        raise_blocker(actor=a_coordinator(), blocker=blocker)


def test_a_leader_is_asked_only_with_options():
    blocker, office, leader = BlockerFactory(), a_coordinator(), PostFactory()
    with pytest.raises(ValidationError) as refusal:
        escalate(actor=office, blocker=blocker, to=leader)
    assert "options" in refusal.value.message_dict

    assert escalate(actor=office, blocker=blocker, to=leader, options="甲\n乙").escalated_to == leader


def test_a_resolved_blocker_is_closed():
    blocker, office = BlockerFactory(), a_coordinator()
    resolve(actor=office, blocker=blocker, resolution="已协调", on=date(2026, 6, 9))

    with pytest.raises(OutdatedError):
        edit_blocker(actor=office, blocker=blocker)
    with pytest.raises(OutdatedError):
        resolve(actor=office, blocker=blocker, resolution="再次")


def test_another_department_changes_nothing():
    with pytest.raises(PermissionDenied):
        resolve(actor=a_reporter(), blocker=BlockerFactory(), resolution="已协调")


@pytest.mark.parametrize(("urgency", "day"), [("most_urgent", 11), ("urgent", 15), ("normal", 24)])
def test_the_urgency_sets_the_day_to_answer_by_in_working_days(action, urgency, day):
    post = PostFactory()
    given = instruct(
        actor=a_leader(post),
        instruction=Instruction(post=post, given_on=date(2026, 6, 10), text="请说明", urgency=urgency),
        actions=[action],
    )

    assert given.answer_by == date(2026, 6, day)
    assert list(given.departments.all()) == [action.lead_department]


@pytest.mark.parametrize("day", [date.max, date.min])
def test_an_instruction_of_a_day_that_cannot_be_is_refused_beside_its_field(action, day):
    post = PostFactory()

    with pytest.raises(ValidationError) as refusal:
        instruct(
            actor=a_leader(post), instruction=Instruction(post=post, given_on=day, text="请说明"), actions=[action]
        )
    assert "given_on" in refusal.value.message_dict


def test_a_leader_speaks_for_the_own_post_only(action):
    with pytest.raises(PermissionDenied):
        instruct(
            actor=a_leader(PostFactory()),
            instruction=Instruction(post=PostFactory(), given_on=date(2026, 6, 10), text="请说明"),
            actions=[action],
        )


def test_it_closes_only_when_the_leader_has_seen_every_departments_answer_and_is_content(action):
    post, second = PostFactory(), DepartmentFactory()
    given, leader = an_instruction(action, post=post), a_leader(post)
    given.departments.add(second)
    first = answer(
        actor=a_reporter(action.lead_department), instruction=given, department=action.lead_department, text="一"
    )
    other = answer(actor=a_reporter(second), instruction=given, department=second, text="二")
    given.refresh_from_db()
    assert given.closed_at is None

    mark_seen(actor=leader, answer=first, content=True)
    mark_seen(actor=leader, answer=other, content=False, remark="请补充时限")
    given.refresh_from_db()
    assert given.closed_at is None

    again = answer(actor=a_reporter(second), instruction=given, department=second, text="三")
    mark_seen(actor=leader, answer=again, content=True)
    given.refresh_from_db()
    assert given.closed_at is not None
    with pytest.raises(OutdatedError):
        mark_seen(actor=leader, answer=again, content=True)


def test_wanting_more_says_what(action):
    post = PostFactory()
    given = an_instruction(action, post=post)
    said = answer(actor=a_coordinator(), instruction=given, department=action.lead_department, text="一")

    with pytest.raises(ValidationError):
        mark_seen(actor=a_leader(post), answer=said, content=False)


def test_only_who_is_asked_answers_and_only_the_post_sees(action):
    given = an_instruction(action)
    with pytest.raises(PermissionDenied):
        answer(actor=a_reporter(), instruction=given, department=action.lead_department, text="一")
    said = answer(actor=a_coordinator(), instruction=given, department=action.lead_department, text="一")
    with pytest.raises(PermissionDenied):
        mark_seen(actor=a_leader(PostFactory()), answer=said, content=True)


def test_an_answer_that_waits_to_be_seen_is_not_doubled(action):
    given, reporter = an_instruction(action), a_reporter(action.lead_department)
    answer(actor=reporter, instruction=given, department=action.lead_department, text="一")
    with pytest.raises(ValidationError):
        answer(actor=reporter, instruction=given, department=action.lead_department, text="二")


def test_the_office_verifies_and_nobody_else(action):
    def found():
        return Verification(
            action=action, as_of=date(2026, 6, 1), percent=Decimal(30), grade="document", note="查看台账"
        )

    assert verify(actor=a_coordinator(), verification=found()).percent == 30
    for who in (a_reporter(action.lead_department), a_leader(), a_reader()):
        with pytest.raises(PermissionDenied):
            verify(actor=who, verification=found())


def test_a_report_of_another_action_proves_nothing(action):
    wrong = Verification(
        action=action, report=ReportFactory(), as_of=date(2026, 6, 1), percent=Decimal(30), grade="word", note="。"
    )
    with pytest.raises(ValidationError):
        verify(actor=a_coordinator(), verification=wrong)
