"""汇总表: the department's rows on A4 paper, to be signed; one scan of it proves them all."""

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from recommendations.queries.sheet import read_sheet
from recommendations.services.period import prove_all

from .page import FOLDER, render_page
from .shown import View, address, asked_department, by_post, needs_department, own_departments, read

SHEET = "admin:this-period-sheet"


class ScanForm(forms.Form):
    """The signed sheet, scanned."""

    scan = forms.FileField(
        label=gettext_lazy("签字后的扫描件"), error_messages={"required": gettext_lazy("请选择扫描件。")}
    )


def sheet_view(site: AdminSite) -> View:
    """The sheet as it prints."""

    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        departments = own_departments(request)
        department = asked_department(request, departments)
        if department is None:
            return render_page(site, request, None, departments)
        period = read(request, department, beside=False)
        context = {
            **site.each_context(request),
            "title": _("汇总表"),
            "department": department,
            "period": period,
            "lines": read_sheet(period),
            "form": ScanForm(),
            "provable": [row for row in period.rows if row.provable],
        }
        return TemplateResponse(request, f"{FOLDER}/sheet.html", context)

    return view


@by_post
def scan_view(request: HttpRequest) -> HttpResponse:
    """Keep the scan once, as evidence of every row of the sheet that is not decided yet."""
    department = needs_department(request)
    form = ScanForm(request.POST, request.FILES)
    back = redirect(address(SHEET, department))
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["scan"]))
        return back
    period = read(request, department, beside=False)
    reports = [row.report for row in period.rows if row.provable]
    try:
        results = prove_all(
            actor=request.user, department=department, upload=form.cleaned_data["scan"], reports=reports
        )
    except (PermissionDenied, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        return back
    proved = [result.action.code for result in results if result.done]
    if proved:
        sentence = ngettext(
            "扫描件已作为%(n)d项的佐证：%(codes)s。", "扫描件已作为%(n)d项的佐证：%(codes)s。", len(proved)
        )
        messages.success(request, sentence % {"n": len(proved), "codes": _("、").join(proved)})
    for result in results:
        if not result.done:
            messages.warning(
                request, _("%(code)s：%(reason)s") % {"code": result.action.code, "reason": result.sentence}
            )
    return back
