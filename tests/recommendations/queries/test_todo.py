"""What people have to do: each only what that person can act on."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from indicators.asof import AsOf
from recommendations import models
from recommendations.choices import TodoKind
from recommendations.queries.todo import Urgency, people_to_remind, todos_of, todos_of_all
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    BlockerFactory,
    CycleFactory,
    DepartmentFactory,
    MembershipFactory,
    PeriodFactory,
    PlanChangeFactory,
    PostFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
)

pytestmark = pytest.mark.django_db

DEADLINE = date(2026, 7, 7)
JULY_2 = AsOf(date(2026, 7, 2), today=date(2026, 7, 2))
LONG_AGO = datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(datetime(2026, 7, 2, 1, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def period():
    return PeriodFactory(cycle=CycleFactory(default=True))


def a_duty(**more) -> models.Action:
    return AssignmentFactory(action=ActionFactory(**more)).action


def a_head(department):
    return MembershipFactory(department=department, role="head").user


def kinds(user, asof: AsOf = JULY_2) -> list[TodoKind]:
    return [todo.kind for todo in todos_of(user, asof)]


def asked_of(department, action, **more) -> models.Contribution:
    fields = {"as_of": date(2026, 6, 30), "due_by": date(2026, 7, 5), "asked_at": LONG_AGO, "asked_by": UserFactory()}
    return models.Contribution.objects.create(action=action, department=department, **fields, **more)


def handed_over(assignment, **more) -> models.Handover:
    fields = {"handed_over_at": LONG_AGO, "handed_over_by": UserFactory()}
    return models.Handover.objects.create(
        assignment=assignment, department=assignment.action.lead_department, **fields, **more
    )


def returned(action, **more) -> models.ProgressReport:
    fields = {"as_of": date(2026, 6, 20), "submitted_at": LONG_AGO, "returned_at": LONG_AGO, "return_reason": "请补充"}
    return ReportFactory(action=action, state="returned", **(fields | more))


# --- departments ----------------------------------------------------------------------------------------------------


def test_a_report_is_to_be_written_from_the_first_reminders_day_until_it_is_handed_in(period, settings):
    action = a_duty()
    reporter = a_reporter(action.lead_department)
    settings.REMIND_BEFORE_DAYS = [3, 1]
    assert kinds(reporter) == []
    settings.REMIND_BEFORE_DAYS = [7, 3, 1]

    (todo,) = todos_of(reporter, JULY_2)
    assert (todo.kind, todo.due, todo.action, todo.urgency) == (TodoKind.REPORT, DEADLINE, action, Urgency.LATER)
    assert todo.what == f"2026-06期：{action.code} {action.title}"
    assert todo.when == "还有5天"

    draft = ReportFactory(action=action, as_of=date(2026, 6, 30))
    assert kinds(reporter) == [TodoKind.REPORT]
    models.ProgressReport.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=timezone.now())
    assert kinds(reporter) == []


def test_words_follow_the_language(period):
    action = a_duty()
    reporter = a_reporter(action.lead_department)
    (todo,) = todos_of(reporter, JULY_2)

    with override("en"):
        assert action.title_en in todo.what
    assert action.title in todo.what


def test_what_is_not_mandated_or_stopped_is_nobodys_to_do(period):
    action = ActionFactory()
    reporter = a_reporter(action.lead_department)
    stopped = a_duty(lead_department=action.lead_department)
    PlanChangeFactory(action=stopped, kind="suspension", decided_on=date(2026, 6, 1))

    assert kinds(reporter) == []


@pytest.mark.parametrize("kind", ["suspension", "supersession"])
def test_what_left_the_plan_after_the_deadline_is_asked_for_no_longer_though_it_is_missing(period, kind):
    action = a_duty()
    reporter, head = a_reporter(action.lead_department), a_head(action.lead_department)
    PlanChangeFactory(action=action, kind=kind, decided_on=date(2026, 7, 12))

    asked = [
        [kinds(user, AsOf(day, today=day)) for user in (reporter, head)]
        for day in (date(2026, 7, 11), date(2026, 7, 12))
    ]

    assert asked == [[[TodoKind.REPORT], [TodoKind.OVERDUE]], [[], []]]


def test_who_led_at_the_cut_off_and_no_longer_does_cannot_act_any_more(period):
    former, now = DepartmentFactory(), DepartmentFactory()
    action = a_duty(lead_department=now)
    PlanChangeFactory(action=action, kind="reassignment", decided_on=date(2026, 7, 1), former_lead=former, new_lead=now)
    assert kinds(a_reporter(former)) == []
    assert kinds(a_reporter(now)) == [TodoKind.REPORT]


def test_a_returned_report_is_to_be_mended_by_the_periods_deadline_unless_a_newer_one_says_more(period):
    action = a_duty()
    reporter = a_reporter(action.lead_department)
    report = returned(action)

    (todo,) = todos_of(reporter, JULY_2)
    assert (todo.kind, todo.due, todo.url) == (
        TodoKind.RETURNED,
        DEADLINE,
        f"/admin/recommendations/progressreport/{report.pk}/change/",
    )
    ReportFactory(action=action, as_of=date(2026, 6, 30), state="submitted", submitted_at=timezone.now())
    assert kinds(reporter) == []


def test_a_contribution_is_asked_of_its_own_department_only():
    action, supporting = a_duty(), DepartmentFactory()
    asked = asked_of(supporting, action)
    reporter = a_reporter(supporting)
    others = [a_head(supporting), a_reporter(action.lead_department), a_coordinator(), a_reader()]

    assert kinds(reporter) == [TodoKind.CONTRIBUTION]
    assert todos_of(reporter, JULY_2)[0].urgency == Urgency.SOON
    assert TodoKind.CONTRIBUTION not in [kind for user in others for kind in kinds(user)]
    models.Contribution.objects.filter(pk=asked.pk).update(state="given", text="有", given_at=timezone.now())
    assert kinds(reporter) == []


def test_a_receipt_is_to_be_confirmed_until_it_is():
    handover = handed_over(AssignmentFactory())
    reporter = a_reporter(handover.department)

    (todo,) = todos_of(reporter, JULY_2)
    assert (todo.kind, todo.due, todo.urgency) == (TodoKind.RECEIPT, None, Urgency.UNDATED)
    assert handover.assignment.mandate.number in todo.what
    models.Handover.objects.update(received_at=timezone.now(), received_by=reporter)
    assert kinds(reporter) == []


def test_an_instruction_is_to_be_answered_and_once_more_where_the_leader_was_not_content():
    action = ActionFactory()
    instruction = an_instruction(action)
    reporter = a_reporter(action.lead_department)
    assert kinds(reporter) == [TodoKind.INSTRUCTION]
    assert todos_of(reporter, JULY_2)[0].url == instruction.get_absolute_url()

    answer = models.InstructionAnswer.objects.create(
        instruction=instruction, department=action.lead_department, text="已办", at=LONG_AGO, by=reporter
    )
    assert kinds(reporter) == []
    models.InstructionAnswer.objects.filter(pk=answer.pk).update(seen_at=LONG_AGO, content=False, remark="不够具体")
    assert kinds(reporter) == [TodoKind.INSTRUCTION]
    models.InstructionAnswer.objects.filter(pk=answer.pk).update(content=True)
    assert kinds(reporter) == []


# --- heads ----------------------------------------------------------------------------------------------------------


def test_a_head_signs_what_waits_for_a_head_of_the_own_department():
    action = a_duty()
    submitted = {"state": "submitted", "submitted_at": LONG_AGO}
    report = ReportFactory(action=action, needs_sign_off=True, **submitted)
    ReportFactory(needs_sign_off=True, **submitted)
    ReportFactory(action=action, **submitted)

    (todo,) = todos_of(a_head(action.lead_department), JULY_2)
    assert (todo.kind, todo.record) == (TodoKind.SIGN, report.pk)


def test_a_head_hears_of_a_missing_report_only_days_after_the_deadline(period, settings):
    settings.ESCALATE_AFTER_DAYS = 3
    action = a_duty()
    head, reporter = a_head(action.lead_department), a_reporter(action.lead_department)

    assert kinds(head, AsOf(date(2026, 7, 9))) == []
    assert kinds(head, AsOf(date(2026, 7, 10))) == [TodoKind.OVERDUE]
    assert kinds(reporter, AsOf(date(2026, 7, 10))) == [TodoKind.REPORT]
    MembershipFactory(user=head, department=action.lead_department)
    head = models.Membership.objects.filter(role="head").get().user
    assert kinds(head, AsOf(date(2026, 7, 10))) == [TodoKind.REPORT]


# --- the office -----------------------------------------------------------------------------------------------------


def test_the_office_approves_what_no_head_has_to_sign_first():
    submitted = {"state": "submitted", "submitted_at": LONG_AGO}
    waiting = ReportFactory(**submitted)
    ReportFactory(needs_sign_off=True, **submitted)
    signed = ReportFactory(needs_sign_off=True, state="signed", submitted_at=LONG_AGO, signed_at=LONG_AGO)

    todos = [todo for todo in todos_of(a_coordinator(), JULY_2) if todo.kind == TodoKind.APPROVE]
    assert {todo.record for todo in todos} == {waiting.pk, signed.pk}


def test_the_office_decides_on_requests_for_more_time():
    action = a_duty(due_date=date(2026, 9, 30))
    MembershipFactory(department=action.lead_department)
    models.ExtensionRequest.objects.create(
        action=action,
        department=action.lead_department,
        asked_on=date(2026, 6, 1),
        asked_by=UserFactory(),
        due_when_asked=date(2026, 9, 30),
        new_due_date=date(2026, 12, 31),
        reason="用地未批",
    )
    (todo,) = todos_of(a_coordinator(), JULY_2)
    assert todo.kind == TodoKind.EXTENSION
    assert "延至2026-12-31" in todo.what
    assert kinds(a_head(action.lead_department)) == []


def test_the_office_is_told_of_departments_in_which_nobody_can_act():
    staffed, silent, headless = a_duty(), a_duty(), a_duty(lead_department__needs_sign_off=True)
    for action in (staffed, headless):
        MembershipFactory(department=action.lead_department)
    MembershipFactory(department=silent.lead_department, user__is_active=False)
    DepartmentFactory()  # without duties, so without need of people

    todos = todos_of(a_coordinator(), JULY_2)
    assert [todo.kind for todo in todos] == [TodoKind.STAFF] * 2
    assert {todo.what for todo in todos} == {
        f"{silent.lead_department.name}没有填报人，牵头的行动无人填报",
        f"{headless.lead_department.name}的报告须负责人签批，但没有部门负责人，提交后直接到研究室",
    }


def test_the_office_is_told_of_a_cycle_without_a_running_period():
    cycle = CycleFactory(default=True)
    CycleFactory()  # nobody reports by it
    (todo,) = todos_of(a_coordinator(), JULY_2)
    assert (todo.kind, todo.record) == (TodoKind.PERIODS, cycle.pk)

    PeriodFactory(
        cycle=cycle, label="2026-07", start=date(2026, 7, 1), cut_off=date(2026, 7, 31), deadline=date(2026, 8, 7)
    )
    assert kinds(a_coordinator()) == []


# --- leaders --------------------------------------------------------------------------------------------------------


def test_a_leader_sees_answers_to_the_own_posts_instructions_and_what_was_brought_before_it():
    post, other = PostFactory(), PostFactory()
    leader = a_leader(post)
    action = ActionFactory()
    for given in (an_instruction(action, post=post), an_instruction(action, post=other)):
        models.InstructionAnswer.objects.create(
            instruction=given, department=action.lead_department, text="已办", at=LONG_AGO, by=UserFactory()
        )
    up = {"escalated_at": LONG_AGO, "options": "一是追加用地"}
    BlockerFactory(action=action, escalated_to=post, what="用地  指标\n不足" * 20, **up)
    BlockerFactory(action=action, escalated_to=other, **up)
    BlockerFactory(action=action)

    todos = todos_of(leader, JULY_2)
    assert sorted(todo.kind for todo in todos) == [TodoKind.DECIDE, TodoKind.SEE]
    assert all("\n" not in todo.what for todo in todos)
    assert [kinds(user) for user in (a_leader(), a_reader())] == [[], []]


# --- all together ---------------------------------------------------------------------------------------------------


def test_the_most_pressing_stands_first_and_what_has_no_day_last(period):
    action = a_duty()
    reporter = a_reporter(action.lead_department)
    handed_over(action.assignments.get())
    asked_of(action.lead_department, action)
    an_instruction(action)

    assert kinds(reporter) == [TodoKind.INSTRUCTION, TodoKind.CONTRIBUTION, TodoKind.REPORT, TodoKind.RECEIPT]


def test_nobody_meets_anything_of_another_department(period):
    """Everything there is to do, in two departments: each one's people get their own and nothing else."""
    actions = [a_duty(lead_department__needs_sign_off=True) for _ in range(2)]
    for action in actions:
        handed_over(action.assignments.get())
        asked_of(action.lead_department, action)
        an_instruction(action)
        returned(ActionFactory(lead_department=action.lead_department))
        ReportFactory(
            action=ActionFactory(lead_department=action.lead_department),
            state="submitted",
            submitted_at=LONG_AGO,
            needs_sign_off=True,
        )
    people = [
        (role, action.lead_department, MembershipFactory(department=action.lead_department, role=role).user)
        for action in actions
        for role in ("reporter", "head")
    ]
    found = todos_of_all([user for *_rest, user in people], JULY_2)

    for role, department, user in people:
        todos = found[user.pk]
        assert {todo.to.of for todo in todos} == {department.pk}, role
        assert {todo.to.who for todo in todos} == {"people", f"{role}s"}
        assert todos == todos_of(models.Membership.objects.get(user=user).user, JULY_2)


def test_who_is_anonymous_reads_only_or_has_run_out_has_nothing_to_do(period):
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415

    action = a_duty()
    gone = MembershipFactory(department=action.lead_department, until=date(2026, 7, 1)).user
    assert [todos_of(user, JULY_2) for user in (AnonymousUser(), a_reader(), gone)] == [[], [], []]
    assert people_to_remind(JULY_2) == []


def test_on_a_past_day_stands_what_waited_then():
    june = AsOf(date(2026, 6, 15), today=date(2026, 7, 2))
    action = a_duty()
    MembershipFactory(department=action.lead_department)
    office = a_coordinator()
    ReportFactory(
        action=action,
        as_of=date(2026, 5, 31),
        state="approved",
        submitted_at=LONG_AGO,
        approved_at=datetime(2026, 6, 20, 1, tzinfo=UTC),
    )
    ReportFactory(action=action, as_of=date(2026, 6, 30), state="submitted", submitted_at=timezone.now())

    assert [todo.since for todo in todos_of(office, june) if todo.kind == TodoKind.APPROVE] == [date(2026, 6, 1)]


@pytest.mark.parametrize(("person", "most"), [("reporter", 20), ("office", 7), ("all", 26)])
def test_the_number_of_queries_does_not_grow(period, person, most):
    def grow():
        for _ in range(2):
            action = a_duty()
            handed_over(action.assignments.get())
            asked_of(action.lead_department, action)
            given = an_instruction(action)
            returned(ActionFactory(lead_department=action.lead_department))
            ReportFactory(state="submitted", submitted_at=LONG_AGO)
            BlockerFactory(action=action, escalated_to=given.post, escalated_at=LONG_AGO, options="一")
            for role in ("reporter", "head"):
                MembershipFactory(department=action.lead_department, role=role)
            a_leader(given.post)
        return action.lead_department

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            if person == "all":
                todos_of_all(people_to_remind(JULY_2), JULY_2)
            else:
                user = models.Membership.objects.filter(role=roles[person]).order_by("pk").first().user
                for todo in todos_of(user, JULY_2):
                    assert todo.what
                    assert todo.url
        return len(asked)

    roles = {"reporter": "reporter", "office": "coordinator"}
    grow()
    a_coordinator()
    queries()  # SQLite is asked once what it can
    first = queries()
    grow()
    grow()
    assert queries() == first
    assert first <= most, first
