"""By which figures problems, practices, paths and measures are seen, and what these should reach."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.choices import Bound
from indicators.models import Area, Indicator
from indicators.validators import validate_digits, validate_period
from recommendations import choices

from .plan import Measure, Path
from .study import Practice, Problem, Titled


class IndicatorLink(models.Model):
    """By which figure one sees a problem, a practice, or the effect of a path or measure, and how it should move."""

    problem = models.ForeignKey(
        Problem, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("问题")
    )
    practice = models.ForeignKey(
        Practice, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("做法")
    )
    path = models.ForeignKey(Path, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("路径"))
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("对策")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("地区"))
    expected = models.CharField(_("预期方向"), max_length=10, choices=choices.Expected)
    baseline_period = models.CharField(_("基期"), max_length=20, blank=True, validators=[validate_period])
    locator = models.CharField(_("出处"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)

    history = HistoricalRecords()

    OWNERS = ("problem", "practice", "path", "measure")

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "指标关联"), pgettext_lazy("records", "指标关联")
        ordering = ["indicator__position", "area__position", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(problem__isnull=False, practice=None, path=None, measure=None)
                | Q(problem=None, practice__isnull=False, path=None, measure=None)
                | Q(problem=None, practice=None, path__isnull=False, measure=None)
                | Q(problem=None, practice=None, path=None, measure__isnull=False),
                name="indicator_link_has_one_owner",
                violation_error_message=_("指标关联必须且只能属于一个问题、做法、路径或对策。"),
            ),
            CheckConstraint(condition=Q(expected__in=choices.Expected.values), name="indicator_link_expected_known"),
            *(
                UniqueConstraint(
                    fields=[owner, "indicator", "area"],
                    name=f"indicator_link_once_a_{owner}",
                    violation_error_message=_("这个指标和地区已经关联过。"),
                )
                for owner in ("problem", "practice", "path", "measure")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner or '—'} · {self.indicator}"

    @property
    def owner(self) -> Titled | None:
        """The problem, practice, path or measure that the link belongs to; None only in a form that is still wrong."""
        return next((getattr(self, name) for name in self.OWNERS if getattr(self, f"{name}_id")), None)


class Target(models.Model):
    """What a linked indicator should reach, by which document, and by when (if the document says so)."""

    link = models.ForeignKey(IndicatorLink, models.CASCADE, related_name="targets", verbose_name=_("指标关联"))
    kind = models.CharField(_("类别"), max_length=12, choices=choices.TargetKind)
    nature = models.CharField(_("性质"), max_length=10, choices=choices.TargetNature)
    measured_as = models.CharField(_("衡量"), max_length=15, choices=choices.TargetMeasure)
    value = models.DecimalField(_("目标值"), max_digits=21, decimal_places=6, validators=[validate_digits])
    decimals = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    bound = models.CharField(_("界限"), max_length=10, choices=Bound, default="exact")
    period = models.CharField(_("目标时期"), max_length=20, blank=True, validators=[validate_period])
    document = models.CharField(_("依据文件"), max_length=200)
    locator = models.CharField(_("出处"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)
    sample = models.BooleanField(_("示例"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "目标"), pgettext_lazy("records", "目标")
        ordering = ["link", "period", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["link", "kind", "measured_as", "period", "document"],
                name="target_once",
                violation_error_message=_("同一关联、类别、时期、文件已有一个目标。"),
            ),
            CheckConstraint(condition=Q(kind__in=choices.TargetKind.values), name="target_kind_known"),
            CheckConstraint(condition=Q(nature__in=choices.TargetNature.values), name="target_nature_known"),
            CheckConstraint(condition=Q(measured_as__in=choices.TargetMeasure.values), name="target_measure_known"),
            CheckConstraint(condition=Q(bound__in=Bound.values), name="target_bound_known"),
            CheckConstraint(condition=Q(decimals__lte=6), name="target_decimals_at_most_six"),
            CheckConstraint(
                condition=~Q(measured_as="average_growth") | Q(value__gt=-100),
                name="target_growth_leaves_something",
                violation_error_message=_("年均增长不能是 -100 或更低。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link.indicator} {self.printed}"

    @property
    def printed(self) -> str:
        """The target with the decimals that its document printed."""
        return f"{self.value:.{self.decimals}f}"

    @property
    def bound_sign(self) -> str:
        return Bound(self.bound).sign
