"""Counts over states: what a measure, a path or the whole says of its actions."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.rollup import Progress, by_measure, by_path
from recommendations.queries.status import read_states
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    MeasureFactory,
    PathFactory,
    PlanChangeFactory,
    approved_report,
)

pytestmark = pytest.mark.django_db

DAY = AsOf(date(2026, 7, 1))


def an_action(percent=None, *, mandated=True, change=None, status="in_progress", **fields):
    action = ActionFactory(**fields)
    if mandated:
        AssignmentFactory(action=action)
    if percent is not None:
        approved_report(action, date(2026, 3, 31), Decimal(percent), date(2026, 4, 5), status=status)
    if change:
        PlanChangeFactory(action=action, kind=change)
    return action


def progress():
    return Progress.of(read_states(Action.objects.all(), DAY))


def test_nothing_is_counted_as_nothing_not_as_zero_percent():
    nothing = Progress.of([])

    assert nothing.percent is None
    assert (nothing.actions, nothing.reported, nothing.overdue) == (0, 0, 0)
    assert set(nothing.by_status.values()) == set(nothing.by_light.values()) == {0}


def test_the_percent_is_the_mean_over_reported_actions_in_force():
    an_action(40)
    an_action(0)
    an_action(100, status="completed")
    an_action()

    found = progress()
    assert (found.percent, found.reported, found.actions) == (Decimal("46.7"), 3, 4)


def test_actions_without_report_are_not_zero_percent():
    an_action()
    an_action()

    assert (progress().percent, progress().reported, progress().actions) == (None, 0, 2)


@pytest.mark.parametrize("change", ["suspension", "supersession", "split", "merger"])
def test_suspended_and_superseded_actions_leave_every_count_but_that_of_status(change):
    an_action(40)
    an_action(90, change=change, due_date=date(2026, 4, 1))

    found = progress()
    assert (found.percent, found.reported, found.actions, found.overdue) == (Decimal("40.0"), 1, 1, 0)
    assert sum(found.by_light.values()) == 1
    assert sum(found.by_status.values()) == 2
    assert found.by_status["suspended"] + found.by_status["superseded"] == 1


def test_lights_and_statuses_are_counted_apart():
    an_action(100, status="completed")
    an_action(40)
    an_action(40, due_date=date(2026, 7, 15))
    an_action(40, due_date=date(2026, 6, 30))
    an_action(due_date=date(2026, 6, 30))
    an_action()
    an_action(40, mandated=False)

    found = progress()
    assert found.by_light == {"done": 1, "ok": 1, "soon": 1, "late": 2, "none": 2}
    assert found.by_status == {"not_started": 2, "in_progress": 4, "completed": 1, "suspended": 0, "superseded": 0}
    assert found.overdue == 2
    assert str(found.percent) == "52.0"


def test_the_lights_come_in_the_order_in_which_bars_show_them():
    assert list(Progress.of([]).by_light) == ["done", "ok", "soon", "late", "none"]


def test_states_are_grouped_by_measure_and_by_path():
    path = PathFactory()
    one, other = MeasureFactory(path=path), MeasureFactory(path=path)
    an_action(20, measure=one)
    an_action(40, measure=one)
    an_action(90, measure=other)
    elsewhere = an_action(10)

    states = read_states(Action.objects.all(), DAY)
    measures, paths = by_measure(states), by_path(states)
    assert {pk: found.percent for pk, found in measures.items()} == {
        one.pk: 30,
        other.pk: 90,
        elsewhere.measure_id: 10,
    }
    assert {pk: found.percent for pk, found in paths.items()} == {path.pk: 50, elsewhere.measure.path_id: 10}


def test_a_group_with_sample_data_says_so():
    an_action(40)
    assert not progress().sample

    approved_report(an_action(), date(2026, 3, 31), 10, date(2026, 4, 5), sample=True)
    assert progress().sample


def test_a_mean_that_lies_between_tenths_is_rounded_half_up():
    for percent in ("10.1", "10.2"):
        an_action(percent)

    assert progress().percent == Decimal("10.2")
