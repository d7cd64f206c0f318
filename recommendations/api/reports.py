"""Progress reports: read by everyone as far as they may see them, written and moved on by role through the services."""

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, UnsupportedMediaType
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request, is_form_media_type
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from config.api.formats import FORMAT
from config.api.views import RecordViewSet
from config.filters import check_names
from recommendations.exports.reports import COLUMNS
from recommendations.filtersets import ReportFilter
from recommendations.models import ProgressReport, ReportStep
from recommendations.queries.evidence_files import files_shown_to
from recommendations.services import progress

from .report_downloads import REPORT_DOWNLOADS, refuse_pages
from .report_serializers import (
    NewReportSerializer,
    NothingSerializer,
    ProgressReportDetailSerializer,
    ProgressReportSerializer,
    ReportTextSerializer,
    ReturnSerializer,
    SeenSerializer,
)
from .views import Actions

DETAIL = {200: ProgressReportDetailSerializer}


class ProgressReports(RecordViewSet):
    """Reports that the reader may see: without a role only those that are approved and public.

    ``as_of``: reports as of that day or before. ``known_on``: only those approved by then. Corrected reports stay in
    the list; what corrects one names it in ``corrects``.
    """

    queryset = ProgressReport.objects.select_related("action", "department")
    serializer_class = ProgressReportSerializer
    filterset_class = ReportFilter
    search_fields = ["ref", "action__code", "action__title", "progress", "problems", "next_steps"]
    lookup_field = "ref"
    lookup_value_regex = "[0-9A-Za-z-]+"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    ordering = ["-as_of", "-pk"]
    ordering_fields = {
        "as_of": ["as_of"],
        "approved_at": ["approved_at"],
        "percent": ["percent"],
        "action": [f"action__{column}" for column in Actions.ordering],
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Writing needs a person, and takes no date: what is written is written today."""
        super().initial(request, *args, **kwargs)
        if request.method not in SAFE_METHODS:
            if not request.user.is_authenticated:
                raise NotAuthenticated
            if is_form_media_type(request.content_type):
                raise UnsupportedMediaType(request.content_type)
            check_names(request.query_params, {FORMAT})

    def get_queryset(self) -> QuerySet[ProgressReport]:
        visible = super().get_queryset().visible_to(self.request.user)
        corrected = visible.filter(pk=OuterRef("corrects")).order_by().values("ref")
        found = visible.on_record(self.asof).annotate(corrects_ref=Subquery(corrected[:1]))
        found = found.prefetch_related(files_shown_to(self.request.user))
        steps = ReportStep.objects.known(self.asof).for_reading(self.request.user)
        return found.prefetch_related(Prefetch("steps", steps)) if self.detail else found

    @extend_schema(responses=DETAIL)
    def retrieve(self, request: Request, ref: str) -> Response:
        """One report with its steps, as far as they had been taken by ``known_on``."""
        return Response(self._shown(self.get_object()))

    @extend_schema(filters=True, responses={(200, kind.media_type): OpenApiTypes.STR for kind in REPORT_DOWNLOADS})
    @action(detail=False, renderer_classes=REPORT_DOWNLOADS)
    def export(self, request: Request) -> StreamingHttpResponse:
        refuse_pages(request)
        found = self.filter_queryset(self.get_queryset()).prefetch_related(None)
        return request.accepted_renderer.answer(request, found)

    export.__doc__ = f"""All reports that the reader may see and the filters leave, as one file, streamed.

    ``format`` is ``csv`` (the default: UTF-8 with a byte order mark, texts guarded against formulas) or ``jsonl`` (one
    object a line). The columns are {", ".join(f"``{name}``" for name in COLUMNS)}, each as in the list.
    """

    # --- writing ----------------------------------------------------------------------------------------------------

    @extend_schema(
        request=NewReportSerializer,
        responses={201: ProgressReportDetailSerializer, 200: ProgressReportDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        """Draft a report on an action that one's department leads; the office on any.

        With a ``ref`` of one's own it is safe to send it twice: the second time answers 200 with the report as it is
        stored by now, and writes nothing. Without one each request makes a report.
        """
        report = ProgressReport(**self._read(NewReportSerializer).validated_data)
        stored = progress.log_report(actor=request.user, report=report)
        return self._answer(stored, status=201 if stored is report else 200)

    @extend_schema(request=ReportTextSerializer, responses=DETAIL)
    def partial_update(self, request: Request, ref: str) -> Response:
        """Change the text of a draft or of a report that was returned; what is not sent stays."""
        report = self.get_object()
        said = self._read(ReportTextSerializer, partial=True).validated_data
        return self._answer(progress.revise(actor=request.user, report=report, **said))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, ref: str) -> Response:
        """Throw away a draft of one's own; what was handed in stays."""
        self._read(NothingSerializer)
        progress.discard(actor=request.user, report=self.get_object())
        return Response(status=204)

    @extend_schema(request=NothingSerializer, responses=DETAIL)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, ref: str) -> Response:
        """Hand in a draft or a returned report: to the department's head where one signs, else to the office."""
        self._read(NothingSerializer)
        return self._answer(progress.submit(actor=request.user, report=self.get_object()))

    @extend_schema(request=SeenSerializer, responses=DETAIL)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, ref: str) -> Response:
        """Sign a report off as the department's head, so that the office sees to it."""
        return self._decide(SeenSerializer, progress.sign)

    @extend_schema(request=SeenSerializer, responses=DETAIL)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, ref: str) -> Response:
        """Approve a report as the office: from then on it counts, and is never changed."""
        return self._decide(SeenSerializer, progress.approve)

    @extend_schema(request=ReturnSerializer, responses=DETAIL, operation_id="progress_reports_return_create")
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request: Request, ref: str) -> Response:
        """Return a report with a reason: its department's head before signing, or the office."""
        return self._decide(ReturnSerializer, progress.send_back)

    def _decide(self, form: type[SeenSerializer], step: Callable[..., ProgressReport]) -> Response:
        said = self._read(form).validated_data
        report = self.get_object()
        seen, steps = said.pop("seen", None), report.steps.all()
        if seen is not None and (not steps or steps[len(steps) - 1].at != seen):
            raise progress.OutdatedError(_("这份报告在您读取之后又走了一步，请重新读取再决定。"))
        return self._answer(step(actor=self.request.user, report=report, **said))

    def _read(self, form: type[Serializer], **options: Any) -> Serializer:
        """What was sent, checked field by field."""
        said = form(data=self.request.data, context=self.get_serializer_context(), **options)
        said.is_valid(raise_exception=True)
        return said

    def _answer(self, report: ProgressReport, status: int = 200) -> Response:
        """The report as it is stored by now."""
        self.detail = True
        return Response(self._shown(self.get_queryset().get(pk=report.pk)), status=status)

    def _shown(self, report: ProgressReport) -> dict[str, Any]:
        return ProgressReportDetailSerializer(report, context=self.get_serializer_context()).data
