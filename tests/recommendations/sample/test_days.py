"""The sample's calendar, on any day on which it may be made."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.sample.calendar import WORKING_DAYS
from recommendations.sample.days import Days, at, workday
from recommendations.sample.reports import NEXT_DAY, STATES, written_after
from recommendations.sample.stories import STORIES, Report
from recommendations.workdays import working_days_after

NO_HOLIDAYS: dict[date, str] = {}
any_day = st.dates(date(2024, 1, 1), date(2034, 12, 31))


@given(any_day)
def test_every_step_of_every_report_is_past_when_the_sample_is_made(made_on):
    days = Days(made_on)
    for story in filter(None, STORIES):
        for report in story.reports:
            day = workday(days.last(report.month) + written_after(report))
            for _state in STATES[report.course]:
                day = workday(day + NEXT_DAY)
            assert day < made_on


@given(any_day)
def test_no_report_in_time_is_written_after_the_deadline_and_a_late_one_is(made_on):
    cut_off = Days(made_on).last(-1)
    deadline = working_days_after(cut_off, WORKING_DAYS, NO_HOLIDAYS)

    assert (
        workday(cut_off + written_after(Report(-1)))
        <= deadline
        < workday(cut_off + written_after(Report(-1, late=True)))
    )


@given(any_day)
def test_before_the_last_quarter_is_settled_nobody_is_late_with_it(made_on):
    quarter = made_on.replace(month=made_on.month - (made_on.month - 1) % 3, day=1)

    if Days(made_on).first(0) != quarter:
        assert made_on <= working_days_after(quarter - timedelta(days=1), WORKING_DAYS, NO_HOLIDAYS)


@given(any_day)
def test_what_is_due_later_lies_over_a_month_ahead_and_what_is_late_lies_behind(made_on):
    days = Days(made_on)

    assert days.last(4) > made_on + timedelta(days=40)
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
        ((2026, 4, 13), 0, (2026, 4, 1), (2026, 4, 30)),
        ((2026, 4, 12), 0, (2026, 1, 1), (2026, 1, 31)),
        ((2026, 4, 12), -5, (2025, 8, 1), (2025, 8, 31)),
        ((2026, 5, 21), 9, (2027, 1, 1), (2027, 1, 31)),
        ((2024, 6, 25), -2, (2024, 2, 1), (2024, 2, 29)),
    ],
)
def test_months_are_counted_from_the_quarter_that_is_settled(made_on, number, first, last):
    days = Days(date(*made_on))

    assert days.first(number) == date(*first)
    assert days.last(number) == date(*last)


def test_a_moment_is_one_in_shanghai():
    assert at(date(2026, 5, 20), 9).isoformat() == "2026-05-20T09:00:00+08:00"
