"""Lays out a cycle's reporting periods, beside those that are there: what people set by hand stays."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from simple_history.utils import bulk_create_with_history

from recommendations.models import ReportingCycle, ReportingPeriod
from recommendations.period_days import Rule, periods_of_year
from recommendations.permissions import User, may_edit_plan
from recommendations.queries.special_days import special_days

FIRST_YEAR, LAST_YEAR = 2000, 2100
REASON = gettext_noop("按填报周期生成")


def lay_out(*, actor: User | None, cycle: ReportingCycle, year: int, since: date = date.min) -> list[ReportingPeriod]:
    """Make the cycle's periods of a year that are not there yet.

    Args:
        actor: who asks, of the office; None: the system by itself.
        cycle: the cycle.
        year: the year in which the periods are cut off.
        since: periods that were cut off before this day are left out.

    Returns:
        The periods that were made; none where all were there.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: the year is out of range.
    """
    if actor is not None and not may_edit_plan(actor):
        raise PermissionDenied(_("只有统筹人可以生成填报期。"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            {"year": _("年份应在 %(first)d 到 %(last)d 之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR}}
        )
    with override(None), transaction.atomic():
        ReportingCycle.objects.select_for_update().get(pk=cycle.pk)  # two at once would make the same ones
        there = set(cycle.periods.values_list("label", flat=True))
        rule = Rule(cycle.frequency, cycle.cut_off_day, cycle.deadline_rule, cycle.deadline_number)
        missing = [
            ReportingPeriod(
                cycle=cycle, label=days.label, start=days.start, cut_off=days.cut_off, deadline=days.deadline
            )
            for days in periods_of_year(rule, year, special_days())
            if days.label not in there and days.cut_off >= since
        ]
        return bulk_create_with_history(missing, ReportingPeriod, default_user=actor, default_change_reason=str(REASON))


def ensure_periods(day: date) -> list[ReportingPeriod]:
    """Make what is missing of the rest of the day's year in every cycle, by the system itself; safe to repeat.

    What was cut off before is for people to lay out: nobody becomes late overnight for what nobody asked for.

    Args:
        day: the day on which one looks.

    Returns:
        The periods that were made.
    """
    return [
        period
        for cycle in ReportingCycle.objects.all()
        for period in lay_out(actor=None, cycle=cycle, year=day.year, since=day)
    ]
