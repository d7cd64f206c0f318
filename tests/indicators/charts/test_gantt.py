"""Bars over time on a shared scale."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import Plan, Timeline

from . import number

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@st.composite
def plans(draw):
    start = draw(days)
    due = start + timedelta(days=draw(st.integers(0, 4000)))
    more = draw(st.none() | st.integers(1, 900))
    return Plan(
        start=start,
        due=due,
        extended_to=due + timedelta(days=more) if more else None,
        percent=draw(st.none() | st.decimals(0, 100, places=1)),
        late=draw(st.booleans()),
    )


def spans(bar):
    return [span for span in (bar.plan, bar.done, bar.extension, bar.overdue) if span]


@given(st.lists(plans(), min_size=1, max_size=8), days)
def test_bars_stay_on_the_scale_and_run_forward(rows, seen):
    timeline = Timeline.over(rows, seen)

    assert 0 <= number(timeline.now) <= 100
    for bar in map(timeline.bar, rows):
        for span in spans(bar):
            assert 0 <= number(span.start) <= number(span.end) <= 100


@given(st.lists(plans(), min_size=1, max_size=8), days)
def test_what_is_done_is_a_share_of_the_original_span(rows, seen):
    timeline = Timeline.over(rows, seen)

    for plan in rows:
        bar = timeline.bar(plan)
        if not plan.percent:
            assert bar.done is None
            continue
        long, done = (number(span.end) - number(span.start) for span in (bar.plan, bar.done))
        assert abs(done - long * plan.percent / 100) <= Decimal("0.25")


@given(plans(), days)
def test_only_what_is_late_is_overdue_and_up_to_the_day_seen(plan, seen):
    timeline = Timeline.over([plan], seen)
    bar = timeline.bar(plan)

    assert (bar.overdue is not None) == (plan.late and seen > (plan.extended_to or plan.due))
    if bar.overdue:
        assert bar.overdue.end == timeline.now
        assert bar.overdue.start == (bar.extended or bar.due)


@given(st.lists(plans(), min_size=1, max_size=5), days)
def test_years_have_room_for_their_names(rows, seen):
    years = Timeline.over(rows, seen).years

    assert years[0].first
    assert years[0].x == "0.0%"
    named = [number(year.x) for year in years if year.label]
    assert all(b - a >= Decimal("25.9") for a, b in pairwise(named))
    assert all(place <= 82 for place in named)


def test_the_measure_of_the_picture():
    rows = [
        Plan(date(2023, 2, 1), date(2024, 6, 30), percent=Decimal(90)),
        Plan(date(2023, 4, 1), date(2024, 4, 30), date(2024, 5, 15), Decimal(55), late=True),
        Plan(date(2024, 7, 1), date(2025, 6, 30), percent=Decimal(0)),
        Plan(None, None),
    ]
    timeline = Timeline.over(rows, date(2024, 5, 31))

    assert (timeline.first, timeline.last) == (date(2023, 1, 1), date(2025, 6, 30))
    assert [(year.label, year.x) for year in timeline.years] == [("2023", "0.0%"), ("2024", "40.1%"), ("2025", "80.2%")]
    on_time, late, ahead, undated = map(timeline.bar, rows)
    assert on_time.due == on_time.plan.end
    assert on_time.extension is on_time.overdue is None
    assert late.extension.start == late.due
    assert late.extension.end == late.extended == late.overdue.start
    assert ahead.done is None
    assert undated is None


@pytest.mark.parametrize("plan", [Plan(None, date(2024, 1, 1)), Plan(date(2024, 1, 1), None), Plan(None, None)])
def test_without_both_dates_there_is_no_bar_and_no_scale(plan):
    assert Timeline.over([plan], date(2024, 1, 1)) is None
    assert Timeline.over([], date(2024, 1, 1)) is None


def test_a_plan_of_one_day_on_new_year_is_drawn():
    plan = Plan(date(2024, 1, 1), date(2024, 1, 1), percent=Decimal(100))

    assert Timeline.over([plan], date(2024, 1, 1)).bar(plan).due == "0.0%"
