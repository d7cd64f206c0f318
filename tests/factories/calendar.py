"""When departments report."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from recommendations import models
from recommendations.choices import LedgerCount


class CycleFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportingCycle

    code = factory.Sequence(lambda n: f"cycle-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda cycle: f"周期 {cycle.code}")
    name_en = factory.LazyAttribute(lambda cycle: f"Cycle {cycle.code}")
    frequency = "monthly"
    deadline_rule = "working_days"
    deadline_number = 5


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportingPeriod

    cycle = factory.SubFactory(CycleFactory)
    label = "2026-06"
    start = date(2026, 6, 1)
    cut_off = date(2026, 6, 30)
    deadline = date(2026, 7, 7)


class SpecialDayFactory(DjangoModelFactory):
    class Meta:
        model = models.SpecialDay

    day = factory.Sequence(lambda n: date(2030, 1, 1) + timedelta(days=n))
    kind = "day_off"
    name = factory.LazyAttribute(lambda special: f"Day {special.day}")


class ScoringRuleFactory(DjangoModelFactory):
    class Meta:
        model = models.ScoringRule
        django_get_or_create = ("counts",)

    counts = factory.Sequence(lambda n: LedgerCount.values[n % len(LedgerCount)])
    points = Decimal(-1)
