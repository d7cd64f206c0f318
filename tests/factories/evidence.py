"""Areas, sources, indicators, observations."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from indicators import models

from .people import UserFactory


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"{900000 + n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda area: f"城市{area.code}")
    name_en = factory.LazyAttribute(lambda area: f"City {area.code}")
    kind = "peer"


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    code = factory.Sequence(lambda n: f"source-{n}")
    title = factory.LazyAttribute(lambda source: f"来源 {source.code}")
    title_en = factory.LazyAttribute(lambda source: f"Source {source.code}")
    priority = 100


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Revision

    code = factory.Sequence(lambda n: f"revision-{n}")
    position = factory.Sequence(int)
    title = factory.LazyAttribute(lambda revision: f"修订说明 {revision.code}")
    title_en = factory.LazyAttribute(lambda revision: f"Notice of revision {revision.code}")
    kind = "final"
    source = factory.SubFactory(SourceFactory)
    announced = date(2023, 6, 1)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = models.Theme

    code = factory.Sequence(lambda n: f"theme-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda theme: f"主题 {theme.code}")
    name_en = factory.LazyAttribute(lambda theme: f"Theme {theme.code}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda indicator: f"指标 {indicator.code}")
    name_en = factory.LazyAttribute(lambda indicator: f"Indicator {indicator.code}")
    theme = factory.SubFactory(ThemeFactory)
    unit = "%"
    unit_en = "%"
    direction = "higher"
    definition = "测试用指标。"
    definition_en = "An indicator for tests."


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = models.Observation

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory)
    period = "2020"
    source = factory.SubFactory(SourceFactory)
    locator = "表1"
    vintage = date(2022, 12, 31)
    value = Decimal("1.50")
    decimals = 2


class BatchFactory(DjangoModelFactory):
    """A file that was uploaded; ``state="applied"`` with the time of it."""

    class Meta:
        model = models.Batch

    name = factory.Sequence(lambda n: f"批次 {n}")
    file_name = "figures.csv"
    content = "地区,2019,2020\n柳州,1.0,2.0\n".encode()
    sha256 = factory.LazyAttribute(lambda batch: hashlib.sha256(batch.content or b"").hexdigest())
    uploaded_at = datetime(2026, 1, 1, tzinfo=UTC)


class GapFactory(DjangoModelFactory):
    class Meta:
        model = models.Gap

    code = factory.Sequence(lambda n: f"gap-{n}")
    title = "图片表"
    title_en = "A table that is a picture"
    source = factory.SubFactory(SourceFactory)
    locator = "表2"
    indicator = factory.SubFactory(IndicatorFactory)
    note = "正文只说趋势。"
    note_en = "The text tells only the trend."


class IdentityFactory(DjangoModelFactory):
    class Meta:
        model = models.Identity

    code = factory.Sequence(lambda n: f"identity-{n}")
    position = factory.Sequence(int)
    name = factory.LazyAttribute(lambda identity: f"关系 {identity.code}")
    name_en = factory.LazyAttribute(lambda identity: f"Relation {identity.code}")
    kind = "share"


class IdentityTermFactory(DjangoModelFactory):
    class Meta:
        model = models.IdentityTerm

    identity = factory.SubFactory(IdentityFactory)
    role = "share"
    indicator = factory.SubFactory(IndicatorFactory)
    position = factory.Sequence(int)


class AcknowledgementFactory(DjangoModelFactory):
    class Meta:
        model = models.Acknowledgement

    finding = factory.Sequence(lambda n: f"identity:relation-{n}:450200:2020:source")
    figures = "indicator 450200 2020 source 表1 A exact 1.50"
    reason = "原文如此。"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 1, 15, 12, tzinfo=UTC)
