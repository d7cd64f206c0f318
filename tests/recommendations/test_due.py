"""What is due, of whom, and the register made from it."""

import itertools
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from indicators.asof import AsOf
from recommendations.choices import DayKind
from recommendations.models import ReportingCycle, SpecialDay
from recommendations.period_days import Rule, periods_of_year
from recommendations.queries.due import open_period, open_periods, owed_by
from recommendations.queries.ledger import Scope, read_ledger
from recommendations.queries.status import read_state
from recommendations.services.holidays import load_holidays
from recommendations.services.periods import ensure_periods, lay_out
from recommendations.workdays import working_days_after
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    PeriodFactory,
    PlanChangeFactory,
    a_coordinator,
    a_reader,
    approved_report,
)

RULES = st.builds(
    Rule,
    st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]),
    st.none() | st.integers(1, 28),
    st.sampled_from(["fixed_day", "working_days"]),
    st.integers(1, 31),
)


@given(RULES, st.integers(2000, 2098))
def test_periods_follow_one_another_without_a_gap(rule, year):
    periods = [*periods_of_year(rule, year, {}), *periods_of_year(rule, year + 1, {})]
    assert all(one.start <= one.cut_off <= one.deadline for one in periods)
    assert all((after.start - one.cut_off).days == 1 for one, after in itertools.pairwise(periods))
    assert len({one.label for one in periods}) == len(periods)


def test_a_holiday_is_no_working_day_and_a_worked_saturday_is_one():
    special = {date(2026, 10, 1): DayKind.DAY_OFF, date(2026, 10, 10): DayKind.WORKING_DAY}
    assert working_days_after(date(2026, 9, 30), 1, special) == date(2026, 10, 2)
    assert working_days_after(date(2026, 10, 9), 1, special) == date(2026, 10, 10)


@pytest.fixture
def cycle(db):
    return ReportingCycle.objects.create(
        code="quarterly",
        position=1,
        name="季报",
        frequency="quarterly",
        deadline_rule="fixed_day",
        deadline_number=8,
        default=True,
    )


@pytest.fixture
def due(cycle):
    lay_out(actor=None, cycle=cycle, year=2026)
    return [AssignmentFactory(action=ActionFactory()).action for _ in range(3)]


def test_periods_set_by_hand_stay(cycle):
    assert [period.label for period in lay_out(actor=None, cycle=cycle, year=2026)] == [
        *("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    ]
    cycle.periods.filter(label="2026-Q1").update(deadline=date(2026, 5, 1))
    assert lay_out(actor=None, cycle=cycle, year=2026) == []
    assert cycle.periods.get(label="2026-Q1").deadline == date(2026, 5, 1)


def test_the_period_cut_off_last_is_reported(due, cycle):
    labels = [open_period(cycle, day).label for day in (date(2026, 2, 1), date(2026, 6, 29), date(2026, 6, 30))]
    assert labels == ["2026-Q1", "2026-Q1", "2026-Q2"]


def test_what_is_not_mandated_is_not_due(due):
    ActionFactory()
    assert {one.action for one in owed_by(None, AsOf(date(2026, 7, 1)))} == set(due)


def test_a_report_after_the_deadline_is_late_and_none_is_missing(due):
    approved_report(due[0], as_of=date(2026, 6, 30), percent=40, approved=date(2026, 7, 5))
    approved_report(due[1], as_of=date(2026, 6, 30), percent=40, approved=date(2026, 7, 20))
    found = {one.action: one for one in owed_by(None, AsOf(date(2026, 8, 1)))}
    assert [found[action].on_time for action in due] == [True, False, False]
    assert [found[action].late for action in due] == [False, True, False]
    assert [found[action].missing for action in due] == [False, False, True]


def test_the_register_counts_each_period(due):
    approved_report(due[0], as_of=date(2026, 6, 30), percent=40, approved=date(2026, 7, 5))
    ledger = read_ledger(Scope(date(2026, 1, 1), date(2026, 12, 31)), AsOf(date(2026, 8, 1)))
    assert {str(kind): number for kind, number in ledger.totals} == {
        "due": 6,
        "on_time": 1,
        "late": 0,
        "missing": 5,
        "returned": 0,
        "extended": 0,
        "overdue": 0,
    }


def counted(day, known=None, **scope) -> dict[str, dict[str, int]]:
    """The register's numbers by department, noughts left out."""
    asked = Scope(**({"since": date(2026, 1, 1), "until": date(2026, 12, 31)} | scope))
    accounts = read_ledger(asked, AsOf(day, known_on=known)).accounts
    return {a.department.code: {str(kind): n for kind, n in a.numbers() if n} for a in accounts}


@pytest.mark.parametrize("kind", ["suspension", "supersession"])
def test_what_left_the_plan_before_the_deadline_need_not_be_reported_any_more(due, kind):
    reported, dropped, missed = due
    approved_report(reported, as_of=date(2026, 6, 30), percent=40, approved=date(2026, 7, 1))
    for action, day in ((reported, 6), (dropped, 6), (missed, 9)):
        PlanChangeFactory(action=action, kind=kind, decided_on=date(2026, 7, day))

    found = {one.action: one for one in owed_by(None, AsOf(date(2026, 8, 1)))}

    assert found[reported].on_time
    assert dropped not in found
    assert found[missed].missing
    assert dropped in {one.action for one in owed_by(None, AsOf(date(2026, 7, 5)))}


def test_what_was_resumed_by_the_day_is_due_though_it_stood_still_on_the_deadline(due):
    for kind, day in (("suspension", 3), ("resumption", 12)):
        PlanChangeFactory(action=due[0], kind=kind, decided_on=date(2026, 7, day))

    found = [{one.action for one in owed_by(None, AsOf(date(2026, 7, day)))} for day in (11, 12)]

    assert [due[0] in actions for actions in found] == [False, True]


def test_an_extension_counts_for_the_department_that_led_when_it_was_decided(due):
    action, other = due[0], due[1].lead_department
    first = action.lead_department
    PlanChangeFactory(action=action, decided_on=date(2026, 2, 1))
    PlanChangeFactory(
        action=action, kind="reassignment", former_lead=first, new_lead=other, decided_on=date(2026, 3, 1)
    )
    action.lead_department = other
    action.save()
    PlanChangeFactory(action=action, decided_on=date(2026, 4, 1), new_due_date=date(2026, 12, 1))

    found = counted(date(2026, 4, 2), label="2026-Q1")
    assert found[first.code]["extended"] == 1
    assert found[other.code]["extended"] == 1


def test_of_a_period_that_is_not_cut_off_yet_only_its_own_extensions_count(due):
    for month in (2, 5):
        PlanChangeFactory(action=due[0], decided_on=date(2026, month, 20), new_due_date=date(2026, 12, month))

    assert counted(date(2026, 6, 1), label="2026-Q2") == {due[0].lead_department.code: {"extended": 1}}


def test_holidays_are_loaded_beside_what_people_entered(db):
    office = a_coordinator()
    SpecialDay.objects.create(day=date(2026, 10, 1), kind="working_day", name="手工")
    assert load_holidays(actor=office, year=2026)
    assert SpecialDay.objects.get(day=date(2026, 10, 1)).name == "手工"
    assert load_holidays(actor=office, year=2026) == []
    with pytest.raises(ValidationError):
        load_holidays(actor=office, year=2090)


def test_the_register_opens_to_a_role_and_its_lists_to_the_office(due, client, settings):
    settings.PUBLIC_PAGES = True
    page, rows = reverse("ledger"), reverse("ledger-account", args=[due[0].lead_department.code])
    assert client.get(page).status_code == 403
    client.force_login(a_reader())
    assert client.get(page).status_code == 200
    assert client.get(rows).status_code == 403
    client.force_login(a_coordinator())
    assert client.get(rows, {"counts": "missing", "as_of": "2026-08-01"}).status_code == 200
    assert client.get(page, {"format": "xlsx", "as_of": "2026-08-01"}).content[:2] == b"PK"
    assert client.get(page, {"cycle": "nonsense"}).status_code == 400
    assert client.get(page, {"since": "2026-05-01", "until": "2026-04-01"}).status_code == 400


def test_office_fills_a_year_from_the_list(cycle, client):
    client.force_login(a_coordinator())
    address = reverse("admin:recommendations_reportingcycle_fill")
    client.post(address, {"year": "2026"})
    assert cycle.periods.count() == 4
    assert client.get(reverse("admin:recommendations_reportingcycle_changelist")).status_code == 200
    assert client.get(reverse("admin:recommendations_specialday_changelist")).status_code == 200


def test_the_system_lays_out_what_lies_ahead_only(cycle):
    assert [period.label for period in ensure_periods(date(2026, 6, 30))] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert ensure_periods(date(2026, 6, 30)) == []
    assert [period.label for period in ensure_periods(date(2026, 1, 1))] == ["2026-Q1"]


def test_a_period_is_known_since_its_cycle_was_recorded_though_it_was_laid_out_later(db):
    with time_machine.travel("2026-01-05T12:00:00+08:00", tick=False):
        cycle = CycleFactory(default=True, deadline_rule="fixed_day", deadline_number=8)
    action = AssignmentFactory(mandate__recorded_on=date(2025, 12, 20)).action
    with time_machine.travel("2026-11-01T12:00:00+08:00", tick=False):
        lay_out(actor=None, cycle=cycle, year=2026)

    known = AsOf(date(2026, 6, 30), known_on=date(2026, 6, 30))
    unknown = AsOf(date(2026, 6, 30), known_on=date(2026, 1, 4))

    scope = Scope(since=date(2026, 1, 1), until=known.as_of)
    assert read_ledger(scope, known).periods
    assert [owed.action for owed in owed_by(None, known)] == [action]
    assert read_state(action, known).late_to_report
    assert not read_ledger(scope, unknown).laid_out
    assert owed_by(None, unknown) == []
    assert not read_state(action, unknown).late_to_report


def test_a_period_counts_from_its_own_day_where_the_record_of_its_cycle_is_younger(db):
    with time_machine.travel("2026-11-01T12:00:00+08:00", tick=False):
        PeriodFactory(cycle=CycleFactory(default=True), recorded_on=date(2026, 1, 5))

    assert open_periods(AsOf(date(2026, 7, 1), known_on=date(2026, 7, 1)))
    assert not open_periods(AsOf(date(2026, 7, 1), known_on=date(2026, 1, 4)))
