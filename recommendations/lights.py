"""The rules that turn dates, reports and figures into percent, pace and light: pure functions, one rule each.

Percent and points are ``Decimal`` from 0 to 100; days are ``date`` in Shanghai. The rules are those of the design's
section "Rules".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .choices import WORST_FIRST, Expected, Light, OutcomeLight, Pace, TargetMeasure

TENTH = Decimal("0.1")


def tenths(number: Decimal) -> Decimal:
    """A number to one decimal, halves away from zero."""
    return number.quantize(TENTH, rounding=ROUND_HALF_UP)


def planned_percent(
    day: date, start: date | None, due: date | None, milestones: Iterable[tuple[date, Decimal]] = ()
) -> Decimal | None:
    """The percent that should be done on a day: linear in days from start over the milestones to the due date.

    0 before the first of these days, 100 from the due date on. Without a start the plan begins with the first
    milestone, at its percent; without a due date the last milestone's percent stays. A milestone on or after the due
    date says nothing, and one that asks for less than an earlier one asks for as much: a plan never falls.

    Args:
        day: the day asked about.
        start: first day of the plan, or None.
        due: the due date in force on the day, or None.
        milestones: days with the percent planned for them, in any order.

    Returns:
        0 to 100, unrounded; None where the action has neither start and due date nor milestones.
    """
    stages = tuple(milestones)
    if not stages:
        return _straight(day, start, due)
    points = _plan(start, due, stages)
    before, after = None, None
    for point in points:
        if point[0] > day:
            after = point
            break
        before = point
    if before is None:
        return Decimal(0)
    if after is None:
        return before[1]
    (first, low), (last, high) = before, after
    return low + (high - low) * (day - first).days / (last - first).days


def _straight(day: date, start: date | None, due: date | None) -> Decimal | None:
    """The plan without milestones, which most actions have."""
    if start is None or due is None:
        return None
    if day >= due:
        return Decimal(100)
    if day <= start:
        return Decimal(0)
    return Decimal(100) * (day - start).days / (due - start).days


def _plan(
    start: date | None, due: date | None, milestones: Iterable[tuple[date, Decimal]]
) -> list[tuple[date, Decimal]]:
    """The bends of the plan's line in the order of their days, one a day; empty where nothing is planned."""
    stages = sorted((day, percent) for day, percent in milestones if due is None or day < due)
    if not stages and (start is None or due is None):
        return []
    if start is not None and (due is None or start < due):
        stages = sorted([(start, Decimal(0)), *stages])
    if due is not None:
        stages.append((due, Decimal(100)))
    reached, bends = Decimal(0), {}
    for day, percent in stages:
        reached = bends[day] = max(reached, percent)
    return list(bends.items())


def pace(reported: Decimal, planned: Decimal | None, tolerance: Decimal) -> Pace | None:
    """Ahead, on schedule or behind.

    Args:
        reported: percent reported.
        planned: percent planned at the report's ``as_of``; None where undated.
        tolerance: points of difference that still count as on schedule.

    Returns:
        The pace, or None where nothing was planned.
    """
    if planned is None:
        return None
    difference = reported - planned
    if abs(difference) <= tolerance:
        return Pace.ON_SCHEDULE
    return Pace.AHEAD if difference > 0 else Pace.BEHIND


class Delivery(NamedTuple):
    """What the delivery light is decided from, on one day."""

    day: date
    counted: bool
    completed: bool
    mandated: bool
    reported: bool
    due: date | None
    pace: Pace | None
    due_soon_days: int
    late_to_report: bool = False


def delivery_light(facts: Delivery) -> Light | None:
    """The first rule that holds; None for an action that is suspended or superseded and leaves every count."""
    if not facts.counted:
        return None
    if facts.completed:
        return Light.DONE
    if facts.mandated and facts.due is not None:
        if facts.day > facts.due:
            return Light.LATE
        if (facts.due - facts.day).days <= facts.due_soon_days:
            return Light.SOON
    if facts.mandated and (facts.pace == Pace.BEHIND or facts.late_to_report):
        return Light.SOON
    if not facts.reported or not facts.mandated:
        return Light.NONE
    return Light.OK


@dataclass(frozen=True)
class Figure:
    """A figure on the time axis: ``end`` is the last day of its period."""

    value: Decimal
    end: date


@dataclass(frozen=True)
class Goal:
    """A target with its period's last day (None where the document names none)."""

    value: Decimal
    end: date | None
    measured_as: str = TargetMeasure.LEVEL


def years_between(first: date, last: date) -> Decimal:
    """Years from one day to another, by days of a mean year."""
    return Decimal((last - first).days) / Decimal("365.2425")


def expected_value(baseline: Figure, goal: Goal, day: date) -> Decimal | None:
    """Where the course from baseline to target stands on a day.

    A level is approached linearly; average growth (per cent a year) compounds from the baseline. A cumulative target,
    or a level without a year, has no course.
    """
    if goal.measured_as == TargetMeasure.AVERAGE_GROWTH:
        return baseline.value * (1 + goal.value / 100) ** years_between(baseline.end, day)
    if goal.measured_as != TargetMeasure.LEVEL or goal.end is None or goal.end <= baseline.end:
        return None
    share = min(Decimal(1), Decimal((day - baseline.end).days) / Decimal((goal.end - baseline.end).days))
    return baseline.value + (goal.value - baseline.value) * share


def outcome_light(
    expected: Expected | str, baseline: Figure | None, newest: Figure | None, goal: Goal | None = None
) -> OutcomeLight:
    """Whether an indicator moves as expected.

    Args:
        expected: the way it should move.
        baseline: the figure to start from.
        newest: the newest figure known.
        goal: the target, if there is one.

    Returns:
        ``none`` where nothing is newer than the baseline or no direction is expected; ``done`` where a target level is
        reached; ``late`` where it moved the wrong way; ``soon`` where it did not move, or lags behind the course; else
        ``ok``.
    """
    if expected == Expected.NEUTRAL or baseline is None or newest is None or newest.end <= baseline.end:
        return OutcomeLight.NONE
    sign = 1 if expected == Expected.INCREASE else -1
    moved = sign * (newest.value - baseline.value)
    if goal is not None and goal.measured_as == TargetMeasure.LEVEL and sign * (newest.value - goal.value) >= 0:
        return OutcomeLight.DONE
    if moved < 0:
        return OutcomeLight.LATE
    course = expected_value(baseline, goal, newest.end) if goal is not None else None
    if moved == 0 or (course is not None and sign * (newest.value - course) < 0):
        return OutcomeLight.SOON
    return OutcomeLight.OK


def worst(lights: Iterable[OutcomeLight]) -> OutcomeLight:
    """The worst of several outcome lights, ignoring ``none``; ``none`` where there is no other."""
    present = set(lights)
    return next((light for light in WORST_FIRST if light in present), OutcomeLight.NONE)
