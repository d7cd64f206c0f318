"""The whole plan read at once says of each action what is said of it alone, and what its records say."""

from datetime import date, timedelta

import pytest

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.plan import read_plan
from recommendations.queries.rollup import Progress
from recommendations.queries.status import count_states, read_states, shown
from tests.factories import ActionFactory, approved_report

from . import random_plans
from .random_plans import RandomPlan

pytestmark = pytest.mark.django_db

DAY, WEEK = date(2026, 3, 2), timedelta(days=7)

SAID = (
    "status",
    "light",
    "light_label",
    "pace",
    "percent",
    "planned_percent",
    "planned_today",
    "due_date",
    "former_due_date",
    "late_extension",
    "extension_count",
    "days_overdue",
    "lead_id",
    "cycle_id",
    "mandated",
    "late_to_report",
    "sample",
    "measure_id",
)
COUNTED = ("percent", "actions", "reported", "by_status", "by_light", "overdue", "last_report_as_of", "sample")


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_says_what_the_states_of_its_actions_say_and_what_the_records_say(seed):
    plan = RandomPlan(seed)
    for asof in plan.dates():
        whole, one_by_one = read_plan(asof), read_states(Action.objects.for_reading(), asof)

        assert [state.action.pk for state in whole.states] == [state.action.pk for state in one_by_one]
        for state, complete, alone in zip(whole.states, shown(whole.states), one_by_one, strict=True):
            told = {name: getattr(alone, name) for name in SAID}
            assert {name: getattr(state, name) for name in SAID} == told
            assert {name: getattr(complete, name) for name in SAID} == told
            assert (state.report and state.report.pk) == (alone.report and alone.report.pk)
            action = alone.action
            report = random_plans.report_that_counts(action, asof)
            assert (alone.report and alone.report.pk) == (report and report.pk)
            assert alone.mandated is random_plans.mandated(action, asof)
            assert alone.due_date == random_plans.due_date(action, asof)
            assert alone.status == random_plans.status(action, asof)
            assert alone.lead == random_plans.lead(action, asof)
        everything = Progress.of(one_by_one)
        assert [getattr(whole.progress, name) for name in COUNTED] == [getattr(everything, name) for name in COUNTED]


def test_a_part_of_the_plan_says_what_the_whole_says_of_it():
    asof = RandomPlan(7).dates()[0]
    whole = read_plan(asof)

    for path, progress in whole.by_path.items():
        part = read_plan(asof, measure__path=path)
        assert [state.action.pk for state in part.states] == [state.action.pk for state in progress.states]
        assert part.progress.by_light == progress.by_light
    assert sum(progress.actions for progress in whole.by_lead.values()) == whole.progress.actions
    assert sum(progress.actions for progress in whole.by_measure.values()) == whole.progress.actions


def test_after_a_write_only_the_states_that_it_changed_are_worked_out_anew():
    asof = RandomPlan(7).dates()[0]
    before = {state.action.pk: state for state in read_plan(asof).states}
    action = next(state.action for state in before.values() if state.percent != 33)
    approved_report(Action.objects.get(pk=action.pk), asof.as_of, 33, asof.as_of)

    after = {state.action.pk: state for state in read_plan(asof).states}

    assert after[action.pk].percent == 33
    assert [key for key, state in after.items() if state is not before[key]] == [action.pk]


def test_a_state_is_worked_out_anew_when_the_rules_change(settings):
    settings.PACE_TOLERANCE = 100
    report = approved_report(
        ActionFactory(start_date=DAY, due_date=DAY + timedelta(days=10)), DAY + WEEK, 10, DAY + WEEK
    )
    asof = AsOf(DAY + WEEK)
    assert [state.pace for state in count_states(Action.objects.filter(reports=report), asof)] == ["on_schedule"]

    settings.PACE_TOLERANCE = 0

    assert [state.pace for state in count_states(Action.objects.filter(reports=report), asof)] == ["behind"]


def test_chance_makes_plans_with_something_of_everything():
    lights, late = set(), False
    for seed in range(3):
        plan = RandomPlan(seed)
        for asof in plan.dates():
            states = read_plan(asof).states
            lights |= {state.light for state in states}
            late = late or any(state.late_to_report for state in states)

    assert lights == {None, "done", "late", "soon", "none", "ok"}
    assert late
