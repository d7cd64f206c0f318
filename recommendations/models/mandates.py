"""By which document a recommendation becomes somebody's duty, to whom it was handed over, and who received it."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from recommendations import choices
from recommendations.querysets import HandoverQuerySet
from recommendations.validators import validate_plausible_day

from .organisation import Department, Post
from .plan import Action


class Mandate(models.Model):
    """The document that makes recommendations somebody's duty 立项; without one an action is never overdue."""

    number = models.CharField(_("文号"), max_length=80, unique=True)
    title = models.CharField(_("文件名"), max_length=200)
    date = models.DateField(_("印发日期"), validators=[validate_plausible_day])
    issuer = models.CharField(_("发文机关"), max_length=120)
    recorded_on = models.DateField(_("录入日"), default=today)
    sample = models.BooleanField(_("示例"), default=False)
    actions = models.ManyToManyField(Action, through="Assignment", related_name="mandates", verbose_name=_("行动"))

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "立项文件"), pgettext_lazy("records", "立项文件")
        ordering = ["-date", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Assignment(models.Model):
    """What one mandate says of one action: adopted in full, in part, or not."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="assignments", verbose_name=_("立项文件"))
    action = models.ForeignKey(Action, models.CASCADE, related_name="assignments", verbose_name=_("行动"))
    adoption = models.CharField(_("采纳"), max_length=5, choices=choices.MandateAdoption, default="full")

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "立项事项"), pgettext_lazy("records", "立项事项")
        ordering = ["mandate", "action__measure__path__position", "action__measure__position", "action__position"]
        constraints = [
            UniqueConstraint(
                fields=["mandate", "action"],
                name="assignment_once_a_mandate",
                violation_error_message=_("该文件已列有这项行动。"),
            ),
            CheckConstraint(condition=Q(adoption__in=choices.MandateAdoption.values), name="assignment_adoption_known"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate.number} {self.action.code}"


class Handover(models.Model):
    """A mandated action is handed over 交办 to a department, which confirms the receipt 签收.

    Where the action goes to another lead, what the former one was given has moved on 已移交, and waits for nobody.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="handovers", verbose_name=_("立项事项"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="handovers", verbose_name=_("承办单位"))
    leads = models.BooleanField(_("牵头"), default=True)
    receive_by = models.DateField(_("签收期限"), null=True, blank=True, validators=[validate_plausible_day])
    handed_over_at = models.DateTimeField(_("交办时间"), editable=False)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("交办人")
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("签收人")
    )
    received_as = models.ForeignKey(
        Post, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("签收职务")
    )
    moved_at = models.DateTimeField(_("移交时间"), null=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "交办"), pgettext_lazy("records", "交办")
        ordering = ["-handed_over_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["assignment", "department"],
                condition=Q(moved_at=None),
                name="handover_once_a_department",
                violation_error_message=_("这一事项已交办给该部门。"),
            ),
            CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="handover_received_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.department}"
