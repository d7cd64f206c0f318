"""Working days: Monday to Friday, but for the holidays and the weekend days that are worked instead."""

from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta

from .choices import DayKind

SATURDAY = 5
ONE_DAY = timedelta(days=1)
Special = Mapping[date, str]


def is_working_day(day: date, special: Special) -> bool:
    """Whether one works on the day.

    Args:
        day: any day.
        special: what the days that are not what their weekday says are, as ``DayKind``.
    """
    kind = special.get(day)
    return day.weekday() < SATURDAY if kind is None else kind == DayKind.WORKING_DAY


def working_days_after(day: date, count: int, special: Special) -> date:
    """The ``count``-th working day after the day; for none the day itself.

    Args:
        day: where one begins, itself not counted.
        count: how many working days.
        special: as for ``is_working_day``.

    Raises:
        ValueError: the count is below zero, or the calendar ends before.
    """
    if count < 0:
        raise ValueError(count)
    while count:
        if day >= date(MAXYEAR, 12, 31):
            raise ValueError(day)
        day += ONE_DAY
        count -= is_working_day(day, special)
    return day
