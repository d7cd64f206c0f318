"""The evidence: areas, sources, indicators and observations. Knows nothing of recommendations."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from . import choices
from .fields import PeriodDay
from .querysets import AreaQuerySet, ObservationQuerySet
from .validators import validate_code, validate_digits, validate_period
from .writing import local


class Coded(models.Model):
    """What every record has: a code that is never changed or reused, and its place in lists."""

    code = models.CharField(_("代码"), max_length=80, unique=True, validators=[validate_code])
    position = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "code"]


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
        constraints = [CheckConstraint(condition=Q(kind__in=choices.AreaKind.values), name="area_kind_known")]

    def __str__(self) -> str:
        return local(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.code])


class Source(Coded):
    """A publication that figures come from; the lower its priority's number, the sooner its figure is shown."""

    title = models.CharField(_("题名"), max_length=200)
    title_en = models.CharField(_("英文题名"), max_length=200)
    author = models.CharField(_("责任者"), max_length=200, blank=True)
    author_en = models.CharField(_("责任者（英文）"), max_length=200, blank=True, default="")
    publication = models.CharField(_("出版"), max_length=200, blank=True)
    publication_en = models.CharField(_("出版（英文）"), max_length=200, blank=True, default="")
    priority = models.PositiveIntegerField(_("优先级"), default=100, help_text=_("数字小的先用"))
    sample = models.BooleanField(_("示例"), default=False, help_text=_("不是真实数据，处处标明"))

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "来源"), pgettext_lazy("records", "来源")

    def __str__(self) -> str:
        return local(self, "title")


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
        ]

    def __str__(self) -> str:
        return local(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.code])


class Observation(models.Model):
    """One figure at one place of one source, as printed; a correction is a new vintage and the old one stays."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations", verbose_name=_("指标"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations", verbose_name=_("地区"))
    period = models.CharField(_("时期"), max_length=20, validators=[validate_period])
    period_start = PeriodDay("start", verbose_name=_("时期起"))
    period_end = PeriodDay("end", verbose_name=_("时期止"))
    source = models.ForeignKey(Source, models.PROTECT, related_name="observations", verbose_name=_("来源"))
    locator = models.CharField(_("出处"), max_length=80)
    vintage = models.DateField(_("录入日"), help_text=_("得知这个数的日子；更正另立一行"))
    value = models.DecimalField(
        _("数值"), max_digits=21, decimal_places=6, null=True, blank=True, validators=[validate_digits]
    )
    decimals = models.PositiveSmallIntegerField(_("小数位数"), default=0, help_text=_("印出的小数位数"))
    status = models.CharField(_("状态"), max_length=1, choices=choices.ObsStatus, default="A")
    bound = models.CharField(_("界限"), max_length=10, choices=choices.Bound, default="exact")
    period_basis = models.CharField(_("时期依据"), max_length=10, choices=choices.PeriodBasis, default="stated")
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)

    objects = ObservationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "观测值"), pgettext_lazy("records", "观测值")
        ordering = ["indicator__position", "area__position", "-period_end", "locator", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["indicator", "area", "period", "source", "locator", "vintage"],
                name="observation_key",
                violation_error_message=_("同一指标、地区、时期、来源、出处、录入日已有一个数。"),
            ),
            CheckConstraint(
                condition=Q(status="M", value=None) | (~Q(status="M") & Q(value__isnull=False)),
                name="observation_missing_has_no_value",
                violation_error_message=_("缺失（M）的观测值不填数值；其余状态必须填数值。"),
            ),
            CheckConstraint(condition=Q(status__in=choices.ObsStatus.values), name="observation_status_known"),
            CheckConstraint(condition=Q(bound__in=choices.Bound.values), name="observation_bound_known"),
            CheckConstraint(
                condition=Q(period_basis__in=choices.PeriodBasis.values), name="observation_period_basis_known"
            ),
            CheckConstraint(condition=Q(decimals__lte=6), name="observation_decimals_at_most_six"),
            CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")), name="observation_period_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "period_end"], name="observation_by_period"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"

    @property
    def printed(self) -> str | None:
        """The value with the decimals that were printed, or None for a missing one."""
        return None if self.value is None else f"{self.value:.{self.decimals}f}"

    @property
    def sample(self) -> bool:
        """Whether the figure is sample data; reads ``source``."""
        return self.source.sample

    @property
    def bound_sign(self) -> str:
        return choices.Bound(self.bound).sign


class Gap(Coded):
    """A table that the source prints as a picture: what it would hold, and what the text says of it; no rows."""

    title = models.CharField(_("表题"), max_length=200)
    title_en = models.CharField(_("表题（英文）"), max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, related_name="gaps", verbose_name=_("来源"))
    locator = models.CharField(_("出处"), max_length=80)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="gaps", verbose_name=_("指标"))
    note = models.TextField(_("原文所述"))
    note_en = models.TextField(_("原文所述（英文）"))

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "数据缺口"), pgettext_lazy("records", "数据缺口")

    def __str__(self) -> str:
        return local(self, "title")
