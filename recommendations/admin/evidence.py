"""All evidence files, for the office to read: who uploaded what when, how large it is, and what it proves."""

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.writing import person
from recommendations.models import EvidenceFile, Instruction, ProgressReport
from recommendations.permissions import roles_of

from .base import WritesThroughServices, labelled, show_day


@admin.register(EvidenceFile)
class EvidenceFileAdmin(WritesThroughServices):
    """Files come in with reports and instructions, and go with them: here they are only read."""

    list_display = ["name_shown", "kind", "size_shown", "department", "uploader", "uploaded_day", "used", "sample"]
    list_display_links = None
    list_select_related = ["department", "uploaded_by"]
    list_filter = ["kind", "department", "openness", "sample"]
    sortable_by = ["size_shown", "uploaded_day"]
    search_fields = ["ref", "name", "sha256", "reports__ref", "reports__action__code"]
    search_help_text = gettext_lazy("文件名、编号、指纹或报告")
    actions = None

    class Media:
        css = {"all": ["admin_site/evidence.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvidenceFile]:
        reports = ProgressReport.objects.visible_to(request.user).select_related("action").order_by("pk")
        instructions = Instruction.objects.visible_to(request.user)
        return (
            super()
            .get_queryset(request)
            .visible_to(request.user)
            .prefetch_related(Prefetch("reports", reports), Prefetch("instructions", instructions))
        )

    def has_view_permission(self, request: HttpRequest, obj: EvidenceFile | None = None) -> bool:
        return roles_of(request.user).office

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: EvidenceFile | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("佐证文件"))
    def name_shown(self, row: EvidenceFile) -> SafeString:
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.name)

    @admin.display(description=gettext_lazy("大小"), ordering="size")
    def size_shown(self, row: EvidenceFile) -> SafeString:
        return labelled(_("大小"), format_html("{}", filesizeformat(row.size)))

    @admin.display(description=EvidenceFile._meta.get_field("uploaded_by").verbose_name)
    def uploader(self, row: EvidenceFile) -> str:
        return person(row.uploaded_by) if row.uploaded_by else "—"

    @admin.display(description=gettext_lazy("上传日"), ordering="uploaded_at")
    def uploaded_day(self, row: EvidenceFile) -> SafeString:
        return labelled(_("上传日"), show_day(timezone.localdate(row.uploaded_at)))

    @admin.display(description=gettext_lazy("用在何处"))
    def used(self, row: EvidenceFile) -> SafeString:
        """The reports and instructions that it belongs to, each as a link."""
        reports = [(_report_address(report), str(report)) for report in row.reports.all()]
        papers = [
            (paper.get_absolute_url(), _("批示 %(ref)s") % {"ref": paper.ref}) for paper in row.instructions.all()
        ]
        return format_html_join(" ", '<a href="{}">{}</a>', reports + papers) or format_html("—")


def _report_address(report: ProgressReport) -> str:
    return reverse("admin:recommendations_progressreport_change", args=[report.pk])
