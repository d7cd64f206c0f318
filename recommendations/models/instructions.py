"""What leaders instruct, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from recommendations import choices
from recommendations.querysets import InstructionAnswerQuerySet, InstructionQuerySet
from recommendations.validators import validate_not_after_today, validate_plausible_day

from .evidence import EvidenceFile
from .organisation import Department, Post
from .plan import Action
from .refs import new_ref


class Instruction(models.Model):
    """A leader's instruction 批示: by which post, on what, to be answered by when; closed once the answer is seen."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    post = models.ForeignKey(
        Post,
        models.PROTECT,
        related_name="instructions",
        limit_choices_to={"kind": choices.PostKind.LEADER},
        verbose_name=_("批示领导"),
    )
    given_on = models.DateField(_("批示日期"), validators=[validate_plausible_day, validate_not_after_today])
    number = models.CharField(_("文号"), max_length=80, blank=True)
    text = models.TextField(_("批示内容"))
    urgency = models.CharField(_("紧急程度"), max_length=12, choices=choices.Urgency, default="normal")
    answer_by = models.DateField(_("反馈期限"), validators=[validate_plausible_day])
    scan = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="instructions", verbose_name=_("扫描件")
    )
    actions = models.ManyToManyField(Action, related_name="instructions", verbose_name=_("涉及的行动"))
    departments = models.ManyToManyField(Department, related_name="instructions", verbose_name=_("承办单位"))
    recorded_at = models.DateTimeField(_("录入时间"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("录入人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = InstructionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[actions, departments])

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "批示"), pgettext_lazy("records", "批示")
        ordering = ["answer_by", "pk"]
        constraints = [
            CheckConstraint(condition=Q(urgency__in=choices.Urgency.values), name="instruction_urgency_known"),
            CheckConstraint(
                condition=Q(answer_by__gte=F("given_on")),
                name="instruction_answered_after_given",
                violation_error_message=_("反馈期限不能早于批示日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:30]}".strip()

    def get_absolute_url(self) -> str:
        return reverse("instruction", args=[self.ref])


class InstructionAnswer(models.Model):
    """A department's answer; the leader sees it and is content, or wants more, with a remark."""

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="answers", verbose_name=_("批示"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("反馈单位"))
    text = models.TextField(_("反馈内容"))
    at = models.DateTimeField(_("反馈时间"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("反馈人")
    )
    seen_at = models.DateTimeField(_("领导阅示时间"), null=True, editable=False)
    seen_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("阅示录入人"),
    )
    content = models.BooleanField(_("同意办结"), null=True, editable=False)
    remark = models.TextField(_("阅示意见"), blank=True)

    objects = InstructionAnswerQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "批示反馈"), pgettext_lazy("records", "批示反馈")
        ordering = ["at", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(seen_at=None, content=None) | Q(seen_at__isnull=False, content__isnull=False),
                name="answer_seen_with_a_verdict",
            ),
            CheckConstraint(
                condition=Q(content=None) | Q(content=True) | ~Q(remark=""),
                name="answer_wanting_more_says_what",
                violation_error_message=_("不同意办结时，请写明还需补充什么。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instruction} {self.department}"
