"""What is known at all: which indicator, of which areas, in which year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation

MOST_YEARS = 16  # columns that a table has room for


@dataclass(frozen=True)
class Known:
    """What is known of an indicator and a year.

    Attributes:
        areas: how many of the compared areas have a figure.
        benchmarks: how many benchmarks have one.
        missing: how many of either are recorded as missing, and have none.
    """

    areas: int
    benchmarks: int
    missing: int


@dataclass(frozen=True)
class Row:
    """An indicator; ``by_year`` has each year of the table, None: nothing recorded; ``spans``: of several years."""

    indicator: Indicator
    by_year: tuple[tuple[int, Known | None], ...]
    spans: Known | None

    @property
    def empty(self) -> bool:
        """Whether no figure is known; what is recorded as missing is none."""
        recorded = [self.spans, *(known for _year, known in self.by_year)]
        return not any(known and (known.areas or known.benchmarks) for known in recorded)


@dataclass(frozen=True)
class Coverage:
    """Indicators down, years across.

    Attributes:
        years: from the first to the last of which anything is recorded, so that holes are seen too; where these are
            too many for a table, only those of which anything is recorded. A month or quarter counts in its year.
        compared: how many areas are compared in all.
    """

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    compared: int


def coverage(indicators: Iterable[Indicator], asof: AsOf, area: Area | None = None) -> Coverage:
    """Count what is known, sample data aside; two queries, however many figures there are.

    Args:
        indicators: the rows, in reading order.
        area: of this area alone; None: of all.
    """
    listed = list(indicators)
    areas = Area.objects.filter(pk=area.pk) if area else Area.objects.all()
    real = Observation.objects.filter(source__sample=False)
    recorded = real.known_on(asof.known_on).filter(indicator__in=listed, area__in=areas)
    valued, compared = Q(value__isnull=False), ~Q(area__kind="benchmark")
    counts = (
        recorded.annotate(year=ExtractYear("period_end"), span=Q(period__contains="/"))
        .order_by()
        .values("indicator", "year", "span")
        .annotate(
            known=Count("area", filter=valued & compared, distinct=True),
            beside=Count("area", filter=valued & ~compared, distinct=True),
            told=Count("area", distinct=True),
        )
    )
    cells: dict[int, dict[int, Known]] = defaultdict(dict)
    spans: dict[int, Known] = {}
    for count in counts:
        known = Known(count["known"], count["beside"], count["told"] - count["known"] - count["beside"])
        if count["span"]:
            earlier = spans.get(count["indicator"])
            spans[count["indicator"]] = max(earlier, known, key=lambda k: k.areas) if earlier else known
        else:
            cells[count["indicator"]][count["year"]] = known
    years = _calendar({year for found in cells.values() for year in found})
    rows = tuple(Row(i, tuple((year, cells[i.pk].get(year)) for year in years), spans.get(i.pk)) for i in listed)
    return Coverage(years, rows, areas.ranked().count())


def _calendar(recorded: set[int]) -> tuple[int, ...]:
    if recorded and max(recorded) - min(recorded) < MOST_YEARS:
        return tuple(range(min(recorded), max(recorded) + 1))
    return tuple(sorted(recorded))
