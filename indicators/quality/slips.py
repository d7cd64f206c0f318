"""Figures in a wrong unit: about ten, a hundred, ten thousand times what they should be (万元 for 亿元)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from math import log10
from typing import Any

from django.utils.translation import gettext_lazy

from indicators.analysis.comparable import is_level
from indicators.choices import AreaKind, Bound, QualityKind, Severity

from .figures import Cells, Figure
from .findings import Finding, comparison
from .series import Series

# How far a ratio may be from a power of ten, in powers of ten: 0.1 is a factor of 1.26, as much as a figure may well
# change in a year.
TOLERANCE = 0.1
ENOUGH_PEERS, PEERS_SPREAD, PEERS_SLACK = 5, 4, Decimal("1.5")


def power_of_ten(value: Figure, reference: Figure) -> int:
    """How many powers of ten lie between two figures whose ratio is about one; 0: none, or no such ratio."""
    if not (value.value and reference.value) or (value.value < 0) != (reference.value < 0):
        return 0
    powers = log10(value.value / reference.value)
    return round(powers) if abs(powers - round(powers)) <= TOLERANCE else 0


def in_series(series: Series) -> Iterator[Finding]:
    """Figures that leave their own series by a power of ten within a year.

    Where the series does not come back, the figure at the jump on the side of fewer figures.
    """
    if not is_level(series.indicator):
        return
    figures, returned = series.figures, False
    for place, (before, after) in enumerate(pairwise(figures), start=1):
        power = power_of_ten(after, before) if series.years_between(before, after) == 1 else 0
        if not power or returned:
            returned = False
            continue
        following = figures[place + 1 : place + 2]
        returned = bool(following) and power_of_ten(following[0], after) == -power
        late = returned or len(figures) - place <= place
        found, reference = (after, before) if late else (before, after)
        yield slip(found, reference, power if late else -power)


def among_peers(cells: Cells, followed: Collection[int]) -> Iterator[Finding]:
    """Figures without a neighbour in time that are a power of ten away from all other cities, where those lie close.

    Args:
        followed: ids of the figures that have one, which says more of them than other cities do.
    """
    for by_place in cells.values():
        alone = {period for (_area, period), figures in by_place.items() if figures[0].pk not in followed}
        by_period: dict[str, list[Figure]] = defaultdict(list)
        for (_area, period), figures in by_place.items() if alone else ():
            if period in alone and _is_comparable(figures[0]):
                by_period[period].append(figures[0])
        for figures in by_period.values():
            if len(figures) > ENOUGH_PEERS and is_level(figures[0].indicator):
                yield from _among(figures, followed)


def _among(figures: Sequence[Figure], followed: Collection[int]) -> Iterator[Finding]:
    in_order = sorted(figures, key=lambda figure: figure.value)
    for found, rest in ((in_order[0], in_order[1:]), (in_order[-1], in_order[:-1])):
        lowest, highest, middle = rest[0], rest[-1], rest[len(rest) // 2]
        if found.pk in followed or highest.value > PEERS_SPREAD * lowest.value:
            continue
        power = round(log10(found.value / middle.value))
        back = found.value.scaleb(-power)
        if power and lowest.value / PEERS_SLACK <= back <= highest.value * PEERS_SLACK:
            yield slip(found, middle, power)


def slip(found: Figure, reference: Figure, power: int) -> Finding:
    """A figure that another one says is in a wrong unit."""
    return comparison(
        QualityKind.UNIT_SLIP, Severity.WARNING, found, reference, _message(found, reference), power=power
    )


def _message(found: Figure, reference: Figure) -> Any:
    if found.area != reference.area:
        return gettext_lazy(
            "%(area)s %(period)s %(indicator)s %(printed)s，与%(other_area)s等市的 %(other_printed)s "
            "约差 10 的 %(power)d 次方，疑似单位错。"
        )
    if found.source != reference.source:
        return gettext_lazy(
            "%(area)s %(period)s %(indicator)s，“%(source)s”的 %(printed)s 与“%(other_source)s”的 %(other_printed)s "
            "约差 10 的 %(power)d 次方，疑似单位错。"
        )
    return gettext_lazy(
        "%(area)s %(period)s %(indicator)s %(printed)s，与 %(other_period)s 的 %(other_printed)s "
        "约差 10 的 %(power)d 次方，疑似单位错。"
    )


def _is_comparable(figure: Figure) -> bool:
    is_city = figure.area.kind != AreaKind.BENCHMARK
    return is_city and figure.is_compared and figure.bound == Bound.EXACT and figure.value > 0
