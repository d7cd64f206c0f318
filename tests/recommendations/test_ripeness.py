"""When a thing to do is worth a reminder."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.ripeness import is_ripe, stage

BEFORE = [7, 3, 1]
DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("left", "found"),
    [(30, "ahead"), (8, "ahead"), (7, "7"), (5, "7"), (4, "7"), (3, "3"), (2, "3"), (1, "1"), (0, "0"), (-1, "late")],
)
def test_the_stage_follows_the_days_that_are_left(left, found):
    assert stage(DAY, DAY, DAY + timedelta(days=left), BEFORE) == found


@pytest.mark.parametrize(
    ("waited", "found"), [(0, "week-0"), (6, "week-0"), (7, "week-1"), (20, "week-2"), (-3, "week-0")]
)
def test_without_a_deadline_the_weeks_count(waited, found):
    assert stage(DAY, DAY - timedelta(days=waited), None, BEFORE) == found


def test_without_days_before_it_is_told_on_the_day_and_after():
    assert [stage(DAY, DAY, DAY + timedelta(days=left), []) for left in (1, 0, -1)] == ["ahead", "0", "late"]


def test_a_stage_is_told_once_and_what_is_late_again_and_again():
    assert is_ripe([("a", "7")], set())
    assert not is_ripe([("a", "7")], {("a", "7")})
    assert is_ripe([("a", "3")], {("a", "7")})
    assert is_ripe([("a", "7"), ("b", "ahead")], {("a", "7")})
    assert is_ripe([("a", "late")], {("a", "late")})
    assert not is_ripe([], {("a", "7")})


@given(st.integers(-400, 400), st.integers(1, 30))
def test_whatever_days_a_run_misses_no_stage_is_told_twice_before_the_deadline(left, step):
    """Told each time that the stage is another than the last one told: never more often than there are stages."""
    told: set[tuple[str, str]] = set()
    times = 0
    for days in range(left, -1, -step):
        now = [("a", stage(DAY, DAY, DAY + timedelta(days=days), BEFORE))]
        if is_ripe(now, told):
            times, told = times + 1, set(now)
    assert times <= len(BEFORE) + 2
