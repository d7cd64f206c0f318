"""When departments report in the sample: every quarter, from two that are settled on."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from recommendations.choices import DeadlineRule, Frequency
from recommendations.models import ReportingCycle
from recommendations.permissions import User
from recommendations.services.holidays import load_holidays
from recommendations.services.periods import lay_out

from .days import Days
from .plan import save
from .texts import SAMPLE_EN, sample

NAME = gettext_noop("季报")
WORKING_DAYS = 10  # twelve days at least: no report that the sample tells in time is written later
SINCE = -4  # the month whose end was cut off first


def make_calendar(days: Days, office: User) -> None:
    """A quarterly cycle, where there is none that holds for all; the public holidays are real ones."""
    if ReportingCycle.objects.filter(default=True).exists():
        return
    since = days.last(SINCE)
    years = range(since.year, days.made_on.year + 1)
    for year in years:
        with suppress(ValidationError):  # where the calendar does not know the year, only its weekends are free
            load_holidays(actor=office, year=year)
    cycle = ReportingCycle(
        code="sample-quarterly",
        position=1,
        name=sample(NAME),
        name_en=f"{SAMPLE_EN} Quarterly",
        frequency=Frequency.QUARTERLY,
        deadline_rule=DeadlineRule.WORKING_DAYS,
        deadline_number=WORKING_DAYS,
        default=True,
        sample=True,
    )
    save(cycle)
    for year in years:
        lay_out(actor=office, cycle=cycle, year=year, since=since)
