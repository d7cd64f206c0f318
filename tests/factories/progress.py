"""Progress reports."""

from datetime import date, datetime, time
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from recommendations import models

from .people import UserFactory
from .plan import ActionFactory

NOON = time(12)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgressReport

    action = factory.SubFactory(ActionFactory)
    department = factory.LazyAttribute(lambda report: report.action.lead_department)
    as_of = date(2026, 3, 31)
    percent = Decimal(40)
    progress = "按计划推进。"
    created_by = factory.SubFactory(UserFactory)


def approved_report(action: models.Action, as_of: date, percent: int, approved: date, **more: object):
    """A report of the action that was approved at noon of the day ``approved``."""
    return ReportFactory(
        action=action,
        as_of=as_of,
        percent=Decimal(percent),
        state="approved",
        approved_at=timezone.make_aware(datetime.combine(approved, NOON)),
        approved_by=UserFactory(),
        **more,
    )
