"""What is recommended, and who owes it by when: paths, measures, actions, and what they name."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.models import Coded
from indicators.writing import local
from recommendations import choices
from recommendations.querysets import ActionQuerySet
from recommendations.validators import validate_plausible_day

from .calendar import ReportingCycle
from .organisation import Department, Post
from .study import Lesson, Practice, Problem, Titled


class Path(Titled):
    """One of the four strategic paths, code 1 to 4."""

    lessons = models.ManyToManyField(
        Lesson, blank=True, related_name="paths", verbose_name=pgettext_lazy("plural", "启示")
    )
    problems = models.ManyToManyField(Problem, blank=True, related_name="paths", verbose_name=_("针对的问题"))

    history = HistoricalRecords(m2m_fields=[lessons, problems])

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "路径"), pgettext_lazy("records", "路径")

    def get_absolute_url(self) -> str:
        return reverse("path", args=[self.code])


class Measure(Titled):
    """One of the thirteen measures, code 1.1 to 4.3."""

    path = models.ForeignKey(Path, models.PROTECT, related_name="measures", verbose_name=_("路径"))
    category = models.CharField(_("类别"), max_length=20, choices=choices.Category)
    problems = models.ManyToManyField(Problem, blank=True, related_name="measures", verbose_name=_("针对的问题"))
    practices = models.ManyToManyField(
        Practice, through="PracticeUse", related_name="measures", verbose_name=_("借鉴的做法")
    )

    history = HistoricalRecords(m2m_fields=[problems])

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "对策"), pgettext_lazy("records", "对策")
        ordering = ["path__position", "position", "code"]
        constraints = [
            CheckConstraint(condition=Q(category__in=choices.Category.values), name="measure_category_known")
        ]

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.code])


class Named(Coded):
    """Something that actions name: one record a name, however often it is named."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=200)
    locator = models.CharField(_("首见于"), max_length=80, blank=True)

    class Meta(Coded.Meta):
        abstract = True

    def __str__(self) -> str:
        return local(self, "name")


class Project(Named):
    """A plant, park, platform, hub, port, corridor, fair, zone, programme, policy or enterprise by its exact name."""

    kind = models.CharField(_("类别"), max_length=12, choices=choices.ProjectKind)

    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "项目"), pgettext_lazy("records", "项目")
        constraints = [CheckConstraint(condition=Q(kind__in=choices.ProjectKind.values), name="project_kind_known")]

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.code])


class Sector(Named):
    """An industry, product or technology by its exact name."""

    kind = models.CharField(_("类别"), max_length=12, choices=choices.SectorKind)

    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "产业"), pgettext_lazy("records", "产业")
        constraints = [CheckConstraint(condition=Q(kind__in=choices.SectorKind.values), name="sector_kind_known")]

    def get_absolute_url(self) -> str:
        return reverse("sector", args=[self.code])


def answering_post(kind: choices.PostKind, label: str, related_name: str) -> models.ForeignKey:
    """A post of one kind that answers for an action, where one is named."""
    return models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        limit_choices_to={"kind": kind},
        verbose_name=label,
    )


class Action(Coded):
    """One thing to do, code 1.1.1: a clause of section four with its own verb and object."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="actions", verbose_name=_("对策"))
    title = models.CharField(_("行动"), max_length=200)
    title_en = models.CharField(_("英文名称"), max_length=300)
    locators = models.JSONField(_("出处"), default=list, help_text=_("所含分句的出处，如 四(一)1·一是·3"))
    lead_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="led_actions", verbose_name=_("牵头单位")
    )
    supporting_departments = models.ManyToManyField(
        Department, blank=True, related_name="supported_actions", verbose_name=_("配合单位")
    )
    lead_basis = models.CharField(_("牵头依据"), max_length=10, choices=choices.Basis, default="proposed")
    start_date = models.DateField(_("开始日期"), null=True, blank=True, validators=[validate_plausible_day])
    due_date = models.DateField(
        _("原定期限"),
        null=True,
        blank=True,
        validators=[validate_plausible_day],
        help_text=_("延期另记变更，原定期限不改"),
    )
    due_basis = models.CharField(_("期限依据"), max_length=10, choices=choices.Basis, default="proposed")
    leader = answering_post(choices.PostKind.LEADER, _("分管市领导"), related_name="overseen_actions")
    responsible = answering_post(choices.PostKind.RESPONSIBLE, _("责任人"), related_name="answered_actions")
    contact = answering_post(choices.PostKind.CONTACT, _("联系人"), related_name="contact_actions")
    cycle = models.ForeignKey(
        ReportingCycle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("填报周期"),
        help_text=_("不填则按默认周期"),
    )
    projects = models.ManyToManyField(
        Project, blank=True, related_name="actions", verbose_name=pgettext_lazy("plural", "项目")
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="actions", verbose_name=pgettext_lazy("plural", "产业")
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[supporting_departments, projects, sectors])

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "行动"), pgettext_lazy("records", "行动")
        ordering = ["measure__path__position", "measure__position", "position", "code"]
        constraints = [
            CheckConstraint(
                condition=Q(due_date=None) | Q(start_date=None) | Q(due_date__gt=F("start_date")),
                name="action_due_after_start",
                violation_error_message=_("期限必须晚于开始日期。"),
            ),
            CheckConstraint(condition=Q(lead_basis__in=choices.Basis.values), name="action_lead_basis_known"),
            CheckConstraint(condition=Q(due_basis__in=choices.Basis.values), name="action_due_basis_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {local(self, 'title')}"

    def get_absolute_url(self) -> str:
        return reverse("action", args=[self.code])
