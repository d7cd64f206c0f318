"""What is measured, and where: areas, themes, indicators."""

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators import choices
from indicators.querysets import AreaQuerySet, IndicatorQuerySet
from indicators.writing import local

from .base import Coded, code_without_dots


class Area(Coded):
    """A city that is compared, or a benchmark (the autonomous region, the nation). The code is GB/T 2260."""

    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=10, choices=choices.AreaKind)
    province = models.CharField(_("省区"), max_length=40, blank=True)
    province_en = models.CharField(_("省区（英文）"), max_length=80, blank=True)

    objects = AreaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "地区"), pgettext_lazy("records", "地区")
        constraints = [
            CheckConstraint(condition=Q(kind__in=choices.AreaKind.values), name="area_kind_known"),
            code_without_dots("area_code_without_dots"),
        ]

    def __str__(self) -> str:
        return local(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.code])


class Theme(Coded):
    """A group of indicators."""

    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "主题"), pgettext_lazy("records", "主题")

    def __str__(self) -> str:
        return local(self, "name")


class Indicator(Coded):
    """A quantity with one definition and one unit; definitions that differ are different indicators."""

    name = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=200)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="indicators", verbose_name=_("主题"))
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    unit_en = models.CharField(_("单位（英文）"), max_length=60, blank=True)
    direction = models.CharField(_("方向"), max_length=10, choices=choices.Direction)
    definition = models.TextField(_("定义"))
    definition_en = models.TextField(_("定义（英文）"))
    frequency = models.CharField(_("频率"), max_length=10, choices=choices.Frequency, default="annual")
    price_basis = models.CharField(_("价格基础"), max_length=10, choices=choices.PriceBasis, default="none")
    accumulation = models.CharField(_("累计方式"), max_length=15, choices=choices.Accumulation, default="point")

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "指标"), pgettext_lazy("records", "指标")
        constraints = [
            CheckConstraint(condition=Q(direction__in=choices.Direction.values), name="indicator_direction_known"),
            CheckConstraint(condition=Q(frequency__in=choices.Frequency.values), name="indicator_frequency_known"),
            CheckConstraint(condition=Q(price_basis__in=choices.PriceBasis.values), name="indicator_price_basis_known"),
            CheckConstraint(
                condition=Q(accumulation__in=choices.Accumulation.values), name="indicator_accumulation_known"
            ),
            code_without_dots("indicator_code_without_dots"),
        ]

    def __str__(self) -> str:
        return local(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.code])
