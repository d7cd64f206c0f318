"""What is recommended and who owes it by when: paths, measures, actions, mandates, changes, targets."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.asof import today
from indicators.choices import Bound
from indicators.models import Area, Coded, Indicator
from indicators.validators import validate_digits, validate_period
from indicators.writing import local
from recommendations import choices
from recommendations.querysets import ActionQuerySet
from recommendations.validators import validate_plausible_day

from .organisation import Department
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


class PlanChange(models.Model):
    """A dated decision that changes the plan, so that the plan on any past day can be read."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="changes", verbose_name=_("行动"))
    kind = models.CharField(_("变更"), max_length=15, choices=choices.ChangeKind)
    decided_on = models.DateField(_("决定日期"), validators=[validate_plausible_day])
    recorded_on = models.DateField(_("录入日"), default=today)
    new_due_date = models.DateField(_("新期限"), null=True, blank=True, validators=[validate_plausible_day])
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
                condition=Q(kind="extension", new_due_date__isnull=False)
                | (~Q(kind="extension") & Q(new_due_date=None)),
                name="plan_change_extension_has_new_due_date",
                violation_error_message=_("延期必须写明新期限；其他变更不写新期限。"),
            ),
            CheckConstraint(condition=Q(kind__in=choices.ChangeKind.values), name="plan_change_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.get_kind_display()} {self.decided_on}"


class IndicatorLink(models.Model):
    """By which figure one sees a problem, a practice, or the effect of a path or measure, and how it should move."""

    problem = models.ForeignKey(
        Problem, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("问题")
    )
    practice = models.ForeignKey(
        Practice, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("做法")
    )
    path = models.ForeignKey(Path, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("路径"))
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("对策")
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name=_("指标"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("地区"))
    expected = models.CharField(_("预期方向"), max_length=10, choices=choices.Expected)
    baseline_period = models.CharField(_("基期"), max_length=20, blank=True, validators=[validate_period])
    locator = models.CharField(_("出处"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)

    history = HistoricalRecords()

    OWNERS = ("problem", "practice", "path", "measure")

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "指标关联"), pgettext_lazy("records", "指标关联")
        ordering = ["indicator__position", "area__position", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(problem__isnull=False, practice=None, path=None, measure=None)
                | Q(problem=None, practice__isnull=False, path=None, measure=None)
                | Q(problem=None, practice=None, path__isnull=False, measure=None)
                | Q(problem=None, practice=None, path=None, measure__isnull=False),
                name="indicator_link_has_one_owner",
                violation_error_message=_("指标关联必须且只能属于一个问题、做法、路径或对策。"),
            ),
            CheckConstraint(condition=Q(expected__in=choices.Expected.values), name="indicator_link_expected_known"),
            *(
                UniqueConstraint(
                    fields=[owner, "indicator", "area"],
                    name=f"indicator_link_once_a_{owner}",
                    violation_error_message=_("这个指标和地区已经关联过。"),
                )
                for owner in ("problem", "practice", "path", "measure")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner or '—'} · {self.indicator}"

    @property
    def owner(self) -> Titled | None:
        """The problem, practice, path or measure that the link belongs to; None only in a form that is still wrong."""
        return next((getattr(self, name) for name in self.OWNERS if getattr(self, f"{name}_id")), None)


class Target(models.Model):
    """What a linked indicator should reach, by which document, and by when (if the document says so)."""

    link = models.ForeignKey(IndicatorLink, models.CASCADE, related_name="targets", verbose_name=_("指标关联"))
    kind = models.CharField(_("类别"), max_length=12, choices=choices.TargetKind)
    nature = models.CharField(_("性质"), max_length=10, choices=choices.TargetNature)
    measured_as = models.CharField(_("衡量"), max_length=15, choices=choices.TargetMeasure)
    value = models.DecimalField(_("目标值"), max_digits=21, decimal_places=6, validators=[validate_digits])
    decimals = models.PositiveSmallIntegerField(_("小数位数"), default=0)
    bound = models.CharField(_("界限"), max_length=10, choices=Bound, default="exact")
    period = models.CharField(_("目标时期"), max_length=20, blank=True, validators=[validate_period])
    document = models.CharField(_("依据文件"), max_length=200)
    locator = models.CharField(_("出处"), max_length=80, blank=True)
    note = models.TextField(_("说明"), blank=True)
    note_en = models.TextField(_("说明（英文）"), blank=True)
    sample = models.BooleanField(_("示例"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "目标"), pgettext_lazy("records", "目标")
        ordering = ["link", "period", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["link", "kind", "measured_as", "period", "document"],
                name="target_once",
                violation_error_message=_("同一关联、类别、时期、文件已有一个目标。"),
            ),
            CheckConstraint(condition=Q(kind__in=choices.TargetKind.values), name="target_kind_known"),
            CheckConstraint(condition=Q(nature__in=choices.TargetNature.values), name="target_nature_known"),
            CheckConstraint(condition=Q(measured_as__in=choices.TargetMeasure.values), name="target_measure_known"),
            CheckConstraint(condition=Q(bound__in=Bound.values), name="target_bound_known"),
            CheckConstraint(condition=Q(decimals__lte=6), name="target_decimals_at_most_six"),
            CheckConstraint(
                condition=~Q(measured_as="average_growth") | Q(value__gt=-100),
                name="target_growth_leaves_something",
                violation_error_message=_("年均增长不能是 -100 或更低。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link.indicator} {self.printed}"

    @property
    def printed(self) -> str:
        """The target with the decimals that its document printed."""
        return f"{self.value:.{self.decimals}f}"

    @property
    def bound_sign(self) -> str:
        return Bound(self.bound).sign
