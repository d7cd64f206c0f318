"""When departments report in the sample: every quarter, from the running one on."""

from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop

from recommendations.choices import DeadlineRule, Frequency
from recommendations.models import ReportingCycle
from recommendations.permissions import User
from recommendations.services.holidays import load_holidays
from recommendations.services.periods import ensure_periods

from .plan import save
from .texts import SAMPLE_EN, sample

NAME = gettext_noop("季报")
WORKING_DAYS = 5


def make_calendar(made_on: date, office: User) -> None:
    """A quarterly cycle, where there is none that holds for all; the public holidays are real ones."""
    if ReportingCycle.objects.filter(default=True).exists():
        return
    with suppress(ValidationError):  # where the calendar does not know the year, only its weekends are free
        load_holidays(actor=office, year=made_on.year)
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
    ensure_periods(made_on)
