"""The sample's calendar, on any day on which it may be made."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.sample.days import Days, at, workday
from recommendations.sample.reports import CORRECTED_AFTER, NEXT_DAY, STATES, WRITTEN_AFTER
from recommendations.sample.stories import STORIES

any_day = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(any_day)
def test_every_step_of_every_report_is_past_when_the_sample_is_made(made_on):
    days = Days(made_on)
    for story in filter(None, STORIES):
        for report in story.reports:
            day = workday(days.last(report.month) + (CORRECTED_AFTER if report.corrects else WRITTEN_AFTER))
            for _state in STATES[report.course]:
                day = workday(day + NEXT_DAY)
            assert day < made_on


@given(any_day)
def test_what_is_due_later_lies_over_a_month_ahead_and_what_is_late_lies_behind(made_on):
    days = Days(made_on)

    assert days.last(4) > made_on + timedelta(days=60)
    assert days.last(-1) < made_on


@given(any_day)
def test_the_coming_term_is_one_to_four_weeks_ahead(made_on):
    assert made_on + timedelta(days=7) <= Days(made_on).coming <= made_on + timedelta(days=28)


@given(any_day)
def test_working_days_are_no_weekends_and_no_earlier(day):
    found = workday(day)

    assert found.weekday() < 5
    assert day <= found <= day + timedelta(days=2)


@pytest.mark.parametrize(
    ("made_on", "number", "first", "last"),
    [
        ((2026, 5, 20), 0, (2026, 4, 1), (2026, 4, 30)),
        ((2026, 5, 21), 0, (2026, 5, 1), (2026, 5, 31)),
        ((2026, 5, 21), -5, (2025, 12, 1), (2025, 12, 31)),
        ((2026, 5, 21), 8, (2027, 1, 1), (2027, 1, 31)),
        ((2024, 3, 25), -1, (2024, 2, 1), (2024, 2, 29)),
    ],
)
def test_months_are_counted_from_the_one_that_is_settled(made_on, number, first, last):
    days = Days(date(*made_on))

    assert days.first(number) == date(*first)
    assert days.last(number) == date(*last)


def test_a_moment_is_one_in_shanghai():
    assert at(date(2026, 5, 20), 9).isoformat() == "2026-05-20T09:00:00+08:00"
