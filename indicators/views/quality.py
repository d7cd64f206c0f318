"""What does not fit in the figures, and the office's word on it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from indicators.asof import AsOf
from indicators.models import Acknowledgement
from indicators.pages import ListPage
from indicators.parameters import BadParameter
from indicators.queries.claims import claim_counts
from indicators.queries.quality import Found, narrowed, quality_report
from indicators.questions import QualityQuestion
from indicators.services import findings

MayEdit = Callable[[HttpRequest, type[Model]], bool]


def nobody(request: HttpRequest, model: type[Model]) -> bool:
    return False


class QualityPage(ListPage):
    """Everything that the quality report found, the gravest first.

    Args:
        may_edit: given by ``config/urls.py``: whether the person may acknowledge findings.
    """

    question = QualityQuestion
    template_name = "indicators/quality.html"
    paginate_by = 100
    extra_context = {"nav": "quality"}
    may_edit: MayEdit = staticmethod(nobody)

    def get_queryset(self) -> list[Found]:
        self.form = QualityQuestion(self.request.GET)
        asked = self.form.answers()
        self.report = quality_report(self.asof)
        return narrowed(self.report.rows, asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "filterset": self,  # of which the template of filters reads the form
            "report": self.report,
            "claims": claim_counts(self.asof),
            "may_acknowledge": not self.asof.is_past and self.may_edit(self.request, Acknowledgement),
        }


class Deciding(View):
    """A form below a finding of the page; leads back to where it was sent from.

    Args:
        may_edit: as above.
    """

    http_method_names = ["post"]
    may_edit: MayEdit = staticmethod(nobody)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_edit(request, Acknowledgement):
            raise PermissionDenied
        self.decide(request, request.POST.get("finding", ""))
        query = QueryDict(request.POST.get("query", "")).urlencode()
        return redirect(f"{reverse('quality')}?{query}" if query else "quality")

    def decide(self, request: HttpRequest, key: str) -> None:
        raise NotImplementedError


class Acknowledge(Deciding):
    """Says why a finding stands."""

    def decide(self, request: HttpRequest, key: str) -> None:
        """Look the finding up in the report of now, which must rest on the figures that the person has seen.

        Raises:
            BadParameter: there is no such finding any more, its figures have changed, or no reason was given.
        """
        rows = quality_report(AsOf.now()).rows
        finding = next((row.finding for row in rows if row.finding.key == key), None)
        if finding is None:
            raise BadParameter("finding", _("质量报告里没有这一条（%(key)s）了。") % {"key": key})
        if finding.digest != request.POST.get("figures"):
            raise BadParameter("figures", _("这一条所据的数已经变了，请回到质量报告重新看过再确认。"))
        try:
            findings.acknowledge(actor=request.user, finding=finding, reason=request.POST.get("reason", ""))
        except ValidationError as fault:
            raise BadParameter("reason", " ".join(fault.messages)) from None


class Withdraw(Deciding):
    """Opens a finding again."""

    def decide(self, request: HttpRequest, key: str) -> None:
        findings.withdraw(actor=request.user, acknowledgement=get_object_or_404(Acknowledgement, finding=key))
