"""Fills in a year's public holidays; what people have entered stays."""

import warnings
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from simple_history.utils import bulk_create_with_history

from recommendations.choices import DayKind
from recommendations.models import SpecialDay
from recommendations.permissions import User, may_edit_plan
from recommendations.workdays import ONE_DAY, SATURDAY

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # at its import the library warns of the coming year
    import chinese_calendar

REASON = gettext_noop("载入国务院公布的节假日")


def load_holidays(*, actor: User, year: int) -> list[SpecialDay]:
    """Add the year's holidays and the weekend days worked instead that are not there yet.

    Args:
        actor: who asks, of the office.
        year: the year.

    Returns:
        The days that were added.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: the calendar does not know the year.
    """
    if not may_edit_plan(actor):
        raise PermissionDenied(_("只有统筹人可以载入节假日。"))
    known = _days_of(year)
    with override(None), transaction.atomic():
        there = set(SpecialDay.objects.filter(day__year=year).values_list("day", flat=True))
        missing = [SpecialDay(day=day, kind=kind, name=name) for day, kind, name in known if day not in there]
        return bulk_create_with_history(missing, SpecialDay, default_user=actor, default_change_reason=str(REASON))


def _days_of(year: int) -> list[tuple[date, str, str]]:
    """Days that are not what their weekday says, in order."""
    found = []
    try:
        day = date(year, 1, 1)
        while day.year == year:
            off, name = chinese_calendar.get_holiday_detail(day)
            if off and name:
                found.append((day, DayKind.DAY_OFF, _name(name)))
            elif not off and day.weekday() >= SATURDAY:
                found.append((day, DayKind.WORKING_DAY, _name(name)))
            day += ONE_DAY
    except (NotImplementedError, ValueError, OverflowError):
        raise ValidationError(
            {"year": _("%(year)d 年的节假日还没有收录，请等国务院公布后手工填写，或升级系统。") % {"year": year}}
        ) from None
    return found


def _name(english: str | None) -> str:
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    return names.get(english, "")
