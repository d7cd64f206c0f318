"""Handing over and receiving: to whom, once, by whom, and who wins a race."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations.models import Handover, Tenure
from recommendations.services.handover import hand_over, hand_over_all, receive
from recommendations.services.progress import OutdatedError
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    HandoverFactory,
    MandateFactory,
    MembershipFactory,
    PostFactory,
    SpecialDayFactory,
    UserFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
)
from tests.race import race

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False)]


@pytest.fixture
def assignment():
    assignment = AssignmentFactory()
    assignment.action.supporting_departments.set([DepartmentFactory(), DepartmentFactory()])
    return assignment


def a_head(department):
    return MembershipFactory(department=department, role="head").user


def test_the_lead_and_all_supporting_departments_get_it(assignment):
    office = a_coordinator()

    made = hand_over(actor=office, assignment=assignment)

    assert [(it.department, it.leads) for it in made] == [
        (assignment.action.lead_department, True),
        *((department, False) for department in assignment.action.supporting_departments.order_by("position")),
    ]
    assert {(it.handed_over_by, it.handed_over_at) for it in made} == {(office, datetime(2026, 6, 10, 4, tzinfo=UTC))}
    assert {it.received_at for it in made} == {None}


def test_a_second_call_makes_only_what_is_missing(assignment):
    office = a_coordinator()
    hand_over(actor=office, assignment=assignment)
    assert hand_over(actor=office, assignment=assignment) == []

    late = DepartmentFactory()
    assignment.action.supporting_departments.add(late)

    assert [it.department for it in hand_over(actor=office, assignment=assignment)] == [late]
    assert Handover.objects.count() == 4


def test_a_lead_that_is_also_named_as_supporting_gets_it_once(assignment):
    assignment.action.supporting_departments.set([assignment.action.lead_department])

    [made] = hand_over(actor=a_coordinator(), assignment=assignment)
    assert made.leads


def test_it_should_be_received_some_working_days_on(assignment, settings):
    SpecialDayFactory(day=date(2026, 6, 12), kind="day_off")
    assert {it.receive_by for it in hand_over(actor=a_coordinator(), assignment=assignment)} == {date(2026, 6, 16)}

    settings.RECEIPT_DAYS = 1
    other = AssignmentFactory()
    assert hand_over(actor=a_coordinator(), assignment=other)[0].receive_by == date(2026, 6, 11)


def test_another_day_may_be_named_but_none_that_is_past(assignment):
    office = a_coordinator()
    with pytest.raises(ValidationError) as refusal:
        hand_over(actor=office, assignment=assignment, receive_by=date(2026, 6, 9))
    assert refusal.value.message_dict == {"receive_by": ["签收期限不能早于交办日 2026-06-10。"]}
    assert not Handover.objects.exists()

    made = hand_over(actor=office, assignment=assignment, receive_by=date(2026, 6, 10))
    assert {it.receive_by for it in made} == {date(2026, 6, 10)}


@pytest.mark.parametrize("who", [a_reporter, a_reader, a_leader, UserFactory])
def test_only_the_office_hands_over(assignment, who):
    with pytest.raises(PermissionDenied):
        hand_over(actor=who(), assignment=assignment)
    with pytest.raises(PermissionDenied):
        hand_over_all(actor=who(), mandate=assignment.mandate)
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: AssignmentFactory(action=ActionFactory(lead_department=None)), "还没有牵头单位"),
        (lambda: AssignmentFactory(adoption="not"), "未被采纳"),
    ],
)
def test_what_nobody_leads_or_is_not_adopted_is_refused_with_a_sentence(make, sentence):
    with pytest.raises(ValidationError) as refusal:
        hand_over(actor=a_coordinator(), assignment=make())
    assert sentence in refusal.value.messages[0]


def test_of_a_whole_mandate_each_item_has_its_result_and_none_holds_up_the_others():
    mandate = MandateFactory()
    actions = {"full": ActionFactory(), "part": ActionFactory(), "not": ActionFactory()}
    for adoption, action in actions.items():
        AssignmentFactory(mandate=mandate, action=action, adoption=adoption)
    orphan = AssignmentFactory(mandate=mandate, action=ActionFactory(lead_department=None))

    results = {it.assignment.action: it for it in hand_over_all(actor=a_coordinator(), mandate=mandate)}

    assert results.keys() == {actions["full"], actions["part"], orphan.action}
    assert [len(results[actions[name]].made) for name in ("full", "part")] == [1, 1]
    assert "还没有牵头单位" in results[orphan.action].refused
    assert set(Handover.objects.values_list("assignment__action", flat=True)) == {
        actions["full"].pk,
        actions["part"].pk,
    }
    again = hand_over_all(actor=a_coordinator(), mandate=mandate)
    assert [it.made for it in again] == [[], [], []]


# --- receipt --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [a_reporter, a_head])
def test_the_departments_own_people_receive_it(who):
    handover = HandoverFactory()
    actor = who(handover.department)

    receive(actor=actor, handover=handover)

    handover.refresh_from_db()
    assert (handover.received_by, handover.received_as) == (actor, None)
    assert handover.received_at == datetime(2026, 6, 10, 4, tzinfo=UTC)


def test_the_post_that_the_person_holds_in_the_department_is_noted():
    handover = HandoverFactory()
    actor = a_reporter(handover.department)
    post = PostFactory(kind="contact", department=handover.department, title="联系人")
    Tenure.objects.create(post=post, user=actor, since=date(2026, 1, 1))

    assert receive(actor=actor, handover=handover).received_as == post


@pytest.mark.parametrize("who", [a_reporter, a_coordinator, a_reader, a_leader, UserFactory])
def test_nobody_else_does(who):
    handover = HandoverFactory()
    with pytest.raises(PermissionDenied):
        receive(actor=who(), handover=handover)
    assert Handover.objects.not_received().get() == handover


def test_what_was_received_is_not_received_again():
    handover = HandoverFactory()
    first, second = a_reporter(handover.department, username="first"), a_reporter(handover.department)
    stale = Handover.objects.get()
    receive(actor=first, handover=handover)

    with pytest.raises(OutdatedError, match="这项交办已由 first 于 2026-06-10 签收。"):
        receive(actor=second, handover=stale)
    assert Handover.objects.get().received_by == first


@pytest.mark.django_db(transaction=True)
def test_of_many_receipts_at_once_one_wins_and_the_others_are_told_who():
    handover = HandoverFactory()
    people = [a_reporter(handover.department, username=f"racer-{n}") for n in range(6)]

    results = race(
        *(lambda who=who: receive(actor=who, handover=Handover.objects.get(pk=handover.pk)) for who in people)
    )

    winners = [person for person, result in zip(people, results, strict=True) if isinstance(result, Handover)]
    assert [Handover.objects.get().received_by] == winners
    told = {str(result) for result in results if isinstance(result, OutdatedError)}
    assert told == {f"这项交办已由 {winners[0].username} 于 2026-06-10 签收。"}


@pytest.mark.django_db(transaction=True)
def test_handed_over_twice_at_once_each_department_has_it_once(assignment):
    people = [a_coordinator(), a_coordinator()]

    results = race(*(lambda who=who: hand_over(actor=who, assignment=assignment) for who in people))

    assert sorted(map(len, results)) == [0, 3]
    assert Handover.objects.count() == 3
