"""Who delivers: departments and the people in them."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.models import Coded
from indicators.writing import local
from recommendations import choices


class Department(Coded):
    """A municipal department, or the office that runs the plan."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "部门"), pgettext_lazy("records", "部门")

    def __str__(self) -> str:
        return local(self, "name")

    def get_absolute_url(self) -> str:
        return reverse("department", args=[self.code])


class Membership(models.Model):
    """A person's role in a department."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("用户")
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="memberships", verbose_name=_("部门"))
    role = models.CharField(_("角色"), max_length=15, choices=choices.Role)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "任职"), pgettext_lazy("records", "任职")
        ordering = ["department__position", "user__username", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["user", "department", "role"],
                name="membership_once",
                violation_error_message=_("此人在该部门已有这个角色。"),
            ),
            CheckConstraint(condition=Q(role__in=choices.Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department} · {self.get_role_display()}"
