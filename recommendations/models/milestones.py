"""The stages of an action, between which the planned percent runs."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from indicators.writing import local
from recommendations.querysets import MilestoneQuerySet
from recommendations.validators import validate_plausible_day

from .plan import Action


class Milestone(models.Model):
    """What should be reached by a day 阶段目标, how many per cent that is, and what is handed in then.

    Known from ``recorded_on``; one that no longer holds is withdrawn, not deleted, so that the plan at any past date
    can be read.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="milestones", verbose_name=_("行动"))
    date = models.DateField(_("日期"), validators=[validate_plausible_day])
    title = models.CharField(_("阶段目标"), max_length=200)
    title_en = models.CharField(_("阶段目标（英文）"), max_length=300, blank=True)
    planned_percent = models.DecimalField(_("计划完成比例"), max_digits=4, decimal_places=1)
    deliverable = models.CharField(_("交付物"), max_length=200, blank=True)
    recorded_on = models.DateField(_("录入日"), default=today, editable=False)
    withdrawn_on = models.DateField(_("撤销日"), null=True, blank=True, editable=False)
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "里程碑"), pgettext_lazy("records", "里程碑")
        ordering = ["action", "date", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(planned_percent__gte=0, planned_percent__lte=100),
                name="milestone_percent_between_0_and_100",
                violation_error_message=_("计划完成比例应在 0 到 100 之间。"),
            ),
            UniqueConstraint(
                fields=["action", "date"],
                condition=Q(withdrawn_on=None),
                name="milestone_one_a_day",
                violation_error_message=_("这一天已有一个里程碑。"),
            ),
            CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("recorded_on")),
                name="milestone_withdrawn_after_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {local(self, 'title')}"
