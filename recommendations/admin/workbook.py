"""Progress from a workbook: download it, fill it in, upload it, look at what it would do, store it as a whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators.asof import AsOf
from indicators.importing.sheet import UnreadableFileError
from recommendations.services.progress import OutdatedError
from recommendations.services.workbook import NotStorableError, foresee, store
from recommendations.workbook.write import workbook_of

from .workbook_forms import KeptForm, UploadForm, departments_of, kept

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
START = "admin:recommendations_progressreport_workbook"


class TakesWorkbooks:
    """A mixin of the reports' admin: three addresses under its list, for who reports for a department."""

    def get_urls(self) -> list[URLPattern]:
        def named(address: str, view: Any, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"recommendations_progressreport_{name}")

        return [
            named("workbook/", self.workbook_view, "workbook"),
            named("workbook/store/", require_POST(self.store_workbook_view), "workbook_store"),
            named("workbook/<str:code>/", self.download_workbook_view, "workbook_download"),
            *super().get_urls(),
        ]

    def workbook_view(self, request: HttpRequest) -> HttpResponse:
        """Where one downloads and uploads; an upload that can be read shows what it would do."""
        departments = departments_of(request.user)
        if not departments.exists():
            raise PermissionDenied(_("只有填报人和研究室可以用工作簿填报。"))
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, user=request.user, initial={"department": departments.first()})
        if form.is_valid():
            department = form.cleaned_data["department"]
            try:
                packed = kept(form.lines, request.user)
            except UnreadableFileError as refusal:
                form.add_error("file", str(refusal))
            else:
                preview = foresee(actor=request.user, department=department, lines=form.lines)
                held = {"department": department.code, "kept": packed, "seen": preview.fingerprint}
                confirm = KeptForm(initial=held, user=request.user)
                return self._workbook_page(request, "preview", _("预览"), preview=preview, form=confirm)
        return self._workbook_page(request, "start", _("用工作簿填报"), form=form, departments=departments)

    def download_workbook_view(self, request: HttpRequest, code: str) -> HttpResponse:
        department = get_object_or_404(departments_of(request.user), code=code)
        asof = AsOf.now()
        headers = {"Content-Disposition": f'attachment; filename="report-{department.code}-{asof.as_of}.xlsx"'}
        return HttpResponse(workbook_of(department, asof), content_type=XLSX, headers=headers)

    def store_workbook_view(self, request: HttpRequest) -> HttpResponse:
        form = KeptForm(request.POST, user=request.user)
        if not form.is_valid():
            self.message_user(request, _("预览已过期，请重新上传工作簿。"), messages.WARNING)
            return redirect(START)
        sent = form.cleaned_data
        try:
            reports = store(
                actor=request.user,
                department=sent["department"],
                lines=sent["kept"],
                seen=sent["seen"],
                hand_in=sent["hand_in"],
            )
        except (OutdatedError, NotStorableError) as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return redirect(START)
        done = len(reports)
        if sent["hand_in"]:
            said = ngettext("已提交 %(n)d 份报告。", "已提交 %(n)d 份报告。", done)
        else:
            said = ngettext("已存 %(n)d 份草稿，还没有提交。", "已存 %(n)d 份草稿，还没有提交。", done)
        self.message_user(request, said % {"n": done}, messages.SUCCESS)
        return redirect("admin:recommendations_progressreport_changelist")

    def _workbook_page(self, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
        about = {"opts": self.opts, "media": self.media, "title": title, **self.admin_site.each_context(request)}
        return TemplateResponse(request, f"admin/recommendations/workbook/{name}.html", about | context)
