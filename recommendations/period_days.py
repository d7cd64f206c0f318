"""The days of a cycle's periods, by its rule: when each begins, is cut off, and is to be reported."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .choices import MONTHS_OF, DeadlineRule, Frequency
from .workdays import ONE_DAY, Special, working_days_after

MONTHS = 12


@dataclass(frozen=True)
class Rule:
    """How a cycle's periods are laid out; the fields of ``ReportingCycle``."""

    frequency: str
    cut_off_day: int | None
    deadline_rule: str
    deadline_number: int


@dataclass(frozen=True)
class PeriodDays:
    """One period: its label, first day, cut-off and deadline."""

    label: str
    start: date
    cut_off: date
    deadline: date


def periods_of_year(rule: Rule, year: int, special: Special) -> Iterator[PeriodDays]:
    """The periods whose cut-off lies in the year, in order; each begins on the day after the one before was cut off.

    Args:
        rule: the cycle's rule.
        year: the year.
        special: the days that are not what their weekday says.
    """
    months = MONTHS_OF[Frequency(rule.frequency)]
    for last in range(months, MONTHS + 1, months):
        before = _cut_off(rule, *_months_before(year, last, months))
        cut_off = _cut_off(rule, year, last)
        deadline = deadline_after(rule, cut_off, special)
        yield PeriodDays(_label(rule.frequency, year, last), before + ONE_DAY, cut_off, deadline)


def deadline_after(rule: Rule, cut_off: date, special: Special) -> date:
    """The deadline of what is cut off on the day: so many working days later, or the next such day of a month."""
    if rule.deadline_rule == DeadlineRule.WORKING_DAYS:
        return working_days_after(cut_off, rule.deadline_number, special)
    this = _clipped(cut_off.year, cut_off.month, rule.deadline_number)
    return this if this >= cut_off else _clipped(*_months_before(cut_off.year, cut_off.month, -1), rule.deadline_number)


def _cut_off(rule: Rule, year: int, month: int) -> date:
    return _clipped(year, month, rule.cut_off_day or 31)


def _clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _months_before(year: int, month: int, months: int) -> tuple[int, int]:
    years, number = divmod(year * MONTHS + month - 1 - months, MONTHS)
    return years, number + 1


def _label(frequency: str, year: int, last_month: int) -> str:
    if frequency == Frequency.MONTHLY:
        return f"{year}-{last_month:02}"
    if frequency == Frequency.QUARTERLY:
        return f"{year}-Q{last_month // 3}"
    return f"{year}-H{last_month // 6}" if frequency == Frequency.HALF_YEARLY else f"{year}"
