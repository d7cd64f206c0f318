"""Where figures come from, and the figures: sources, notices of revision, observations, tables without values."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators import choices
from indicators.fields import PeriodDay
from indicators.querysets import ObservationQuerySet
from indicators.validators import validate_digits, validate_period
from indicators.writing import local

from .base import Coded, code_without_dots
from .batches import Batch
from .catalogue import Area, Indicator


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
        constraints = [code_without_dots("source_code_without_dots")]

    def __str__(self) -> str:
        return local(self, "title")


class Revision(Coded):
    """The notice with which a source corrects figures: why a new vintage differs from the one before."""

    title = models.CharField(_("题名"), max_length=200)
    title_en = models.CharField(_("英文题名"), max_length=200)
    kind = models.CharField(_("修订类型"), max_length=15, choices=choices.RevisionKind)
    source = models.ForeignKey(Source, models.PROTECT, related_name="revisions", verbose_name=_("来源"))
    announced = models.DateField(_("公布日"))
    text = models.TextField(_("说明"), blank=True)
    text_en = models.TextField(_("说明（英文）"), blank=True)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "修订说明"), pgettext_lazy("records", "修订说明")
        constraints = [CheckConstraint(condition=Q(kind__in=choices.RevisionKind.values), name="revision_kind_known")]

    def __str__(self) -> str:
        return local(self, "title")


class Observation(models.Model):
    """One figure at one place of one source, as printed; a correction is a new vintage and the old one stays."""

    indicator = models.ForeignKey(  # no index of its own: the key below begins with it
        Indicator, models.PROTECT, related_name="observations", db_index=False, verbose_name=_("指标")
    )
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
    revision = models.ForeignKey(
        Revision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("修订说明"),
        help_text=_("更正时填：为什么与上一版不同"),
    )
    batch = models.ForeignKey(
        Batch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="observations",
        verbose_name=_("导入批次"),
    )

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
