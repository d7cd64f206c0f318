"""When departments report: cycles, their periods with cut-off and deadline, and the days that are no ordinary days."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from indicators.models import Coded
from indicators.writing import local
from recommendations import choices
from recommendations.validators import validate_plausible_day


class SpecialDay(models.Model):
    """A public holiday, or a weekend day on which one works instead."""

    day = models.DateField(_("日期"), unique=True, validators=[validate_plausible_day])
    kind = models.CharField(_("类别"), max_length=12, choices=choices.DayKind)
    name = models.CharField(_("名称"), max_length=40, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "节假日"), pgettext_lazy("records", "节假日")
        ordering = ["day"]
        constraints = [CheckConstraint(condition=Q(kind__in=choices.DayKind.values), name="special_day_kind_known")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class ReportingCycle(Coded):
    """How often departments report, and the rule by which a period's cut-off and deadline are set."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    frequency = models.CharField(_("频率"), max_length=12, choices=choices.Frequency)
    cut_off_day = models.PositiveSmallIntegerField(
        _("数据截止日"), null=True, blank=True, help_text=_("每期末月的几号；不填则为月末")
    )
    deadline_rule = models.CharField(_("报送期限"), max_length=12, choices=choices.DeadlineRule)
    deadline_number = models.PositiveSmallIntegerField(
        _("几号，或几个工作日"), help_text=_("固定日填 1 到 31；当月没有这一天则为月末")
    )
    default = models.BooleanField(_("默认周期"), default=False, help_text=_("没有指定周期的行动按它填报"))
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "填报周期"), pgettext_lazy("records", "填报周期")
        constraints = [
            UniqueConstraint(
                fields=["default"],
                condition=Q(default=True),
                name="cycle_one_default",
                violation_error_message=_("默认周期只能有一个。"),
            ),
            CheckConstraint(condition=Q(frequency__in=choices.Frequency.values), name="cycle_frequency_known"),
            CheckConstraint(condition=Q(deadline_rule__in=choices.DeadlineRule.values), name="cycle_rule_known"),
            CheckConstraint(
                condition=Q(cut_off_day=None) | Q(cut_off_day__gte=1, cut_off_day__lte=28),
                name="cycle_cut_off_in_every_month",
                violation_error_message=_("数据截止日应在 1 号到 28 号之间。"),
            ),
            CheckConstraint(
                condition=Q(deadline_number__gte=1, deadline_number__lte=31),
                name="cycle_deadline_number_in_range",
                violation_error_message=_("几号或几个工作日，应在 1 到 31 之间。"),
            ),
        ]

    def __str__(self) -> str:
        return local(self, "name")


class ReportingPeriod(models.Model):
    """One period of a cycle: data until its cut-off, reported by its deadline; both may be set by hand."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="periods", verbose_name=_("填报周期"))
    label = models.CharField(_("期"), max_length=10, help_text=_("如 2026-03、2026-Q1、2026-H1、2026"))
    start = models.DateField(_("起"), validators=[validate_plausible_day])
    cut_off = models.DateField(_("数据截止日"), validators=[validate_plausible_day])
    deadline = models.DateField(_("报送期限"), validators=[validate_plausible_day])
    recorded_on = models.DateField(_("录入日"), default=today, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "填报期"), pgettext_lazy("records", "填报期")
        ordering = ["-cut_off", "cycle__position", "pk"]
        constraints = [
            UniqueConstraint(fields=["cycle", "label"], name="period_once_a_cycle"),
            CheckConstraint(
                condition=Q(cut_off__gte=F("start")) & Q(deadline__gte=F("cut_off")),
                name="period_days_in_order",
                violation_error_message=_("起、数据截止日、报送期限应依次不早于前一个。"),
            ),
        ]
        indexes = [models.Index(fields=["cycle", "deadline"], name="period_by_deadline")]

    def __str__(self) -> str:
        return f"{self.label} {self.cycle}"
