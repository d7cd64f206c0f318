"""The list of indicators, and the page of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.filtersets import IndicatorFilter
from indicators.models import Area, Indicator
from indicators.pages import ListPage, RecordPage
from indicators.parameters import BadParameter
from indicators.queries import (
    Standing,
    benchmarks,
    period_to_compare,
    periods_to_compare,
    ranking,
    shown_figures,
    standings,
)


@dataclass(frozen=True)
class Row:
    """An indicator in the list, and how the focus city stands on it (None: it cannot be compared)."""

    indicator: Indicator
    standing: Standing | None


class IndicatorList(ListPage):
    queryset = (
        Indicator.objects.select_related("theme")
        .prefetch_related("gaps")
        .order_by("theme__position", "position", "code")
    )
    filterset_class = IndicatorFilter
    template_name = "indicators/indicator_list.html"
    extra_context = {"nav": "indicator-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        indicators = list(context["records"])
        focus = Area.objects.filter(kind="focus").first()
        found = standings(focus, indicators, self.asof) if focus else []
        by_indicator = {standing.indicator.pk: standing for standing in found}
        context["rows"] = [Row(indicator, by_indicator.get(indicator.pk)) for indicator in indicators]
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
    parameters = frozenset({"period"})
    users: Callable[[Indicator, AsOf], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = self.object
        figures = shown_figures([indicator], self.asof)[indicator.pk]
        periods = periods_to_compare(figures)
        period = self._chosen(periods) or period_to_compare(figures)
        compared = ranking(indicator, figures, period)
        observations = indicator.observations.known_on(self.asof.known_on).with_shown(self.asof.known_on)
        return super().get_context_data(
            **kwargs,
            figures=figures,
            period=period,
            periods=periods,
            ranking=compared,
            focus_row=next((row for row in compared.rows if row.observation.area.kind == "focus"), None),
            benchmarks=benchmarks(figures, period),
            observations=observations.for_reading(),
            sources={figure.source for figure in figures},
            sample=any(figure.sample for figure in figures),
            users=self.users(indicator, self.asof) if self.users else (),
        )

    def _chosen(self, periods: list[str]) -> str | None:
        """The period that the address asks to compare.

        Raises:
            BadParameter: no two cities have a figure of it.
        """
        period = self.request.GET.get("period")
        if period and period not in periods:
            raise BadParameter("period", _("时期“%(period)s”没有可比较的数。") % {"period": period})
        return period
