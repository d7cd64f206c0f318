"""A file of figures that somebody loaded."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators import choices


class Batch(models.Model):
    """One import: the file, how its columns were read, and what became of its rows; applied and undone as a whole.

    The observations that it created point to it; a row that was equal to what was known already created none.
    """

    name = models.CharField(_("名称"), max_length=120)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件指纹（SHA-256）"), max_length=64)
    content = models.BinaryField(_("文件"), null=True, editable=False)
    mapping = models.JSONField(_("对应关系"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=choices.BatchState, default=choices.BatchState.UPLOADED)
    created = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("figures", "更正"), default=0)
    unchanged = models.PositiveIntegerField(_("相同"), default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("导入人")
    )
    applied_at = models.DateTimeField(_("导入时间"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("撤销人")
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "导入批次"), pgettext_lazy("records", "导入批次")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(state__in=choices.BatchState.values), name="batch_state_known"),
            CheckConstraint(
                condition=Q(state="uploaded", applied_at=None) | (~Q(state="uploaded") & Q(applied_at__isnull=False)),
                name="batch_applied_has_its_time",
            ),
            CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                name="batch_undone_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:indicators_batch_change", args=[self.pk])
