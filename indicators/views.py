"""Pages of the evidence: indicators and areas."""

from collections.abc import Callable, Iterable
from typing import Any

from .asof import AsOf
from .filtersets import IndicatorFilter
from .models import Area, Indicator, Observation
from .pages import ListPage, RecordPage
from .queries import period_to_compare, periods_to_compare, ranking, shown_figures, standings


class IndicatorList(ListPage):
    queryset = Indicator.objects.select_related("theme").order_by("theme__position", "position", "code")
    filterset_class = IndicatorFilter
    template_name = "indicators/indicator_list.html"
    extra_context = {"nav": "indicator-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        indicators = list(context["records"])
        focus = Area.objects.filter(kind="focus").first()
        found = standings(focus, indicators, self.asof) if focus else []
        by_indicator = {standing.indicator.pk: standing for standing in found}
        context["rows"] = [(indicator, by_indicator.get(indicator.pk)) for indicator in indicators]
        context["focus"] = focus
        return context


class IndicatorPage(RecordPage):
    """An indicator: comparison, course, all observations, definition, and who uses it.

    Args:
        users: given by ``config/urls.py``: the records that rest on an indicator, as of a date.
    """

    queryset = Indicator.objects.select_related("theme").prefetch_related("gaps")
    template_name = "indicators/indicator.html"
    extra_context = {"nav": "indicator-list"}
    users: Callable[[Indicator, AsOf], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = self.object
        figures = shown_figures([indicator], self.asof)[indicator.pk]
        period = period_to_compare(figures)
        observations = indicator.observations.known_on(self.asof.known_on).with_shown(self.asof.known_on)
        return super().get_context_data(
            **kwargs,
            figures=figures,
            period=period,
            periods=periods_to_compare(figures),
            ranking=ranking(indicator, figures, period),
            observations=observations.for_reading(),
            sources={figure.source for figure in figures},
            users=self.users(indicator, self.asof) if self.users else (),
        )


class AreaList(ListPage):
    queryset = Area.objects.all()
    template_name = "indicators/area_list.html"
    extra_context = {"nav": "area-list"}


class AreaPage(RecordPage):
    """A city: how it stands on every indicator, and all that is known of it."""

    queryset = Area.objects.all()
    template_name = "indicators/area.html"
    extra_context = {"nav": "area-list"}
    practices: Callable[[Area], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = self.object
        indicators = Indicator.objects.filter(observations__area=area).select_related("theme").distinct()
        observations = Observation.objects.filter(area=area).shown(self.asof.known_on)
        return super().get_context_data(
            **kwargs,
            standings=standings(area, indicators, self.asof),
            observations=observations.for_reading().select_related("indicator__theme", "area", "source"),
            practices=self.practices(area) if self.practices else (),
        )
