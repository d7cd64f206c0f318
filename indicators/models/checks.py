"""What figures are held to: relations among them, and statements that they can test."""

from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators import choices, predicates
from indicators.writing import local

from .base import Coded
from .catalogue import Area, Indicator
from .figures import Source

BASES = ("unit", "price_basis", "accumulation")  # what figures of two indicators must share to be compared


class Identity(Coded):
    """A relation that figures of one area must satisfy, whatever the area; its terms say which indicators it joins."""

    name = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=200)
    kind = models.CharField(_("类型"), max_length=15, choices=choices.IdentityKind)
    total = models.DecimalField(
        _("合计"), max_digits=21, decimal_places=6, null=True, blank=True, help_text=_("各部分之和为定数时填，例如 100")
    )
    factor = models.DecimalField(
        _("系数"), max_digits=21, decimal_places=6, default=Decimal(100), help_text=_("比例所用的倍数：百分数为 100")
    )
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "恒等关系"), pgettext_lazy("records", "恒等关系")
        constraints = [
            CheckConstraint(condition=Q(kind__in=choices.IdentityKind.values), name="identity_kind_known"),
            CheckConstraint(condition=Q(factor__gt=0), name="identity_factor_positive"),
        ]

    def __str__(self) -> str:
        return local(self, "name")


class IdentityTerm(models.Model):
    """An indicator's part in a relation; where it is ``implied``, a missing figure of it follows from the others."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="terms", verbose_name=_("恒等关系"))
    role = models.CharField(_("角色"), max_length=15, choices=choices.TermRole)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="terms", verbose_name=_("指标"))
    position = models.PositiveIntegerField(_("顺序"), default=0)
    implied = models.BooleanField(_("可推算"), default=False, help_text=_("缺数时可由其余各项推算"))

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "关系项"), pgettext_lazy("records", "关系项")
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["identity", "role", "indicator"],
                name="identity_term_once",
                violation_error_message=_("同一指标在同一关系里只担一次同样的角色。"),
            ),
            CheckConstraint(condition=Q(role__in=choices.TermRole.values), name="identity_term_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.indicator}"


class Claim(Coded):
    """A statement of a source that figures can test, with the test as a declared predicate (see ``predicates``)."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="claims", verbose_name=_("来源"))
    locator = models.CharField(_("出处"), max_length=80)
    text = models.TextField(_("论断"))
    text_en = models.TextField(_("论断（英文）"))
    predicate = models.JSONField(_("判定条件"))
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "论断"), pgettext_lazy("records", "论断")

    def __str__(self) -> str:
        return local(self, "text")

    def clean(self) -> None:
        """The predicate can be read, and what it names is there and can be compared.

        Raises:
            ValidationError: with everything that is wrong with it.
        """
        if self.predicate is None:
            return  # the column itself refuses that
        try:
            formula = predicates.read(self.predicate).formula
        except predicates.BadPredicateError as error:
            raise ValidationError({"predicate": error.faults}) from None
        asked = predicates.references(formula)
        indicators = Indicator.objects.in_bulk({reference.indicator for reference in asked}, field_name="code")
        areas = Area.objects.in_bulk({reference.area for reference in asked}, field_name="code")
        faults = [
            _("没有代码为“%(code)s”的%(kind)s。") % {"code": code, "kind": kind._meta.verbose_name}
            for kind, codes, known in (
                (Indicator, [reference.indicator for reference in asked], indicators),
                (Area, [reference.area for reference in asked], areas),
            )
            for code in dict.fromkeys(codes)
            if code not in known
        ]
        faults = faults or list(dict.fromkeys(_incomparable(formula, indicators)))
        if faults:
            raise ValidationError({"predicate": faults})


def _incomparable(formula: predicates.Formula, indicators: dict[str, Indicator]) -> Iterator[str]:
    """Pairs that no figures could decide: of different units, price bases, or ways of adding up over a year."""
    for comparison in predicates.comparisons(formula):
        sides = [side for side in (comparison.left, comparison.right) if isinstance(side, predicates.Reference)]
        one, *others = [indicators[side.indicator] for side in sides] or [None]
        for other in others:
            if any(getattr(one, basis) != getattr(other, basis) for basis in BASES):
                yield _("“%(one)s”和“%(other)s”的单位、价格基础或累计方式不同，不能相比。") % {
                    "one": one,
                    "other": other,
                }


class Acknowledgement(models.Model):
    """That somebody has looked at a finding of the quality report and says why it stands.

    It holds while the finding rests on the same figures; when one of them changes, the finding is open again.
    """

    finding = models.CharField(_("发现"), max_length=200, unique=True, help_text=_("质量报告中该条的编号"))
    figures = models.TextField(_("所据数字"), help_text=_("确认时的数字；变了就要重新确认"))
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("确认人"))
    at = models.DateTimeField(_("确认时间"))

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "确认"), pgettext_lazy("records", "确认")
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(reason=""),
                name="acknowledgement_has_a_reason",
                violation_error_message=_("请写明理由。"),
            )
        ]

    def __str__(self) -> str:
        return self.finding
