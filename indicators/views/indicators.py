"""The list of indicators, and the page of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.filters import CodesField
from indicators.analysis import Ranking
from indicators.analysis.by_period import by_period
from indicators.analysis.excerpt import excerpt
from indicators.asof import AsOf
from indicators.choices import AreaKind
from indicators.filtersets import IndicatorFilter
from indicators.models import Area, Indicator, Observation, Source
from indicators.pages import ListPage, RecordPage, asked_page
from indicators.parameters import BadParameter
from indicators.queries import (
    Standing,
    areas_ranked,
    claims_of,
    corrections,
    implied_figures,
    over_the_years,
    periods_to_compare,
    shown_figures,
    sources_beside,
    standings,
)
from indicators.questions import RankingQuestion

# Lines that a reader can tell apart, and how many are drawn where none were chosen.
MOST_AREAS, DRAWN_FOR_YOU, BENCHMARKS_FOR_YOU = 12, 8, 2
MOST_PERIODS, ROWS = 40, 100
RECENT_PERIODS = 8


@dataclass(frozen=True)
class Row:
    """An indicator in the list, and how the focus city stands on it (None: it cannot be compared)."""

    indicator: Indicator
    standing: Standing | None


class IndicatorList(ListPage):
    queryset = Indicator.objects.by_theme().prefetch_related("gaps")
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


class IndicatorQuestion(RankingQuestion):
    """How the areas compare, and whose course is drawn."""

    area = CodesField(Area.objects.all(), most=MOST_AREAS, label=gettext_lazy("地区"))


class IndicatorPage(RecordPage):
    """An indicator: ranking, course, table, other sources, doubts, all observations, definition, and who uses it.

    Of its figures only those are read that are shown: the chosen areas', and all areas' of the period compared.

    Args:
        users: given by ``config/urls.py``: the records that rest on an indicator, as of a date.
    """

    queryset = Indicator.objects.select_related("theme").prefetch_related("gaps")
    template_name = "indicators/indicator.html"
    extra_context = {"nav": "indicator-list"}
    question = IndicatorQuestion
    users: Callable[[Indicator, AsOf], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = IndicatorQuestion(self.request.GET).answers()
        indicator, known_on = self.object, self.asof.known_on
        areas = list(Area.objects.recorded_for(indicator, known_on))
        chosen = list(asked["area"]) or _for_you(areas)
        figures = shown_figures([indicator], self.asof, chosen)[indicator.pk]
        several = sources_beside(figures, known_on)
        return super().get_context_data(
            **kwargs,
            question=IndicatorQuestion,
            asked=asked,
            areas=areas,
            chosen=chosen,
            figures=figures,
            table=by_period(figures, chosen, MOST_PERIODS),
            span=over_the_years(indicator, figures, chosen),
            sample=any(figure.sample for figure in figures),
            beside=[(one.shown, other) for one in several for other in one.others if not other.agrees],
            agreeing=sum(other.agrees for one in several for other in one.others),
            corrections=corrections([indicator], known_on, chosen),
            # Of an indicator that nobody printed, too: its figures may follow from others.
            implied=implied_figures(self.asof, [indicator], chosen or Area.objects.ranked()[:DRAWN_FOR_YOU]),
            claims=claims_of(indicator, self.asof),
            sources=self._sources(),
            related=indicator.theme.indicators.exclude(pk=indicator.pk),
            users=self.users(indicator, self.asof) if self.users else (),
            **self._compared(asked, chosen),
            **self._observations(),
        )

    def _compared(self, asked: dict[str, Any], chosen: list[Area]) -> dict[str, Any]:
        """The ranking of all areas at one period, cut down to what a page can show, and the periods there are.

        Raises:
            BadParameter: no two cities have a figure of the period asked for.
        """
        indicator = self.object
        periods = periods_to_compare(indicator, self.asof)
        if asked["period"] and asked["period"] not in periods:
            raise BadParameter("period", _("时期“%(period)s”没有可比较的数。") % asked)
        found = areas_ranked(
            indicator,
            self.asof,
            asked["period"],
            with_implied=bool(asked["implied"]),
            with_other_definitions=bool(asked["with_other_definitions"]),
        )
        return {
            "period": found.period,
            "periods": periods,
            "recent_periods": periods[:RECENT_PERIODS],
            "ranking": found.ranking,
            "excerpt": excerpt(found.ranking, {area.code for area in chosen}),
            "benchmarks": found.benchmarks,
            "focus_row": _of_the_focus(found.ranking),
        }

    def _observations(self) -> dict[str, Any]:
        """All that is known, a page of it."""
        rows: QuerySet[Observation] = self.object.observations.known_on(self.asof.known_on).for_reading()
        page = asked_page(rows, ROWS, self.request)
        return {"page_obj": page, "is_paginated": page.has_other_pages(), "observations": page.object_list}

    def _sources(self) -> QuerySet[Source]:
        recorded = self.object.observations.recorded_by(self.asof.known_on).filter(source=OuterRef("pk"))
        return Source.objects.filter(Exists(recorded))


def _for_you(areas: list[Area]) -> list[Area]:
    """The areas that stand where none were chosen: the first of the compared, and benchmarks beside them."""
    marks = [area for area in areas if area.kind == AreaKind.BENCHMARK]
    return [area for area in areas if area not in marks][:DRAWN_FOR_YOU] + marks[:BENCHMARKS_FOR_YOU]


def _of_the_focus(ranking: Ranking) -> Any:
    return next((row for row in ranking.rows if row.observation.area.kind == AreaKind.FOCUS), None)
