"""How areas stand on indicators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from indicators.analysis import Ranked, Ranking, rank
from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation
from indicators.periods import parse
from indicators.quality.implied import Implied, completed

from .implied import implied_figures
from .shown import newest_to_compare, shown_at

Figure = TypeVar("Figure", Observation, Implied)


@dataclass(frozen=True)
class AreasRanked:
    """All compared areas on one indicator at one period.

    Attributes:
        period: None: none was asked for, and none can be compared.
        ranking: every compared area that has a row, the missing ones last.
        benchmarks: their figures: marks beside the compared areas, never ranked.
    """

    period: str | None
    ranking: Ranking
    benchmarks: tuple[Observation | Implied, ...]


def areas_ranked(
    indicator: Indicator,
    asof: AsOf,
    period: str | None = None,
    *,
    with_implied: bool = False,
    with_other_definitions: bool = False,
    ended_by: date | None = None,
) -> AreasRanked:
    """Compare all areas at one period, of which alone the figures are read.

    One query; one more where no period is asked for, and three with implied figures.

    Args:
        period: None: the newest that can be compared.
        with_implied: a figure that follows from others stands where there is none.
        with_other_definitions: figures of status B have a rank, too.
        ended_by: leave out figures of periods that had not ended by then; None: none.
    """
    period = period or newest_to_compare([indicator], asof, ended_by).get(indicator.pk)
    if period is None or (ended_by is not None and parse(period).end > ended_by):
        return AreasRanked(period, rank(indicator, ()), ())
    figures: list[Observation | Implied] = list(shown_at({indicator.pk: period}, asof)[indicator.pk])
    if with_implied:
        figures = completed(figures, implied_figures(asof, [indicator], periods=[period]), period)
    ranking = rank(indicator, figures, with_other_definitions=with_other_definitions)
    return AreasRanked(period, ranking, benchmarks(figures))


def benchmarks(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those of the benchmarks that have a value."""
    return tuple(figure for figure in figures if figure.area.kind == "benchmark" and figure.value is not None)


@dataclass(frozen=True)
class Standing:
    """How one area stands on one indicator, at the newest period that can be compared."""

    indicator: Indicator
    period: str
    ranking: Ranking
    row: Ranked
    benchmarks: tuple[Observation, ...]


def standings(area: Area, indicators: Iterable[Indicator], asof: AsOf) -> list[Standing]:
    """How an area stands on each indicator that can be compared and of which it has a row; two queries."""
    rows = list(indicators)
    periods = newest_to_compare(rows, asof)
    figures = shown_at(periods, asof)
    found = []
    for indicator in rows:
        ranking = rank(indicator, figures[indicator.pk])
        row = ranking.of(area.code)
        if row is not None:
            marks = benchmarks(figures[indicator.pk])
            found.append(Standing(indicator, periods[indicator.pk], ranking, row, marks))
    return found
