"""The page of all rows, and the saving of one of them, with script and without."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from indicators.writing import number
from recommendations.choices import EDITABLE_BY_REPORTER
from recommendations.models import Department, ProgressReport
from recommendations.services.files import attach_upload
from recommendations.services.period import StaleRowError, save_row
from recommendations.services.progress import OutdatedError

from .form import RowForm
from .shown import (
    DepartmentQuestion,
    Shown,
    View,
    asked_department,
    back_to,
    by_post,
    needs_department,
    own_departments,
    read,
    shown_rows,
    texts_of,
)

FOLDER = "admin/recommendations/this_period"
STALE, REFUSED = 409, 422


def page_view(site: AdminSite) -> View:
    """All that the department has to report now."""

    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        departments = own_departments(request)
        department = asked_department(request, departments)
        return render_page(site, request, department, departments)

    return view


def render_page(
    site: AdminSite,
    request: HttpRequest,
    department: Department | None,
    departments: list[Department],
    instead: Mapping[str, Shown] = {},
    *,
    idle: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the department; None: the choice of one.

    Args:
        site: the admin's site.
        request: the request.
        department: whose page.
        departments: those that the person chooses among.
        instead: by code, a row that comes back unsaved.
        idle: what was said of rows without news, where that comes back.
        status: of the answer.
    """
    question = DepartmentQuestion({"department": department.code} if department else None)
    question.choose_among(departments)
    context = {
        **site.each_context(request),
        "title": _("本期填报"),
        "department": department,
        "question": question if len(departments) > 1 else None,
    }
    if department is not None:
        period = read(request, department)
        context |= {"period": period, "sections": shown_rows(period, instead), "idle": idle}
    return TemplateResponse(request, f"{FOLDER}/page.html", context, status=status)


def row_view(site: AdminSite) -> View:
    """Save one row, and say so: to the script as JSON, else by leading back to the row."""

    @by_post
    def view(request: HttpRequest, code: str) -> HttpResponse:
        department = needs_department(request)
        row = read(request, department, only=code).row(code)
        if row is None:
            raise Http404(_("本期没有要填报的行动 %(code)s。") % {"code": code})
        shown = Shown(row, form=RowForm(row, request.POST))
        if not row.writes:
            shown.sentence = _closed(shown)
            return _refuse(site, request, department, shown, STALE)
        try:
            report = _save(request, shown)
        except StaleRowError as stale:
            shown.stored, shown.gone, shown.sentence = stale.stored, stale.stored is None, str(stale)
            return _refuse(site, request, department, shown, STALE)
        except OutdatedError as outdated:
            shown.sentence = str(outdated)
            return _refuse(site, request, department, shown, STALE)
        if report is None:
            return _refuse(site, request, department, shown, REFUSED)
        if _by_script(request):
            fresh = read(request, department, only=code).row(code)
            return JsonResponse(_saved(request, Shown(fresh), report))
        messages.success(request, _("%(code)s：已保存，还没有提交。") % {"code": code})
        return back_to(department, code)

    return view


def _save(request: HttpRequest, shown: Shown) -> ProgressReport | None:
    """Store the row with its files, all or nothing; None: a field does not hold, and says so."""
    form = shown.form
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            report = save_row(
                actor=request.user,
                action=shown.row.action,
                period=shown.row.period,
                texts=form.texts,
                ref=form.cleaned_data["ref"],
                seen=form.cleaned_data["seen"],
            )
            _prove(request, report)
    except ValidationError as fault:
        form.refuse(fault)
        return None
    return report


def _prove(request: HttpRequest, report: ProgressReport) -> None:
    """Attach the uploaded files.

    Raises:
        ValidationError: one is refused, and the whole row with it; the sentence is about the field of the files.
    """
    try:
        for upload in request.FILES.getlist("files"):
            attach_upload(actor=request.user, report=report, upload=upload)
    except ValidationError as fault:
        raise ValidationError({"files": fault.messages}) from None
    except PermissionDenied as refusal:
        raise ValidationError({"files": str(refusal)}) from None


def _closed(shown: Shown) -> str:
    if shown.row.standing in EDITABLE_BY_REPORTER or shown.row.standing == "empty":
        return _("这项行动现在不由您的部门填报，刚才的内容没有保存。")
    return _("这一行现在是“%(standing)s”，不能再改；刚才的内容没有保存。") % {"standing": shown.standing}


def _refuse(site: AdminSite, request: HttpRequest, department: Department, shown: Shown, status: int) -> HttpResponse:
    """Say why the row is not saved; what was typed comes back."""
    if _by_script(request):
        faults = {name: list(errors) for name, errors in shown.form.errors.items()} if shown.row.writes else {}
        answer = {
            "saved": False,
            "sentence": shown.sentence or _("未保存"),
            "faults": faults,
            "stored": [{"label": label, "text": text} for label, text in texts_of(shown.stored)],
        }
        if shown.stored or shown.gone:
            answer["version"] = shown.seen
        # A field that is not filled yet is no failure of the request, which the browser would note as one.
        return JsonResponse(answer, status=status if status == STALE else 200)
    return render_page(
        site, request, department, own_departments(request), {shown.row.action.code: shown}, status=status
    )


def _saved(request: HttpRequest, shown: Shown, report: ProgressReport) -> dict[str, object]:
    at = timezone.localtime()
    return {
        "saved": True,
        "version": report.version,
        "percent": number(report.percent),
        "state": shown.row.standing,
        "standing": shown.standing,
        "sentence": _("已保存 %(time)s") % {"time": f"{at:%H:%M}"},
        "evidence": render_to_string(f"{FOLDER}/_evidence.html", {"shown": shown, "row": shown.row}, request),
    }


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
