"""The calendar of the sample: every day in it is counted from the day on which it is made."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# A report is written, returned or approved within twelve days of the quarter's end (see ``reports.py``), and it is not
# due earlier (see ``calendar.py``).
DAYS_TO_SETTLE = timedelta(days=12)
QUARTER = 3
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Days:
    """Months are counted from the first of the quarter in which ``made_on`` less twelve days lies.

    By then all reports on the quarter before it are settled: month -1 is its last.

    Attributes:
        made_on: the day on which the sample is made.
    """

    made_on: date

    def _month(self, number: int) -> tuple[int, int]:
        settled = self.made_on - DAYS_TO_SETTLE
        first = settled.month - 1 - (settled.month - 1) % QUARTER
        year, month = divmod(settled.year * 12 + first + number, 12)
        return year, month + 1

    def first(self, number: int) -> date:
        """The first day of the month that is ``number`` months off."""
        return date(*self._month(number), 1)

    def tenth(self, number: int) -> date:
        """Its tenth, or the Monday after: a working day, clear of the long holidays at the start of a month."""
        return workday(self.first(number) + timedelta(days=9))

    def last(self, number: int) -> date:
        """Its last day; for a number below zero it is past, for 4 and more it lies over a month ahead."""
        year, month = self._month(number)
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def next_month(self) -> date:
        """The first day of the month after the one in which it is made."""
        year, month = divmod(self.made_on.year * 12 + self.made_on.month, 12)
        return date(year, month + 1, 1)

    @property
    def coming(self) -> date:
        """The middle or end of a month, one to four weeks ahead."""
        day = self.made_on + AHEAD
        end = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=15 if day.day <= 15 else end)


def workday(day: date) -> date:
    """The day itself, or the Monday after it at a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= calendar.SATURDAY else 0)


def at(day: date, hour: int) -> datetime:
    """A moment of a day in Shanghai."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
