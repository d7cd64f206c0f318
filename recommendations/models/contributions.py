"""What supporting departments add to the lead's report."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recommendations import choices
from recommendations.querysets import BetweenDepartmentsQuerySet
from recommendations.validators import validate_plausible_day

from .organisation import Department
from .plan import Action
from .progress import ProgressReport
from .refs import new_ref


class Contribution(models.Model):
    """A supporting department's part: text, no percent; asked for by a day, given, merged into the lead's report."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    action = models.ForeignKey(Action, models.PROTECT, related_name="contributions", verbose_name=_("行动"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="contributions", verbose_name=_("配合单位"))
    as_of = models.DateField(_("截至"), validators=[validate_plausible_day])
    due_by = models.DateField(_("请于此日前提供"), validators=[validate_plausible_day])
    question = models.TextField(_("需要提供的内容"), blank=True)
    asked_at = models.DateTimeField(_("提出时间"), editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("提出人")
    )
    text = models.TextField(_("提供的内容"), blank=True)
    given_at = models.DateTimeField(_("提供时间"), null=True, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("提供人")
    )
    merged_into = models.ForeignKey(
        ProgressReport,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="contributions",
        verbose_name=_("并入的报告"),
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=choices.ContributionState, default="asked", editable=False
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = BetweenDepartmentsQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "配合情况"), pgettext_lazy("records", "配合情况")
        ordering = ["-as_of", "department__position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["action", "department", "as_of"],
                condition=~Q(state="withdrawn"),
                name="contribution_asked_once",
                violation_error_message=_("已请该部门提供这一期的内容。"),
            ),
            CheckConstraint(condition=Q(state__in=choices.ContributionState.values), name="contribution_state_known"),
            CheckConstraint(
                condition=~Q(state__in=["given", "merged"]) | (Q(given_at__isnull=False) & ~Q(text="")),
                name="contribution_given_has_text",
                violation_error_message=_("请写明提供的内容。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.department} {self.as_of}"
