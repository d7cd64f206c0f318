"""The evidence's lists."""

from django.db.models import Prefetch

from config.api.views import ListViewSet, RecordViewSet
from indicators.filtersets import AreaFilter, IndicatorFilter, ObservationFilter, SourceFilter
from indicators.models import Area, Gap, Indicator, Observation, Source

from .serializers import AreaSerializer, IndicatorSerializer, ObservationSerializer, SourceSerializer


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


class Indicators(RecordViewSet):
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

    ``shown=true`` leaves one figure for each indicator, area and period. With ``as_of`` only figures of periods that
    had ended by then are given.
    """

    queryset = Observation.objects.select_related("indicator", "area", "source")
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
