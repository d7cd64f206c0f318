"""What is not there: missing cells, and figures that only one of several sources has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy

from indicators.choices import AreaKind, QualityKind, Severity
from indicators.models import Area, Indicator

from .figures import Cells, Figure
from .findings import Finding, key_of

FEWEST_IN_A_BLOCK = 3

PRINTED_AS_MISSING = gettext_lazy("%(area)s %(period)s 没有%(indicator)s：原文记为缺失。")
HOLE = gettext_lazy("%(area)s %(period)s 没有%(indicator)s，而同期 %(known)d 个地区有。")
SINGLE = gettext_lazy("%(area)s %(period)s %(indicator)s 只有“%(source)s”一个来源，共 %(count)d 个数。")


def missing(cells: Cells) -> Iterator[Finding]:
    """Cells that a source prints as missing, and holes in blocks of areas by periods that are otherwise full.

    A period of an indicator is a full block where more than half of the cities that have any figure of it have one,
    three at least; benchmarks and ranges of years are in no block.
    """
    for by_place in cells.values():
        cities: dict[int, Area] = {}
        known: Counter[str] = Counter()
        for (area, period), figures in by_place.items():
            first = figures[0]
            if first.value is None:
                yield _missing(first.area, first.indicator, period, PRINTED_AS_MISSING, figures)
            elif first.area.kind != AreaKind.BENCHMARK and "/" not in period:
                cities[area] = first.area
                known[period] += 1
        indicator = first.indicator
        for period, count in known.items():
            if count < FEWEST_IN_A_BLOCK or 2 * count <= len(cities):
                continue
            for area, city in cities.items():
                if (area, period) not in by_place:
                    yield _missing(city, indicator, period, HOLE, (), known=count)


def single_sources(cells: Cells) -> Iterator[Finding]:
    """Of indicators that several sources have: the figures that one source alone has, a finding an area."""
    for by_place in cells.values():
        if len({figure.source.id for figures in by_place.values() for figure in figures}) < 2:
            continue
        alone: dict[tuple[int, int], list[Figure]] = defaultdict(list)
        for (area, _period), figures in by_place.items():
            if figures[0].value is not None and len({figure.source.id for figure in figures}) == 1:
                alone[area, figures[0].source.id].append(figures[0])
        for figures in alone.values():
            yield _single(sorted(figures, key=lambda figure: figure.period))


def _missing(
    area: Area, indicator: Indicator, period: str, message: str, figures: Iterable[Figure], **words: int
) -> Finding:
    return Finding(
        key=key_of(QualityKind.MISSING, indicator.code, area.code, period),
        kind=QualityKind.MISSING,
        severity=Severity.NOTE,
        area=area,
        period=period,
        indicators=(indicator,),
        message=message,
        words={"area": area, "period": period, "indicator": indicator, **words},
        observations=tuple(figures),
    )


def _single(figures: Sequence[Figure]) -> Finding:
    first, last = figures[0], figures[-1]
    period = first.period if len(figures) == 1 else f"{first.period[:4]}—{last.period[:4]}"
    words = {"area": first.area, "period": period, "indicator": first.indicator, "source": first.source}
    return Finding(
        key=key_of(QualityKind.SINGLE_SOURCE, first.indicator.code, first.area.code, first.source.code),
        kind=QualityKind.SINGLE_SOURCE,
        severity=Severity.NOTE,
        area=first.area,
        period=last.period,
        indicators=(first.indicator,),
        message=SINGLE,
        words={**words, "count": len(figures)},
        observations=tuple(figures),
    )
