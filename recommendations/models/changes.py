"""Dated decisions that change the plan, and what departments ask for before they are taken."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from recommendations import choices
from recommendations.querysets import ExtensionRequestQuerySet
from recommendations.validators import validate_plausible_day

from .calendar import ReportingCycle
from .organisation import Department
from .plan import Action
from .refs import new_ref


class PlanChange(models.Model):
    """A dated decision that changes the plan, so that the plan on any past day can be read."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="changes", verbose_name=_("行动"))
    kind = models.CharField(_("变更"), max_length=15, choices=choices.ChangeKind)
    decided_on = models.DateField(_("决定日期"), validators=[validate_plausible_day])
    recorded_on = models.DateField(_("录入日"), default=today)
    asked_on = models.DateField(
        _("申请日期"),
        null=True,
        blank=True,
        validators=[validate_plausible_day],
        help_text=_("延期须在到期前申请；不填则以决定日期为准，过期才申请的延期不改变逾期"),
    )
    former_due_date = models.DateField(_("误录的期限"), null=True, blank=True, editable=False)
    new_due_date = models.DateField(_("新期限"), null=True, blank=True, validators=[validate_plausible_day])
    former_lead = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("原牵头单位"),
    )
    new_lead = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("新牵头单位")
    )
    former_cycle = models.ForeignKey(
        ReportingCycle,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("原填报周期"),
    )
    new_cycle = models.ForeignKey(
        ReportingCycle, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("新填报周期")
    )
    successors = models.ManyToManyField(Action, blank=True, related_name="predecessors", verbose_name=_("由此替代"))
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    sample = models.BooleanField(_("示例"), default=False)

    history = HistoricalRecords(m2m_fields=[successors])

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "计划变更"), pgettext_lazy("records", "计划变更")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=["extension", "correction"], new_due_date__isnull=False)
                | (~Q(kind__in=["extension", "correction"]) & Q(new_due_date=None)),
                name="plan_change_extension_has_new_due_date",
                violation_error_message=_("延期必须写明新期限；其他变更不写新期限。"),
            ),
            CheckConstraint(
                condition=Q(kind="correction", former_due_date__isnull=False)
                | (~Q(kind="correction") & Q(former_due_date=None)),
                name="plan_change_correction_has_former_due_date",
            ),
            CheckConstraint(condition=Q(kind__in=choices.ChangeKind.values), name="plan_change_kind_known"),
            CheckConstraint(
                condition=Q(kind="reassignment", new_lead__isnull=False) | (~Q(kind="reassignment") & Q(new_lead=None)),
                name="plan_change_reassignment_has_new_lead",
                violation_error_message=_("调整牵头单位必须写明新牵头单位；其他变更不写。"),
            ),
            CheckConstraint(
                condition=Q(kind="reporting") | Q(new_cycle=None),
                name="plan_change_only_reporting_has_new_cycle",
                violation_error_message=_("只有调整填报周期才写新填报周期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.get_kind_display()} {self.decided_on}"


class ExtensionRequest(models.Model):
    """A department asks for a later deadline 延期申请, with its reason; the office grants or refuses it.

    Granted, it becomes a ``PlanChange``. One asked for after the deadline leaves the overdue standing. Until it is
    decided the department may withdraw it.
    """

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="extension_requests", verbose_name=_("行动"))
    department = models.ForeignKey(
        Department, models.PROTECT, editable=False, related_name="extension_requests", verbose_name=_("申请单位")
    )
    asked_on = models.DateField(_("申请日期"), editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("申请人")
    )
    due_when_asked = models.DateField(_("申请时的期限"), editable=False)
    new_due_date = models.DateField(_("申请延至"), validators=[validate_plausible_day])
    reason = models.TextField(_("理由"))
    state = models.CharField(
        _("办理结果"), max_length=10, choices=choices.ExtensionState, default="asked", editable=False
    )
    decided_at = models.DateTimeField(_("批复时间"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("批复人")
    )
    decision = models.TextField(_("批复意见"), blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("撤回人")
    )
    change = models.OneToOneField(
        PlanChange, models.PROTECT, null=True, editable=False, related_name="request", verbose_name=_("计划变更")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = ExtensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "延期申请"), pgettext_lazy("records", "延期申请")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(state__in=choices.ExtensionState.values), name="extension_state_known"),
            CheckConstraint(
                condition=Q(state__in=choices.DECIDED_EXTENSIONS, decided_at__isnull=False)
                | (~Q(state__in=choices.DECIDED_EXTENSIONS) & Q(decided_at=None)),
                name="extension_decided_has_a_time",
            ),
            CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None)),
                name="extension_withdrawn_by_somebody",
            ),
            CheckConstraint(
                condition=Q(new_due_date__gt=F("due_when_asked")),
                name="extension_is_later",
                violation_error_message=_("申请延至的日期应晚于现行期限。"),
            ),
            UniqueConstraint(
                fields=["action"],
                condition=Q(state="asked"),
                name="extension_one_open_request",
                violation_error_message=_("这项行动已有一份待批的延期申请。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.new_due_date}"

    @property
    def late(self) -> bool:
        """Whether it was asked for only after the deadline."""
        return self.asked_on > self.due_when_asked
