"""The desk of head and office: one report is signed, approved or returned on its page, and the next one follows."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from recommendations.choices import UNDER_WAY
from recommendations.models import ProgressReport
from recommendations.permissions import may_approve, may_return, may_sign
from recommendations.services.progress import OutdatedError, approve, send_back, sign

from .progress_list import ReportList, done

LIST = "admin:recommendations_progressreport_changelist"
CHANGE = "admin:recommendations_progressreport_change"
FILTERS = "_changelist_filters"  # Django's, in which a page carries the filters of the list that one came from
BUTTONS = {"_sign", "_approve", "_return"}
NEXT = "next"  # the value of a button that leads to the next report


class ReportDesk(ReportList):
    """How ``ProgressReportAdmin`` decides on one report."""

    def decide(self, request: HttpRequest, report: ProgressReport) -> HttpResponse | None:
        """Do what the button says, and lead on.

        Args:
            request: a POST with one of ``BUTTONS``.
            report: the report, as stored.

        Returns:
            Where one is led; None: the reason of a return is missing, and the same page asks for it.

        Raises:
            PermissionDenied: the step is not the person's.
        """
        if report.state in UNDER_WAY and request.POST.get("seen") not in {None, moment(report)}:
            return self.lead_to(request, report, _("这份报告在您打开之后又改过并重新提交，请看过新的内容再决定。"))
        following = self._following(request, report) if self._wants_next(request) else None
        try:
            self._take(request, report)
        except OutdatedError as outdated:
            return self.lead_to(request, report, str(outdated))
        except ValidationError:
            return None
        self.log_change(request, report, report.get_state_display())
        said = _("%(row)s：%(sentence)s") % {"row": report, "sentence": done(report)}
        self.message_user(request, said, messages.SUCCESS)
        if following is not None:
            return redirect(self._page(request, following))
        if self._wants_next(request):
            self.message_user(request, _("没有其他等您办理的报告了。"), messages.INFO)
        filters = _filters(request)
        return redirect(f"{reverse(LIST)}?{filters.urlencode() or urlencode({'mine': 'true'})}")

    def _take(self, request: HttpRequest, report: ProgressReport) -> None:
        if "_sign" in request.POST:
            sign(actor=request.user, report=report)
        elif "_approve" in request.POST:
            approve(actor=request.user, report=report)
        else:
            send_back(actor=request.user, report=report, reason=request.POST.get("return_reason", ""))

    def _wants_next(self, request: HttpRequest) -> bool:
        return NEXT in {request.POST.get(button) for button in BUTTONS}

    def _following(self, request: HttpRequest, report: ProgressReport) -> int | None:
        """The key of what waits for the person after this report in the list; from its end on from its start."""
        listed = copy(request)
        listed.GET = _filters(request)
        waiting = self.get_changelist_instance(listed).queryset.waiting_for(request.user).under_way()
        keys = list(waiting.values_list("pk", flat=True))
        place = keys.index(report.pk) if report.pk in keys else -1
        others = [*keys[place + 1 :], *keys[: max(place, 0)]]
        return others[0] if others else None

    def _page(self, request: HttpRequest, key: int) -> str:
        """A report's page, with the filters of the list to go back to."""
        filters = _filters(request).urlencode()
        return reverse(CHANGE, args=[key]) + (f"?{urlencode({FILTERS: filters})}" if filters else "")

    def lead_to(self, request: HttpRequest, report: ProgressReport, sentence: str) -> HttpResponse:
        """The report as it stands, with a sentence that says why nothing was done."""
        self.message_user(request, sentence, messages.WARNING)
        return redirect(self._page(request, report.pk))

    def desk_of(self, request: HttpRequest, report: ProgressReport | None) -> dict[str, Any]:
        """What the page shows to who decides on the report, and of the steps it has taken."""
        if report is None:
            return {"returns": False}
        reader = request.user
        return {
            "signs": may_sign(reader, report),
            "approves": may_approve(reader, report),
            "returns": may_return(reader, report),
            "seen": moment(report),
            "trail": report.steps.for_reading(reader),
        }


def _filters(request: HttpRequest) -> QueryDict:
    """The filters of the list that one came from; not its page, which may have gone by now."""
    filters = QueryDict(request.GET.get(FILTERS, ""), mutable=True)
    filters.pop("p", None)
    return filters


def moment(report: ProgressReport) -> str:
    """When what the page shows was handed in: what has been handed in anew since is not decided on unseen."""
    return report.submitted_at.isoformat() if report.submitted_at else ""
