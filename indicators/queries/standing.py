"""How areas stand on indicators."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.analysis import Ranked, Ranking, rank
from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation

from .shown import newest_to_compare, shown_at


def ranking(indicator: Indicator, figures: Iterable[Observation], period: str | None) -> Ranking:
    """The ranking of the figures of one period; every compared area that has a row, the missing ones last."""
    return rank(indicator, [figure for figure in figures if figure.period == period])


def benchmarks(figures: Iterable[Observation], period: str | None) -> tuple[Observation, ...]:
    """The benchmarks' figures of one period: marks beside the compared areas, never ranked."""
    return tuple(f for f in figures if f.area.kind == "benchmark" and f.period == period and f.value is not None)


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
        compared = rank(indicator, figures[indicator.pk])
        row = compared.of(area.code)
        if row is not None:
            period = periods[indicator.pk]
            found.append(Standing(indicator, period, compared, row, benchmarks(figures[indicator.pk], period)))
    return found
