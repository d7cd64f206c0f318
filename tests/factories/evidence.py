"""Areas, sources, indicators, observations."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from indicators import models


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
