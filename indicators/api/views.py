"""The evidence's lists."""

from django.db.models import Prefetch
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.views import ListViewSet, RecordViewSet
from indicators.filtersets import AreaFilter, IndicatorFilter, ObservationFilter, RevisionFilter, SourceFilter
from indicators.models import Area, Gap, Indicator, Observation, Revision, Source

from .analysis import Analysed
from .downloads import DOWNLOADS, Download
from .serializers import (
    AreaSerializer,
    IndicatorSerializer,
    ObservationSerializer,
    RevisionSerializer,
    SourceSerializer,
)


class Areas(RecordViewSet):
    """The city of the study, its peers, and the benchmarks."""

    queryset = Area.objects.all()
    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    search_fields = ["code", "name", "name_en", "province", "province_en"]


class Sources(RecordViewSet):
    """Publications that figures come from."""

    queryset = Source.objects.all()
    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    search_fields = ["code", "title", "title_en", "author", "publication"]


class Revisions(RecordViewSet):
    """Notices with which sources corrected their figures: a census, preliminary figures made final, an erratum."""

    queryset = Revision.objects.select_related("source")
    serializer_class = RevisionSerializer
    filterset_class = RevisionFilter
    search_fields = ["code", "title", "title_en", "text", "text_en"]
    ordering_fields = {"code": ["position", "code"], "announced": ["announced"]}


class Indicators(Analysed, RecordViewSet):
    """Quantities, each with one definition and one unit, and the tables of them that no figure could be read from."""

    queryset = Indicator.objects.select_related("theme").prefetch_related(
        Prefetch("gaps", Gap.objects.select_related("source"))
    )
    serializer_class = IndicatorSerializer
    filterset_class = IndicatorFilter
    search_fields = ["code", "name", "name_en", "definition", "definition_en"]
    ordering = ["theme__position", "position", "code"]
    ordering_fields = {"code": ordering}


class Observations(ListViewSet):
    """Figures, one for each place where one is printed, each place at its newest vintage known on ``known_on``.

    ``shown=true`` leaves one figure for each indicator, area and period; ``every_vintage=true`` gives the versions that
    were corrected too, each with its ``vintage`` and the ``revision`` that made it. With ``as_of`` only figures of
    periods that had ended by then are given. As CSV, XLSX or SDMX-CSV all of them are given at once, which can be
    imported again; SDMX's structure is at ``sdmx/structure/``.
    """

    queryset = Observation.objects.select_related("indicator", "area", "source", "revision")
    renderer_classes = [JSONRenderer, *DOWNLOADS]
    serializer_class = ObservationSerializer
    filterset_class = ObservationFilter
    search_fields = ["indicator__code", "indicator__name", "indicator__name_en", "area__name", "locator", "note"]
    ordering = [
        "indicator__position",
        "indicator__code",
        "area__position",
        "area__code",
        "-period_end",
        "period_start",
        "source__priority",
        "pk",
    ]
    ordering_fields = {
        "indicator": ["indicator__position", "indicator__code"],
        "area": ["area__position", "area__code"],
        "period": ["period_end", "period_start"],
        "value": ["value"],
        "vintage": ["vintage"],
    }

    def get_renderers(self) -> list[BaseRenderer]:
        """Files hold figures: whatever else is answered is JSON."""
        return super().get_renderers() if self.action == "list" else [JSONRenderer()]

    @extend_schema(
        responses={
            (200, "application/json"): ObservationSerializer(many=True),
            **{(200, download.media_type): OpenApiTypes.BINARY for download in DOWNLOADS},
        }
    )
    def list(self, request: Request) -> Response | StreamingHttpResponse:
        renderer = request.accepted_renderer
        if not isinstance(renderer, Download):
            return super().list(request)
        return renderer.answer(request, self.filter_queryset(self.get_queryset()), self.filterset_class)
