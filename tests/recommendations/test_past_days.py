"""The plan on past days: what was asked for late, known late, or moved since; and counting sees what reading sees."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indicators.asof import AsOf
from recommendations.choices import REPLACING, STOPPING, ChangeKind
from recommendations.models import Action, Milestone
from recommendations.queries.status import count_states, read_state, read_states
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MandateFactory,
    PeriodFactory,
    PlanChangeFactory,
    ReportFactory,
    approved_report,
)

pytestmark = pytest.mark.django_db
DUE, LATER = date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=DUE)
    AssignmentFactory(action=action)
    return action


def on(action, day, known=None):
    return read_state(action, AsOf(day, known_on=known))


# --- extensions -----------------------------------------------------------------------------------------------------


def extend(action, decided, asked=None, to=LATER, **more):
    return PlanChangeFactory(action=action, decided_on=decided, asked_on=asked, new_due_date=to, **more)


def test_asked_for_after_the_due_date_it_moves_nothing_and_is_a_promise(action):
    extend(action, decided=date(2026, 7, 2), asked=date(2026, 7, 1))

    state = on(action, date(2026, 7, 3))
    assert (state.due_date, state.late_extension, state.extension_count) == (DUE, LATER, 1)
    assert (state.light, state.days_overdue) == ("late", 3)
    assert on(action, date(2026, 7, 1)).late_extension is None


@pytest.mark.parametrize("asked", [DUE, date(2026, 6, 1)])
def test_asked_for_in_time_and_decided_after_it_the_due_date_moves_from_the_decision_on(action, asked):
    extend(action, decided=date(2026, 7, 10), asked=asked)

    assert on(action, date(2026, 7, 9)).light == "late"
    state = on(action, date(2026, 7, 10))
    assert (state.due_date, state.former_due_date, state.late_extension, state.overdue) == (LATER, DUE, None, False)


def test_without_a_day_of_asking_the_day_of_the_decision_counts(action):
    extend(action, decided=date(2026, 7, 1))

    assert on(action, date(2026, 7, 1)).due_date == DUE


def test_after_one_in_time_the_next_is_measured_by_the_day_then_in_force(action):
    extend(action, decided=date(2026, 6, 1))
    extend(action, decided=date(2026, 10, 5), asked=date(2026, 9, 30), to=date(2026, 12, 31))
    extend(action, decided=date(2027, 1, 5), to=date(2027, 6, 30))

    days = {on(action, day).due_date for day in (date(2026, 10, 5), date(2027, 1, 5))}
    assert days == {date(2026, 12, 31)}
    state = on(action, date(2027, 1, 5))
    assert (state.extension_count, state.late_extension) == (3, date(2027, 6, 30))


def test_an_extension_recorded_later_was_not_known_before(action):
    extend(action, decided=date(2026, 6, 20), recorded_on=date(2026, 7, 5))

    assert on(action, date(2026, 7, 1)).due_date == LATER
    assert on(action, date(2026, 7, 1), known=date(2026, 7, 4)).overdue


# --- late reports ---------------------------------------------------------------------------------------------------


@pytest.fixture
def june():
    """The default cycle's June, to be reported by 7 July."""
    return PeriodFactory(cycle=CycleFactory(default=True), recorded_on=date(2026, 1, 1))


def moment(day):
    return datetime(2026, 7, day, 2, tzinfo=UTC)


@pytest.mark.usefixtures("june")
def test_a_report_is_late_from_the_day_after_its_deadline_until_it_is_handed_in(action):
    assert not on(action, date(2026, 7, 7)).late_to_report
    assert on(action, date(2026, 7, 8)).late_to_report
    ReportFactory(action=action, as_of=DUE, state="submitted", submitted_at=moment(9))
    assert not on(action, date(2026, 7, 10)).late_to_report
    assert on(action, date(2026, 7, 10), known=date(2026, 7, 8)).late_to_report
    assert not on(action, date(2026, 7, 10), known=date(2026, 7, 9)).late_to_report


@pytest.mark.usefixtures("june")
def test_what_was_returned_is_late_again_and_known_to_be_from_the_return_on(action):
    ReportFactory(
        action=action,
        as_of=DUE,
        state="returned",
        submitted_at=moment(3),
        returned_at=moment(6),
        return_reason="数字不对",
    )

    assert on(action, date(2026, 7, 8)).late_to_report
    assert on(action, date(2026, 7, 8), known=date(2026, 7, 6)).late_to_report
    assert not on(action, date(2026, 7, 8), known=date(2026, 7, 5)).late_to_report


@pytest.mark.usefixtures("june")
def test_what_was_suspended_at_the_cut_off_owes_no_report(action):
    PlanChangeFactory(action=action, kind="suspension", decided_on=DUE)
    PlanChangeFactory(action=action, kind="resumption", decided_on=date(2026, 7, 1))

    assert not on(action, date(2026, 7, 8)).late_to_report


@pytest.mark.usefixtures("june")
def test_the_cycle_of_the_day_says_what_is_late(action):
    yearly = CycleFactory()
    action.cycle = yearly
    action.save()
    PlanChangeFactory(action=action, kind="reporting", new_cycle=yearly, decided_on=date(2026, 7, 15))

    assert on(action, date(2026, 7, 14)).late_to_report
    assert not on(action, date(2026, 7, 15)).late_to_report


@pytest.mark.usefixtures("june")
def test_a_period_that_was_cut_off_before_the_action_came_into_its_cycle_is_not_missed(action):
    PlanChangeFactory(action=action, kind="reporting", former_cycle=CycleFactory(), decided_on=date(2026, 7, 2))

    assert not on(action, date(2026, 7, 8)).late_to_report


@pytest.mark.usefixtures("june")
@pytest.mark.parametrize("kind", ["suspension", "supersession"])
def test_what_left_the_plan_is_not_late_to_report_from_then_on(action, kind):
    PlanChangeFactory(action=action, kind=kind, decided_on=date(2026, 7, 9))

    assert on(action, date(2026, 7, 8)).late_to_report
    assert not on(action, date(2026, 7, 9)).late_to_report


@pytest.mark.usefixtures("june")
def test_what_a_later_document_does_not_adopt_is_not_late_to_report(action):
    AssignmentFactory(action=action, adoption="not", mandate__date=date(2026, 7, 9))

    assert on(action, date(2026, 7, 8)).late_to_report
    assert not on(action, date(2026, 7, 9)).late_to_report


# --- leads and cycles -----------------------------------------------------------------------------------------------


def test_each_lead_is_found_on_its_days_and_as_it_was_known(action):
    first, second, third = DepartmentFactory.create_batch(3)
    for former, new, day in ((first, second, date(2026, 3, 1)), (second, third, date(2026, 5, 1))):
        PlanChangeFactory(
            action=action,
            kind="reassignment",
            former_lead=former,
            new_lead=new,
            decided_on=day,
            recorded_on=day + timedelta(days=10),
        )
    action.lead_department = third
    action.save()

    def lead(day, known=None):
        states = (on(action, day, known), count_states(Action.objects.all(), AsOf(day, known_on=known))[0])
        assert states[0].lead_id == states[1].lead_id
        assert states[0].lead.pk == states[0].lead_id
        return states[0].lead

    assert [lead(date(2026, *day)) for day in ((2, 28), (3, 1), (4, 30), (5, 1))] == [first, second, second, third]
    assert lead(date(2026, 6, 1), known=date(2026, 5, 10)) == second
    assert lead(date(2026, 6, 1), known=date(2026, 3, 10)) == first


# --- counting sees what reading sees --------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MAYBE = st.none() | DAYS
CHANGES = st.tuples(st.sampled_from(sorted(set(ChangeKind) - {"reassignment", "reporting"})), DAYS, DAYS, MAYBE, DAYS)
REPORTS = st.tuples(DAYS, DAYS, st.integers(0, 100), st.sampled_from(["in_progress", "completed"]))
PLANS = st.tuples(
    MAYBE,
    st.none() | st.sampled_from(["full", "part", "not"]),
    st.lists(CHANGES, max_size=3),
    st.lists(REPORTS, max_size=3),
    st.lists(st.tuples(DAYS, st.integers(0, 100), DAYS), max_size=2, unique_by=lambda stage: stage[0]),
)
SEEN = (
    "status",
    "light",
    "light_label",
    "due_date",
    "original_due_date",
    "late_extension",
    "extension_count",
    "percent",
    "planned_percent",
    "planned_today",
    "pace",
    "mandated",
    "counted",
    "overdue",
    "late_to_report",
    "lead_id",
    "cycle_id",
    "sample",
)


def make(plan):
    due, adoption, changes, reports, stages = plan
    action = ActionFactory(start_date=date(2025, 12, 31), due_date=due)
    if adoption:
        AssignmentFactory(action=action, adoption=adoption, mandate=MandateFactory(date=date(2026, 2, 1)))
    for kind, decided, recorded, asked, later in changes:
        extension, correction = kind == "extension", kind == "correction"
        PlanChangeFactory(
            action=action,
            kind=kind,
            decided_on=decided,
            recorded_on=recorded,
            asked_on=asked if extension else None,
            former_due_date=due or DUE if correction else None,
            new_due_date=later if extension or correction else None,
        )
    for as_of, approved, percent, status in reports:
        approved_report(action, as_of, 100 if status == "completed" else percent, approved, status=status)
    for day, percent, recorded in stages:
        Milestone.objects.create(
            action=action, date=day, title="阶段", planned_percent=Decimal(percent), recorded_on=recorded
        )


class CountingSeesWhatReadingSees(TestCase):
    @settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(plans=st.lists(PLANS, min_size=1, max_size=3), day=DAYS, known=MAYBE)
    def test_on_any_plan_and_any_day(self, plans, day, known):
        PeriodFactory(cycle=CycleFactory(default=True), recorded_on=date(2026, 1, 1))
        for plan in plans:
            make(plan)
        asof = AsOf(day, known_on=known)
        actions = Action.objects.order_by("pk")

        read, counted = read_states(actions, asof), count_states(actions, asof)

        for one, other in zip(read, counted, strict=True):
            assert {name: getattr(one, name) for name in SEEN} == {name: getattr(other, name) for name in SEEN}
            assert (one.report and one.report.pk) == (other.report and other.report.pk)
            last = [change.kind for change in one.changes if change.kind in REPLACING | STOPPING]
            assert one.counted != bool(last and (set(last) & REPLACING or last[-1] == "suspension"))
