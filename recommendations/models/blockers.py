"""What a department cannot solve alone."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from recommendations import choices
from recommendations.querysets import BlockerQuerySet
from recommendations.validators import validate_not_after_today, validate_plausible_day

from .organisation import Department, Post
from .plan import Action
from .refs import new_ref


class Blocker(models.Model):
    """What waits to be coordinated 待协调: with whom, since when, escalated to whom, and the options."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="blockers", verbose_name=_("行动"))
    department = models.ForeignKey(
        Department, models.PROTECT, editable=False, related_name="blockers", verbose_name=_("提出单位")
    )
    what = models.TextField(_("需协调的事项"))
    options = models.TextField(_("可选方案"), blank=True, help_text=_("一行一个方案；上报领导时必填"))
    waits_for = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="awaited_blockers", verbose_name=_("等待的部门")
    )
    waits_for_other = models.CharField(_("等待的其他单位"), max_length=120, blank=True)
    since = models.DateField(_("起始日"), validators=[validate_plausible_day, validate_not_after_today])
    raised_at = models.DateTimeField(_("提出时间"), editable=False)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("提出人")
    )
    escalated_to = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="escalated_blockers",
        limit_choices_to={"kind": choices.PostKind.LEADER},
        verbose_name=_("上报给"),
    )
    escalated_at = models.DateTimeField(_("上报时间"), null=True, editable=False)
    escalated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("上报人")
    )
    resolved_on = models.DateField(
        _("解决日"), null=True, blank=True, validators=[validate_plausible_day, validate_not_after_today]
    )
    resolution = models.TextField(_("解决结果"), blank=True)
    resolved_at = models.DateTimeField(_("解决录入时间"), null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("销号人")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = BlockerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = (
            pgettext_lazy("record", "待协调事项"),
            pgettext_lazy("records", "待协调事项"),
        )
        ordering = ["since", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(waits_for__isnull=False) | ~Q(waits_for_other=""),
                name="blocker_waits_for_somebody",
                violation_error_message=_("请写明在等哪个部门或单位。"),
            ),
            CheckConstraint(
                condition=Q(escalated_to=None, escalated_at=None)
                | (Q(escalated_to__isnull=False, escalated_at__isnull=False) & ~Q(options="")),
                name="blocker_escalated_with_options",
                violation_error_message=_("上报领导时必须写明可选方案。"),
            ),
            CheckConstraint(
                condition=Q(resolved_on=None, resolved_at=None)
                | (Q(resolved_at__isnull=False, resolved_on__gte=F("since")) & ~Q(resolution="")),
                name="blocker_resolved_with_words",
                violation_error_message=_("销号须写明解决结果，解决日不早于起始日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.what[:30]}"
