"""Figures of one indicator, area and source in the order of time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indicators.choices import Bound
from indicators.models import Indicator

from .figures import Cells, Figure

YEAR = slice(0, 4)


class Series(NamedTuple):
    """Of years, or of the same quarter or month of each year, so that seasons and running totals are compared alike."""

    indicator: Indicator
    figures: Sequence[Figure]

    @staticmethod
    def years_between(one: Figure, other: Figure) -> int:
        return int(other.period[YEAR]) - int(one.period[YEAR])


def all_series(cells: Cells) -> Iterator[Series]:
    """Every series, of the exact figures that each source would show itself; ranges of years are in none."""
    for by_place in cells.values():
        found: dict[tuple[int, int, str], dict[str, Figure]] = defaultdict(dict)
        for (area, period), figures in by_place.items():
            if "/" in period:
                continue
            for figure in figures:
                if figure.is_compared and figure.bound == Bound.EXACT:
                    found[area, figure.source.id, period[4:]].setdefault(period, figure)
        for by_period in found.values():
            figures = [by_period[period] for period in sorted(by_period)]
            yield Series(figures[0].indicator, figures)
