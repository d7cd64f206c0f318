"""Holidays and days worked instead, as the arithmetic of ``workdays`` takes them."""

from datetime import date

from recommendations import workdays
from recommendations.models import SpecialDay


def special_days() -> dict[date, str]:
    """What each special day is: one query."""
    return dict(SpecialDay.objects.values_list("day", "kind"))


def working_days_after(day: date, count: int) -> date:
    """``workdays.working_days_after`` with the holidays in the database."""
    return workdays.working_days_after(day, count, special_days())
