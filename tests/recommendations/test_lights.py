"""The rules of plan, pace and lights, as tables; and what holds for any dates and figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recommendations.choices import Light, OutcomeLight, Pace
from recommendations.lights import (
    Delivery,
    Figure,
    Goal,
    delivery_light,
    expected_value,
    outcome_light,
    pace,
    planned_percent,
    tenths,
    worst,
    years_between,
)

START, DUE = date(2026, 1, 1), date(2026, 6, 30)
DAY = timedelta(days=1)
TOLERANCE = Decimal(5)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
percents = st.decimals(0, 100, places=1)


@pytest.mark.parametrize(
    ("number", "rounded"),
    [("49.44", "49.4"), ("49.45", "49.5"), ("-0.05", "-0.1"), ("-0.04", "0.0"), ("100", "100.0"), ("0.25", "0.3")],
)
def test_halves_are_rounded_away_from_zero(number, rounded):
    assert tenths(Decimal(number)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (START - DAY, 0),
        (START, 0),
        (START + DAY, Decimal(100) / 180),
        (date(2026, 3, 31), Decimal(8900) / 180),
        (DUE - DAY, Decimal(17900) / 180),
        (DUE, 100),
        (DUE + DAY, 100),
    ],
)
def test_the_plan_runs_linearly_in_days(day, planned):
    assert planned_percent(day, START, DUE) == planned


@pytest.mark.parametrize(("start", "due"), [(None, DUE), (START, None), (None, None)])
def test_an_undated_action_has_no_planned_percent(start, due):
    assert planned_percent(DUE, start, due) is None


MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
STAGES = [(MARCH, Decimal(10)), (APRIL, Decimal(41))]


@pytest.mark.parametrize(
    ("day", "planned"),
    [
        (START - DAY, 0),
        (START, 0),
        (date(2026, 1, 30), Decimal(10) * 29 / 59),
        (MARCH, 10),
        (MARCH + DAY, 11),
        (APRIL, 41),
        (APRIL + 45 * DAY, Decimal(41) + Decimal(59) * 45 / 90),
        (DUE, 100),
        (DUE + DAY, 100),
    ],
)
def test_between_milestones_the_plan_runs_linearly_in_days(day, planned):
    assert planned_percent(day, START, DUE, STAGES) == planned_percent(day, START, DUE, STAGES[::-1]) == planned


@pytest.mark.parametrize(
    ("day", "start", "due", "stages", "planned"),
    [
        # Without a start the first milestone is the beginning.
        (MARCH - DAY, None, DUE, STAGES, 0),
        (MARCH, None, DUE, STAGES, 10),
        (MARCH + DAY, None, DUE, STAGES, 11),
        # Without a due date the last one stays.
        (APRIL, START, None, STAGES, 41),
        (DUE, START, None, STAGES, 41),
        (MARCH + DAY, None, None, STAGES, 11),
        # A milestone on or after the due date says nothing.
        (APRIL, START, APRIL, STAGES, 100),
        (MARCH, START, APRIL, [(APRIL, Decimal(50)), (DUE, Decimal(60))], Decimal(100) * 59 / 90),
        # One before the start, or on it, holds from the start.
        (START, START, DUE, [(START, Decimal(20))], 20),
        # A plan never falls.
        (APRIL, START, DUE, [(MARCH, Decimal(50)), (APRIL, Decimal(40))], 50),
    ],
)
def test_milestones_where_dates_are_missing_or_contradict_them(day, start, due, stages, planned):
    assert planned_percent(day, start, due, stages) == planned


stages = st.lists(st.tuples(days, percents), max_size=4)
dates = st.none() | days


@given(days, days, dates, dates, stages)
def test_the_plan_never_falls_and_stays_between_0_and_100(day, later, start, due, milestones):
    assume(day <= later)
    assume(milestones or (start and due))
    first, second = (planned_percent(asked, start, due, milestones) for asked in (day, later))

    assert (first is None) == (second is None)
    assert first is None or 0 <= first <= second <= 100


@given(days, days, stages)
def test_from_the_due_date_on_all_is_planned_to_be_done(start, due, milestones):
    assert planned_percent(due, start, due, milestones) == 100


@given(days, days, days, st.integers(1, 3650))
def test_an_extension_never_asks_for_more(day, start, due, extension):
    assert planned_percent(day, start, due + extension * DAY) <= planned_percent(day, start, due)


@pytest.mark.parametrize(
    ("reported", "word"),
    [
        ("44.9", "behind"),
        ("45", "on_schedule"),
        ("50", "on_schedule"),
        ("55", "on_schedule"),
        ("55.1", "ahead"),
        ("0", "behind"),
        ("100", "ahead"),
    ],
)
def test_the_tolerance_itself_is_still_on_schedule(reported, word):
    assert pace(Decimal(reported), Decimal(50), TOLERANCE) == word


def test_the_unrounded_plan_decides_the_pace():
    planned = planned_percent(date(2026, 3, 31), START, DUE)

    assert tenths(planned) == Decimal("49.4")
    assert pace(Decimal("44.4"), planned, TOLERANCE) == Pace.BEHIND  # 5.04 points
    assert pace(Decimal("44.5"), planned, TOLERANCE) == Pace.ON_SCHEDULE


def test_without_a_plan_there_is_no_pace():
    assert pace(Decimal(40), None, TOLERANCE) is None


@given(percents, percents, st.decimals(0, 20, places=1))
def test_a_pace_is_one_of_three_and_swaps_when_report_and_plan_do(reported, planned, tolerance):
    there, back = pace(reported, planned, tolerance), pace(planned, reported, tolerance)

    assert {there, back} in ({Pace.ON_SCHEDULE}, {Pace.AHEAD, Pace.BEHIND})


# An action that is mandated, reported, on schedule and far from its due date: each row below changes something of it.
FINE = Delivery(
    day=date(2026, 4, 10),
    counted=True,
    completed=False,
    mandated=True,
    reported=True,
    due=DUE,
    pace=Pace.ON_SCHEDULE,
    due_soon_days=30,
)


@pytest.mark.parametrize(
    ("changes", "light"),
    [
        ({}, Light.OK),
        ({"pace": Pace.AHEAD}, Light.OK),
        ({"pace": Pace.BEHIND}, Light.SOON),
        ({"due": None, "pace": None}, Light.OK),
        ({"reported": False, "pace": None}, Light.NONE),
        ({"late_to_report": True}, Light.SOON),
        ({"late_to_report": True, "reported": False, "pace": None}, Light.SOON),
        ({"late_to_report": True, "completed": True}, Light.DONE),
        ({"late_to_report": True, "day": DUE + DAY}, Light.LATE),
        ({"late_to_report": True, "mandated": False}, Light.NONE),
        ({"late_to_report": True, "counted": False}, None),
        # The due date: 30 days before it and on the day itself it is soon, a day later it is late.
        ({"day": DUE - 31 * DAY}, Light.OK),
        ({"day": DUE - 30 * DAY}, Light.SOON),
        ({"day": DUE}, Light.SOON),
        ({"day": DUE + DAY}, Light.LATE),
        ({"day": DUE + DAY, "reported": False, "pace": None}, Light.LATE),
        ({"day": DUE, "reported": False, "pace": None}, Light.SOON),
        ({"day": DUE, "pace": Pace.AHEAD}, Light.SOON),
        # Completed comes before late, whatever the mandate.
        ({"completed": True}, Light.DONE),
        ({"completed": True, "day": DUE + DAY}, Light.DONE),
        ({"completed": True, "mandated": False}, Light.DONE),
        # Nobody's duty: never soon, never late.
        ({"mandated": False}, Light.NONE),
        ({"mandated": False, "day": DUE + 365 * DAY}, Light.NONE),
        ({"mandated": False, "day": DUE}, Light.NONE),
        ({"mandated": False, "pace": Pace.BEHIND}, Light.NONE),
        # Suspended or superseded comes before everything.
        ({"counted": False}, None),
        ({"counted": False, "completed": True}, None),
        ({"counted": False, "day": DUE + DAY}, None),
    ],
)
def test_the_first_rule_that_holds_gives_the_light(changes, light):
    assert delivery_light(FINE._replace(**changes)) == light


facts = st.builds(
    Delivery,
    day=days,
    counted=st.booleans(),
    completed=st.booleans(),
    mandated=st.booleans(),
    reported=st.booleans(),
    due=st.none() | days,
    pace=st.none() | st.sampled_from(Pace),
    due_soon_days=st.integers(0, 90),
    late_to_report=st.booleans(),
)


@given(facts)
def test_only_what_is_mandated_and_dated_is_ever_late(fact):
    light = delivery_light(fact)

    assert (light is None) == (not fact.counted)
    if light == Light.LATE:
        assert fact.mandated
        assert not fact.completed
        assert fact.due < fact.day
    if light in (Light.LATE, Light.SOON):
        assert fact.mandated


@given(facts, st.integers(1, 3650))
def test_a_late_action_stays_late_until_something_happens(fact, wait):
    late = fact._replace(counted=True, completed=False, mandated=True, due=fact.day - DAY)

    assert delivery_light(late) == delivery_light(late._replace(day=late.day + wait * DAY)) == Light.LATE


def end(year):
    return date(year, 12, 31)


@pytest.mark.parametrize(
    ("expected", "baseline", "newest", "goal", "light"),
    [
        # Nothing to judge by.
        ("neutral", (10, 2016), (20, 2020), None, "none"),
        ("increase", None, (20, 2020), None, "none"),
        ("increase", (10, 2016), None, None, "none"),
        ("increase", (10, 2020), (20, 2020), None, "none"),
        ("increase", (10, 2020), (20, 2016), None, "none"),
        # Direction alone.
        ("increase", (10, 2016), (11, 2020), None, "ok"),
        ("increase", (10, 2016), (9, 2020), None, "late"),
        ("increase", (10, 2016), (10, 2020), None, "soon"),
        ("decrease", (10, 2016), (9, 2020), None, "ok"),
        ("decrease", (10, 2016), (11, 2020), None, "late"),
        ("decrease", (-5, 2016), (-4, 2020), None, "late"),
        ("increase", (0, 2016), (0, 2020), None, "soon"),
        # A level to reach by a year.
        ("increase", (10, 2016), (20, 2020), (20, 2026), "done"),
        ("increase", (10, 2016), (15, 2021), (20, 2026), "ok"),
        ("increase", (10, 2016), (14, 2021), (20, 2026), "soon"),
        ("increase", (10, 2016), (9, 2021), (20, 2026), "late"),
        ("decrease", (10, 2016), (5, 2020), (6, 2026), "done"),
        ("decrease", (10, 2016), ("7.9", 2021), (6, 2026), "ok"),
        ("decrease", (10, 2016), ("8.1", 2021), (6, 2026), "soon"),
        # After the target's year the whole way is due.
        ("increase", (10, 2016), ("19.9", 2028), (20, 2026), "soon"),
        # A level without a year has no course to lag behind.
        ("increase", (10, 2016), (11, 2020), (20, None), "ok"),
        ("increase", (10, 2016), (20, 2020), (20, None), "done"),
        # A level already past at the start is met as long as it holds.
        ("increase", (30, 2016), (25, 2020), (20, 2026), "done"),
    ],
)
def test_an_outcome_is_judged_by_direction_and_course(expected, baseline, newest, goal, light):
    figure = lambda pair: pair and Figure(Decimal(pair[0]), end(pair[1]))  # noqa: E731
    target = goal and Goal(Decimal(goal[0]), goal[1] and end(goal[1]))

    assert outcome_light(expected, figure(baseline), figure(newest), target) == light


def test_average_growth_compounds_from_the_baseline():
    baseline = Figure(Decimal(100), end(2016))
    goal = Goal(Decimal(10), end(2026), "average_growth")

    course = expected_value(baseline, goal, end(2018))
    assert abs(course - 121) < Decimal("0.02")  # two years, but for the leap day
    assert outcome_light("increase", baseline, Figure(Decimal("120.5"), end(2018)), goal) == OutcomeLight.SOON
    assert outcome_light("increase", baseline, Figure(Decimal("121.1"), end(2018)), goal) == OutcomeLight.OK


def test_a_growth_target_is_not_a_level_to_reach():
    goal = Goal(Decimal(8), end(2026), "average_growth")

    assert outcome_light("increase", Figure(Decimal(5), end(2016)), Figure(Decimal(9), end(2017)), goal) == "ok"


@pytest.mark.parametrize(
    "goal",
    [
        Goal(Decimal(500), end(2026), "cumulative"),
        Goal(Decimal(20), None),
        Goal(Decimal(20), end(2016)),
        Goal(Decimal(20), end(2010)),
    ],
)
def test_a_cumulative_target_or_one_that_does_not_lie_ahead_has_no_course(goal):
    assert expected_value(Figure(Decimal(10), end(2016)), goal, end(2020)) is None


@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.dates(end(2016), date(2040, 1, 1)),
)
def test_the_course_runs_from_baseline_to_target_and_no_further(start, target, day):
    course = expected_value(Figure(start, end(2016)), Goal(target, end(2026)), day)

    assert min(start, target) <= course <= max(start, target)
    if day >= end(2026):
        assert course == target


@given(
    st.sampled_from(["increase", "decrease"]),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
)
def test_a_better_figure_never_gets_a_worse_light(expected, baseline, one, other):
    order = [OutcomeLight.LATE, OutcomeLight.SOON, OutcomeLight.OK, OutcomeLight.DONE]
    worse, better = sorted([one, other], reverse=expected == "decrease")
    goal = Goal(baseline + (100 if expected == "increase" else -100), end(2026))
    light = lambda value: outcome_light(expected, Figure(baseline, end(2016)), Figure(value, end(2020)), goal)  # noqa: E731

    assert order.index(light(worse)) <= order.index(light(better))


def test_years_are_counted_in_days():
    assert abs(years_between(end(2016), end(2020)) - 4) < Decimal("0.01")
    assert years_between(end(2020), end(2020)) == 0


@pytest.mark.parametrize(
    ("lights", "light"),
    [
        ([], "none"),
        (["none", "none"], "none"),
        (["done", "none"], "done"),
        (["done", "ok"], "ok"),
        (["ok", "soon", "done"], "soon"),
        (["done", "late", "soon", "none"], "late"),
    ],
)
def test_the_worst_light_ignores_none(lights, light):
    assert worst(map(OutcomeLight, lights)) == light
