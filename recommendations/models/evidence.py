"""Files that prove what reports say."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recommendations import choices
from recommendations.querysets import EvidenceFileQuerySet

from .organisation import Department
from .progress import ProgressReport
from .refs import new_ref


def stored_as(file: "EvidenceFile", name: str) -> str:
    """Where the content lies: by its reference, never by the name that somebody gave it."""
    return f"evidence/{file.ref[:2]}/{file.ref}"


class EvidenceFile(models.Model):
    """An uploaded file; one of them, such as the scan of a signed sheet, may prove several reports."""

    ref = models.CharField(_("编号"), max_length=20, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=5, choices=choices.FileKind)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("文件指纹（SHA-256）"), max_length=64)
    content = models.FileField(_("文件"), upload_to=stored_as, max_length=120)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="files", verbose_name=_("上传单位")
    )
    openness = models.CharField(_("公开属性"), max_length=12, choices=choices.Openness, default="internal")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    reports = models.ManyToManyField(
        ProgressReport, through="Evidence", related_name="files", verbose_name=_("进度报告")
    )
    sample = models.BooleanField(_("示例"), default=False, editable=False)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "佐证文件"), pgettext_lazy("records", "佐证文件")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(kind__in=choices.FileKind.values), name="file_kind_known"),
            CheckConstraint(condition=Q(openness__in=choices.Openness.values), name="file_openness_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence-file", args=[self.ref])


class Evidence(models.Model):
    """A file proves a report. Once the report is approved, its evidence stays as it is, in the database too."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="proofs", verbose_name=_("进度报告"))
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="proofs", verbose_name=_("佐证文件"))

    class Meta:
        verbose_name, verbose_name_plural = pgettext_lazy("record", "佐证"), pgettext_lazy("records", "佐证")
        ordering = ["pk"]
        constraints = [UniqueConstraint(fields=["report", "file"], name="evidence_once_a_report")]

    def __str__(self) -> str:
        return f"{self.report} {self.file}"
