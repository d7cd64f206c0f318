"""The page of a report's evidence: its files, several uploaded at once, taken off while the report is written."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.writing import enumerated
from recommendations.choices import FileKind, Openness
from recommendations.files.names import ENDINGS
from recommendations.models import EvidenceFile, ProgressReport
from recommendations.permissions import may_edit
from recommendations.services.files import attach, attach_upload, detach
from recommendations.services.progress import OutdatedError

from .own import own_reports

PAGE = "admin:recommendations_progressreport_evidence"
ACCEPTED = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
LATELY = 20  # files of the department that are offered to be used once more


class UploadForm(forms.Form):
    """Who may read the files that go with it; the files themselves are read by the service."""

    openness = forms.ChoiceField(
        label=gettext_lazy("公开属性"), choices=Openness.choices, initial=Openness.INTERNAL, required=False
    )

    def clean_openness(self) -> str:
        return self.cleaned_data["openness"] or Openness.INTERNAL


def evidence_view(site: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page, or one of its three forms: uploads, a file used once more, a file taken off.

    Raises:
        Http404: no such report, or it is not the person's to meet in the admin.
    """
    found = own_reports(request.user).select_related("action__measure__path", "action__lead_department", "department")
    report = found.filter(pk=object_id).first() if object_id.isdecimal() and len(object_id) < 19 else None
    if report is None:
        raise Http404
    if request.method == "POST":
        _change(request, report)
        return redirect(PAGE, report.pk)
    files = EvidenceFile.objects.visible_to(request.user)
    writes = may_edit(request.user, report)
    department = report.department or report.action.lead_department
    context = {
        **site.each_context(request),
        "title": _("佐证文件"),
        "opts": ProgressReport._meta,
        "report": report,
        "about": report.action,
        "files": files.filter(reports=report).order_by("uploaded_at", "pk"),
        "writes": writes,
        "form": UploadForm(),
        "accepted": ACCEPTED,
        "kinds": enumerated(FileKind.labels),
        "others": files.filter(department=department).exclude(reports=report)[:LATELY] if writes else (),
    }
    return TemplateResponse(request, "admin/recommendations/progressreport/evidence.html", context)


def _change(request: HttpRequest, report: ProgressReport) -> None:
    """Each file is taken or refused by itself; a sentence says what became of it."""
    try:
        if "remove" in request.POST:
            file = _named(request, "remove")
            detach(actor=request.user, report=report, file=file)
            messages.success(request, _("已移除“%(name)s”。") % {"name": file.name})
        elif "use" in request.POST:
            file = _named(request, "use")
            attach(actor=request.user, report=report, file=file)
            messages.success(request, _("已添加“%(name)s”。") % {"name": file.name})
        else:
            _upload(request, report)
    except (OutdatedError, PermissionDenied) as refusal:
        messages.warning(request, str(refusal))


def _upload(request: HttpRequest, report: ProgressReport) -> None:
    form = UploadForm(request.POST)
    uploads = request.FILES.getlist("files")
    if not uploads:
        messages.warning(request, _("请先选择文件。"))
    elif not form.is_valid():
        messages.warning(request, _("公开属性无法识别，没有上传。"))
    else:
        for upload in uploads:
            try:
                proof = attach_upload(
                    actor=request.user, report=report, upload=upload, openness=form.cleaned_data["openness"]
                )
            except ValidationError as refusal:
                messages.warning(request, " ".join(refusal.messages))
            else:
                messages.success(request, _("已添加“%(name)s”。") % {"name": proof.file.name})


def _named(request: HttpRequest, field: str) -> EvidenceFile:
    """The file that a button names by its reference.

    Raises:
        OutdatedError: there is none that the person may see.
    """
    file = EvidenceFile.objects.visible_to(request.user).filter(ref=request.POST[field]).first()
    if file is None:
        raise OutdatedError(_("这个文件刚才已被移除。"))
    return file
