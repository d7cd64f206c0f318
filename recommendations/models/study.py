"""What the study says: problems, what peers did, and the lessons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from indicators.models import Area, Coded, Observation, Source
from indicators.writing import local
from recommendations import choices


class Titled(Coded):
    """A coded record with an exact Chinese title, English beside it, and a description in our own words."""

    title = models.CharField(_("标题"), max_length=200)
    title_en = models.CharField(_("英文标题"), max_length=300)
    summary = models.TextField(_("摘要"), blank=True)
    summary_en = models.TextField(_("摘要（英文）"), blank=True)
    locator = models.CharField(_("出处"), max_length=80, blank=True)

    class Meta(Coded.Meta):
        abstract = True

    def __str__(self) -> str:
        return local(self, "title")


class Study(Titled):
    """A published study: where everything here comes from. Its author is the corporate one."""

    author = models.CharField(_("责任者"), max_length=200)
    author_en = models.CharField(_("责任者（英文）"), max_length=200, blank=True, default="")
    publication = models.CharField(_("出版"), max_length=200)
    publication_en = models.CharField(_("出版（英文）"), max_length=200, blank=True, default="")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("数据来源"))

    history = HistoricalRecords()

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "课题报告"), pgettext_lazy("records", "课题报告")


class Lesson(Titled):
    """What the study concludes from the peers' practices."""

    practices = models.ManyToManyField(
        "Practice", blank=True, related_name="lessons", verbose_name=pgettext_lazy("plural", "做法")
    )

    history = HistoricalRecords(m2m_fields=[practices])

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "启示"), pgettext_lazy("records", "启示")


class Problem(Titled):
    """What holds Liuzhou back; a tree, with the figures that evidence it."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级问题")
    )
    evidence = models.ManyToManyField(Observation, blank=True, related_name="+", verbose_name=_("佐证数据"))

    history = HistoricalRecords(m2m_fields=[evidence])

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "问题"), pgettext_lazy("records", "问题")
        constraints = [
            CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="problem_is_not_its_own_parent",
                violation_error_message=_("问题不能以自己为上级。"),
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("problem", args=[self.code])

    def clean(self) -> None:
        """A tree: no problem stands under itself, nor under what stands under it."""
        seen, above = {self.pk}, self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": _("上级问题不能是它自己，也不能是它的下级。")})
            seen.add(above.pk)
            above = above.parent


class Practice(Titled):
    """What peer cities did, with facts that can be measured."""

    cities = models.ManyToManyField(Area, related_name="+", verbose_name=pgettext_lazy("plural", "城市"))
    facts = models.ManyToManyField(Observation, blank=True, related_name="+", verbose_name=_("数据"))

    history = HistoricalRecords(m2m_fields=[cities, facts])

    class Meta(Titled.Meta):
        verbose_name, verbose_name_plural = pgettext_lazy("record", "外市做法"), pgettext_lazy("records", "外市做法")

    def get_absolute_url(self) -> str:
        return reverse("practice", args=[self.code])


class PracticeUse(models.Model):
    """Whether a measure takes a practice up, and under what conditions."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="uses", verbose_name=_("做法"))
    measure = models.ForeignKey("Measure", models.CASCADE, related_name="practice_uses", verbose_name=_("对策"))
    adoption = models.CharField(_("采纳情况"), max_length=15, choices=choices.PracticeAdoption)
    conditions = models.TextField(_("条件"), blank=True)
    conditions_en = models.TextField(_("条件（英文）"), blank=True)
    locator = models.CharField(_("出处"), max_length=80, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "做法采纳"), pgettext_lazy("records", "做法采纳")
        ordering = ["practice__position", "measure__position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["practice", "measure"],
                name="practice_use_once_a_measure",
                violation_error_message=_("这项做法与这项对策已有一条采纳记录。"),
            ),
            CheckConstraint(
                condition=Q(adoption__in=choices.PracticeAdoption.values), name="practice_use_adoption_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} → {self.measure}"
