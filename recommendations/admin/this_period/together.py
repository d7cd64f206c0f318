"""What is done for many rows at once, each by itself: hand in, sign, say that there is no news."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from recommendations.models import ProgressReport
from recommendations.queries.this_period import Row
from recommendations.services.period import Result, goes_to_head, no_news_for_all, sign_all, submit_all

from .page import FOLDER, render_page
from .shown import Shown, View, back_to, by_post, needs_department, own_departments, read


def submit_view(site: AdminSite) -> View:
    """Ask what is handed in to whom; then hand in what was chosen, as it was shown."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        department = needs_department(request)
        period = read(request, department)
        if request.method == "POST":
            results = submit_all(actor=request.user, reports=_chosen(request, period.to_submit))
            _tell(request, results, lambda n: ngettext("已提交%(n)d项。", "已提交%(n)d项。", n))
            return back_to(department)
        context = {
            **site.each_context(request),
            "title": _("提交全部"),
            "department": department,
            "rows": [Shown(row) for row in period.to_submit],
            "left": [Shown(row) for row in period.empty],
            "to_head": goes_to_head(request.user, department),
        }
        return TemplateResponse(request, f"{FOLDER}/submit.html", context)

    return view


@by_post
def sign_view(request: HttpRequest) -> HttpResponse:
    """Sign what was chosen, as it was shown."""
    department = needs_department(request)
    period = read(request, department)
    results = sign_all(actor=request.user, reports=_chosen(request, period.to_sign))
    _tell(request, results, lambda n: ngettext("已签批%(n)d项。", "已签批%(n)d项。", n))
    return back_to(department)


def no_news_view(site: AdminSite) -> View:
    """Note "no news" for the chosen empty rows, with one reason."""

    @by_post
    def view(request: HttpRequest) -> HttpResponse:
        department = needs_department(request)
        period = read(request, department)
        codes = set(request.POST.getlist("row"))
        rows = [(row.action, row.period) for row in period.empty if row.action.code in codes]
        reason = request.POST.get("reason", "")
        try:
            results = no_news_for_all(actor=request.user, rows=rows, reason=reason)
        except ValidationError as fault:
            idle = {"reason": reason, "codes": codes, "sentence": " ".join(fault.messages)}
            return render_page(site, request, department, own_departments(request), idle=idle, status=422)
        _tell(request, results, lambda n: ngettext("已记%(n)d项为本期无进展。", "已记%(n)d项为本期无进展。", n))
        return back_to(department)

    return view


def _chosen(request: HttpRequest, rows: Iterable[Row]) -> list[ProgressReport]:
    """The reports that were ticked (``Row.mark``), as they were shown: what was saved since the service refuses."""
    sent = dict(text.rpartition(":")[::2] for text in request.POST.getlist("report"))
    chosen = [row.report for row in rows if row.report.ref in sent]
    for report in chosen:
        seen = sent[report.ref]
        report.version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return chosen


def _tell(request: HttpRequest, results: list[Result], done: Callable[[int], str]) -> None:
    """One sentence for all that was done, one for each that was not."""
    if not results:
        messages.warning(request, _("没有勾选可以办理的行；可能刚才已由他人办理。"))
    count = sum(result.done for result in results)
    if count:
        messages.success(request, done(count) % {"n": count})
    for result in results:
        if not result.done:
            sentence = _("%(code)s：%(reason)s") % {"code": result.action.code, "reason": result.sentence}
            messages.warning(request, sentence)
