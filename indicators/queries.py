"""Reads that pages and API share: what is shown of an indicator, and how areas compare."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .analysis import Ranked, Ranking, rank
from .asof import AsOf
from .models import Area, Indicator, Observation

ENOUGH_TO_COMPARE = 3


def shown_figures(indicators: Iterable[Indicator], asof: AsOf) -> dict[int, list[Observation]]:
    """The shown figures of indicators, by indicator id, in order of area and period; one query.

    Figures of ranges (2016/2020) are included; missing cells too.
    """
    found = (
        Observation.objects.filter(indicator__in=[indicator.pk for indicator in indicators])
        .shown(asof.known_on)
        .select_related("indicator", "area", "source")
        .order_by("area__position", "period_end", "period")
    )
    figures: dict[int, list[Observation]] = defaultdict(list)
    for figure in found:
        figures[figure.indicator_id].append(figure)
    return figures


def period_to_compare(figures: Iterable[Observation]) -> str | None:
    """The newest single period with the figures of at least three compared cities; None if there is none."""
    known = Counter(
        (f.period_end, f.period)
        for f in figures
        if f.value is not None and f.area.kind != "benchmark" and "/" not in f.period and f.status != "F"
    )
    full = [key for key, count in known.items() if count >= ENOUGH_TO_COMPARE]
    return max(full)[1] if full else None


def periods_to_compare(figures: Iterable[Observation]) -> list[str]:
    """Periods with at least two cities' figures, the newest first."""
    known = Counter((f.period_end, f.period) for f in figures if f.value is not None and f.area.kind != "benchmark")
    return [period for (_end, period), count in sorted(known.items(), reverse=True) if count > 1]


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
    """How an area stands on each indicator that can be compared and of which it has a row; one query."""
    rows = list(indicators)
    figures = shown_figures(rows, asof)
    found = []
    for indicator in rows:
        period = period_to_compare(figures[indicator.pk])
        if period is None:
            continue
        compared = ranking(indicator, figures[indicator.pk], period)
        row = compared.of(area.code)
        if row is None:
            continue
        found.append(Standing(indicator, period, compared, row, benchmarks(figures[indicator.pk], period)))
    return found
