"""What the office found of what a department claimed."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recommendations import choices
from recommendations.querysets import VerificationQuerySet
from recommendations.validators import validate_not_after_today, validate_plausible_day

from .evidence import EvidenceFile
from .plan import Action
from .progress import ProgressReport
from .refs import new_ref


class Verification(models.Model):
    """The office's percent of an action beside the department's, with how well it is proved. Never changed."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="verifications", verbose_name=_("行动"))
    report = models.ForeignKey(
        ProgressReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="verifications",
        verbose_name=_("核实的报告"),
    )
    as_of = models.DateField(_("截至"), validators=[validate_plausible_day, validate_not_after_today])
    percent = models.DecimalField(_("核实比例"), max_digits=4, decimal_places=1)
    grade = models.CharField(_("佐证等级"), max_length=10, choices=choices.Grade)
    visited_on = models.DateField(
        _("现场核查日"), null=True, blank=True, validators=[validate_plausible_day, validate_not_after_today]
    )
    note = models.TextField(_("核查记录"))
    file = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="verifications", verbose_name=_("附件")
    )
    recorded_at = models.DateTimeField(_("录入时间"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("核实人")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "核实"), pgettext_lazy("records", "核实")
        ordering = ["-as_of", "-recorded_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="verification_percent_between_0_and_100",
                violation_error_message=_("核实比例应在 0 到 100 之间。"),
            ),
            CheckConstraint(condition=Q(grade__in=choices.Grade.values), name="verification_grade_known"),
            CheckConstraint(
                condition=~Q(grade="seen") | Q(visited_on__isnull=False),
                name="verification_seen_has_a_visit",
                violation_error_message=_("佐证等级为现场核实时，须写明现场核查日。"),
            ),
        ]
        indexes = [models.Index(fields=["action", "-as_of", "-recorded_at"], name="verification_last")]

    def __str__(self) -> str:
        return f"{self.action.code} {self.as_of}"
