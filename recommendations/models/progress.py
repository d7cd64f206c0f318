"""What departments report of their actions, on its way from draft to approved."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from recommendations import choices
from recommendations.querysets import ProgressReportQuerySet, ReportStepQuerySet
from recommendations.validators import validate_not_after_today, validate_plausible_day

from .organisation import Department, Post
from .plan import Action
from .refs import new_ref

COMPLETED_IS_ALL = _("填“已完成”时，完成比例应为 100。")


class ProgressReport(models.Model):
    """One report of the lead department on one action as of a day; once approved never changed, only corrected."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="reports", verbose_name=_("行动"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="reports",
        verbose_name=_("填报单位"),
    )
    as_of = models.DateField(_("截至"), default=today, validators=[validate_plausible_day, validate_not_after_today])
    status = models.CharField(_("状态"), max_length=12, choices=choices.ReportStatus, default="in_progress")
    percent = models.DecimalField(_("完成比例"), max_digits=4, decimal_places=1, help_text=_("0 到 100"))
    progress = models.TextField(_("进展情况"))
    problems = models.TextField(_("存在问题"), blank=True)
    next_steps = models.TextField(_("下一步措施"), blank=True)
    no_news = models.BooleanField(
        _("本期无进展"), default=False, help_text=_("勾选后在进展情况里写明原因，完成比例不变")
    )
    evidence = models.TextField(_("佐证"), blank=True, help_text=_("文号、链接或材料名称，一行一件"))
    openness = models.CharField(_("公开属性"), max_length=12, choices=choices.Openness, default="internal")
    state = models.CharField(_("办理环节"), max_length=10, choices=choices.ReportState, default="draft", editable=False)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)
    # Counts the saves: who saves says which one was read, so that nobody overwrites what was not seen.
    version = models.PositiveIntegerField(_("版次"), default=1, editable=False)

    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("填报人")
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("提交人")
    )
    # Fixed when the report is handed in: whether the department's head signs it before the office sees it.
    needs_sign_off = models.BooleanField(_("须部门签批"), default=False, editable=False)
    signed_at = models.DateTimeField(_("签批时间"), null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("签批人")
    )
    approved_at = models.DateTimeField(_("核准时间"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("核准人")
    )
    returned_at = models.DateTimeField(_("退回时间"), null=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("退回人")
    )
    # Editable only so that history tells of it; no form asks for it.
    return_reason = models.TextField(_("退回理由"), blank=True)

    objects = ProgressReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "进度报告"), pgettext_lazy("records", "进度报告")
        ordering = ["-as_of", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="report_percent_between_0_and_100",
                violation_error_message=_("完成比例应在 0 到 100 之间。"),
            ),
            CheckConstraint(
                condition=~Q(status="completed") | Q(percent=100),
                name="report_completed_is_100_percent",
                violation_error_message=COMPLETED_IS_ALL,
            ),
            CheckConstraint(condition=Q(status__in=choices.ReportStatus.values), name="report_status_known"),
            CheckConstraint(condition=Q(state__in=choices.ReportState.values), name="report_state_known"),
            CheckConstraint(condition=Q(openness__in=choices.Openness.values), name="report_openness_known"),
            CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="report_approved_has_a_time"
            ),
            CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""),
                name="report_returned_has_a_reason",
                violation_error_message=_("退回必须写明理由。"),
            ),
            CheckConstraint(condition=~Q(state="signed") | Q(signed_at__isnull=False), name="report_signed_has_a_time"),
            CheckConstraint(condition=Q(corrects=None) | ~Q(corrects=F("id")), name="report_does_not_correct_itself"),
            UniqueConstraint(fields=["corrects"], condition=Q(state="approved"), name="report_corrected_once"),
        ]
        indexes = [
            # Covering: the status of actions on a day is read from it alone. Key columns, as SQLite knows no others.
            models.Index(
                fields=["action", "-as_of", "-approved_at", "-id", "percent", "status", "sample"],
                condition=Q(state="approved"),
                name="report_last_approved",
            ),
            # The same for who sees only what is public.
            models.Index(
                fields=["action", "-as_of", "-approved_at", "-id"],
                condition=Q(state="approved", openness="public"),
                name="report_last_public",
            ),
            models.Index(fields=["state", "-submitted_at"], name="report_by_state"),
            # What was not yet approved on a past day: approved since, though of that day or before.
            models.Index(fields=["approved_at", "as_of"], name="report_by_approval"),
            # What was handed in within a period.
            models.Index(fields=["action", "as_of"], name="report_by_action_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.as_of}"

    def clean(self) -> None:
        """Says beside its field what ``report_completed_is_100_percent`` holds."""
        if self.status == choices.ReportStatus.COMPLETED and self.percent not in (None, 100):
            raise ValidationError({"percent": COMPLETED_IS_ALL})

    @property
    def standing(self) -> choices.Standing:
        """Where it stands, and whom it waits for."""
        return choices.Standing.of(self.state, needs_sign_off=self.needs_sign_off)


# What a hand-in is called, by whether it went to the department's head.
HANDED_IN_TO = {True: _("已提交部门负责人"), False: _("已提交研究室"), None: _("已提交")}


class ReportStep(models.Model):
    """One step of a report on its way: who took it, as what, when and why. Never changed, in the database too."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="steps", verbose_name=_("进度报告"))
    from_state = models.CharField(_("原环节"), max_length=10, choices=choices.ReportState)
    to_state = models.CharField(_("新环节"), max_length=10, choices=choices.ReportState)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    role = models.CharField(_("以何角色"), max_length=15, choices=choices.Role)
    # As it was fixed when the report was handed in last; None: the step was taken before this was kept.
    needs_sign_off = models.BooleanField(_("须部门签批"), null=True, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name=_("部门"))
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("职务"))
    reason = models.TextField(_("理由"), blank=True)

    objects = ReportStepQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "办理步骤"), pgettext_lazy("records", "办理步骤")
        ordering = ["at", "pk"]
        constraints = [
            CheckConstraint(condition=Q(from_state__in=choices.ReportState.values), name="step_from_state_known"),
            CheckConstraint(condition=Q(to_state__in=choices.ReportState.values), name="step_to_state_known"),
            CheckConstraint(condition=Q(role__in=choices.Role.values), name="step_role_known"),
            CheckConstraint(condition=~Q(to_state="returned") | ~Q(reason=""), name="step_returned_has_a_reason"),
        ]
        indexes = [models.Index(fields=["report", "at"], name="step_by_report")]

    def __str__(self) -> str:
        return f"{self.report} {self.get_to_state_display()}"

    @property
    def taken(self) -> str:
        """What was done, in a word."""
        return str(choices.STEP_WORDS.get(self.to_state, self.get_to_state_display()))

    @property
    def to_head(self) -> bool | None:
        """Whether the report was handed in to the department's head, not to the office; None: nobody kept it.

        Of a step taken before this was kept the report still knows, unless it was handed in anew since.
        """
        if self.needs_sign_off is not None:
            return self.needs_sign_off
        if choices.ReportState.SIGNED in {self.from_state, self.to_state}:
            return True
        handed_in = self.report.submitted_at
        return self.report.needs_sign_off if handed_in is not None and handed_in <= self.at else None

    @property
    def way(self) -> str:
        """From which state to which, and to whom it was handed in."""
        return f"{self._word(self.from_state)} → {self._word(self.to_state)}"

    def _word(self, state: str) -> str:
        submitted = state == choices.ReportState.SUBMITTED
        return str(HANDED_IN_TO[self.to_head] if submitted else choices.ReportState(state).label)
