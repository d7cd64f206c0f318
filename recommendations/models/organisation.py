"""Who delivers: departments, the people in them, and the posts that answer for actions."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from indicators.models import Coded
from indicators.writing import local
from recommendations import choices
from recommendations.querysets import MembershipQuerySet, TenureQuerySet
from recommendations.validators import validate_plausible_day


class Department(Coded):
    """A municipal department, or the office that runs the plan."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120)
    needs_sign_off = models.BooleanField(
        _("报告须负责人签批"), default=False, help_text=_("勾选后，提交的报告先由部门负责人签批，再到研究室")
    )

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
    until = models.DateField(
        _("有效期至"), null=True, blank=True, validators=[validate_plausible_day], help_text=_("含当日；评估人必填")
    )

    objects = MembershipQuerySet.as_manager()
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
            CheckConstraint(
                condition=~Q(role="evaluator") | Q(until__isnull=False),
                name="membership_evaluator_has_an_end",
                violation_error_message=_("评估人必须写明有效期至哪一天。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department} · {self.get_role_display()}"


class Post(Coded):
    """A post that answers for actions 分管市领导、责任人、联系人; its holders change, the post stays."""

    kind = models.CharField(_("类别"), max_length=12, choices=choices.PostKind)
    title = models.CharField(_("职务"), max_length=120)
    title_en = models.CharField(_("职务（英文）"), max_length=200, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("部门")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta(Coded.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "职务"), pgettext_lazy("records", "职务")
        constraints = [
            CheckConstraint(condition=Q(kind__in=choices.PostKind.values), name="post_kind_known"),
            CheckConstraint(
                condition=Q(kind="leader", department=None) | (~Q(kind="leader") & Q(department__isnull=False)),
                name="post_of_a_department_unless_leader",
                violation_error_message=_("分管市领导不属于部门；责任人和联系人必须写明部门。"),
            ),
        ]

    def __str__(self) -> str:
        return local(self, "title")


class Tenure(models.Model):
    """Who holds a post, from which day and until which; one holder at a time."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name=_("职务"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tenures", verbose_name=_("任职人"))
    since = models.DateField(_("到任日"), validators=[validate_plausible_day])
    until = models.DateField(_("离任日"), null=True, blank=True, validators=[validate_plausible_day])
    recorded_on = models.DateField(_("录入日"), default=today)

    objects = TenureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "任期"), pgettext_lazy("records", "任期")
        ordering = ["post__position", "-since", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["post"],
                condition=Q(until=None),
                name="tenure_one_holder",
                violation_error_message=_("这个职务已有在任的人；请办理交接。"),
            ),
            UniqueConstraint(fields=["post", "since"], name="tenure_one_start_a_day"),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="tenure_ends_after_it_starts",
                violation_error_message=_("离任日不能早于到任日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.user}"
