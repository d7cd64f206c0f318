"""The list of areas, and the profile of one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from indicators.analysis.strengths import gaps, lead, strengths
from indicators.choices import AreaKind
from indicators.models import Area, Indicator, Observation
from indicators.pages import ListPage, RecordPage, asked_page
from indicators.queries import Standing, shown_figures, standings

MOST_NAMED, ROWS = 6, 100


class AreaList(ListPage):
    queryset = Area.objects.all()
    template_name = "indicators/area_list.html"
    extra_context = {"nav": "area-list"}


@dataclass(frozen=True)
class Stand:
    """A city on one indicator: its place, and its course."""

    standing: Standing
    course: list[Observation]

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def sample(self) -> bool:
        """Whether any of the figures is sample data."""
        return self.standing.row.observation.sample or any(figure.sample for figure in self.course)


@dataclass(frozen=True)
class Beside:
    """A benchmark on one indicator: its newest figure, the focus city's of the same period, and its course."""

    figure: Observation
    focus: Observation | None
    course: list[Observation]

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def sample(self) -> bool:
        """Whether any of the figures is sample data."""
        return any(figure.sample for figure in (*self.course, self.focus) if figure)


class AreaPage(RecordPage):
    """A city: where it is strong and where it lags, how it stands on every indicator, and all that is known of it.

    A benchmark is compared with nobody: its newest figures stand beside the focus city's.
    """

    queryset = Area.objects.all()
    template_name = "indicators/area.html"
    extra_context = {"nav": "area-list"}
    practices: Callable[[Area], Iterable[Any]] | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        area = self.object
        shown = Observation.objects.filter(area=area).shown(self.asof.known_on).for_reading()
        figures = list(shown.select_related("indicator__theme"))
        page = asked_page(figures, ROWS, self.request)
        courses: dict[Indicator, list[Observation]] = defaultdict(list)
        for figure in figures:
            courses[figure.indicator].append(figure)
        by_theme = sorted(courses, key=lambda one: (one.theme.position, one.theme.code, one.position, one.code))
        rows = self._beside(area, by_theme, courses) if area.kind == AreaKind.BENCHMARK else ()
        stands = () if rows else [Stand(one, courses[one.indicator]) for one in standings(area, by_theme, self.asof)]
        leads = [found for one in stands if (found := lead(one.standing.ranking, one.standing.row))]
        better, worse = strengths(leads), gaps(leads)
        return super().get_context_data(
            **kwargs,
            stands=stands,
            beside=rows,
            judged=len(leads),
            better=len(better),
            worse=len(worse),
            strengths=better[:MOST_NAMED],
            gaps=worse[:MOST_NAMED],
            page_obj=page,
            is_paginated=page.has_other_pages(),
            observations=page.object_list,
            practices=self.practices(area) if self.practices else (),
        )

    def _beside(
        self, area: Area, indicators: list[Indicator], courses: dict[Indicator, list[Observation]]
    ) -> list[Beside]:
        focus = Area.objects.filter(kind=AreaKind.FOCUS)
        theirs = shown_figures(indicators, self.asof, focus)
        found = []
        for indicator in indicators:
            figure = _newest(courses[indicator])
            if figure is not None:
                same = (one for one in theirs[indicator.pk] if one.period == figure.period)
                found.append(Beside(figure, next(same, None), courses[indicator]))
        return found


def _newest(course: list[Observation]) -> Observation | None:
    """The newest figure with a value that is no forecast; None where there is none."""
    known = [figure for figure in course if figure.value is not None and figure.status != "F"]
    return max(known, key=lambda figure: (figure.period_end, figure.period_start), default=None)
