"""Working days and deadlines, counted day by day by the public calendar itself."""

import calendar
from datetime import date, timedelta
from itertools import product

import chinese_calendar
import pytest

from recommendations.models import SpecialDay
from recommendations.period_days import Rule, deadline_after, periods_of_year
from recommendations.services.holidays import load_holidays
from recommendations.workdays import working_days_after
from tests.factories import a_coordinator

ONE_DAY = timedelta(days=1)
PUBLISHED = range(2024, 2027)  # the year after is not, and has weekends only
YEARS = (*PUBLISHED, 2027)
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@pytest.fixture
def special(db) -> dict[date, str]:
    """What the office loads with one click a year."""
    office = a_coordinator()
    for year in PUBLISHED:
        load_holidays(actor=office, year=year)
    return dict(SpecialDay.objects.values_list("day", "kind"))


def is_worked(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year in PUBLISHED else day.weekday() < 5


def counted(day: date, number: int) -> date:
    """The working day so many working days after the day."""
    while number:
        day += ONE_DAY
        number -= is_worked(day)
    return day


def next_named(day: date, number: int) -> date:
    """The first day from the day on that has the number, or is the last of a month that is too short for it."""
    while day.day != min(number, calendar.monthrange(day.year, day.month)[1]):
        day += ONE_DAY
    return day


def test_working_days_after_every_day_of_four_years(special):
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 3 * 365)]
    for day, number in product(days, (0, 1, 10)):
        assert working_days_after(day, number, special) == counted(day, number), (day, number)


def test_deadlines_of_every_cut_off_in_four_years(special):
    for cut_off_day, number, year in product((None, 1, 25, 28), (1, 8, 28, 30, 31), YEARS):
        for frequency, months in MONTHS.items():
            rule = Rule(frequency, cut_off_day, "fixed_day", number)
            periods = list(periods_of_year(rule, year, special))
            ends = [p.cut_off for p in periods]
            assert [(end.month, end.day) for end in ends] == [
                (month, cut_off_day or calendar.monthrange(year, month)[1]) for month in range(months, 13, months)
            ]
            assert [p.deadline for p in periods] == [next_named(end, number) for end in ends]
            in_working_days = Rule(frequency, cut_off_day, "working_days", number)
            assert [deadline_after(in_working_days, end, special) for end in ends] == [
                counted(end, number) for end in ends
            ]
