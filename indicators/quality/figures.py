"""Figures as the quality report holds them: a whole database of them at once, so rows of no more than is needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indicators.choices import Bound, ObsStatus
from indicators.models import Area, Indicator, Source
from indicators.querysets import NOTE_MARK, TABLE_MARK

from .intervals import Interval, stands_for

# Figures that are compared with each other: not what another definition (B), a forecast (F) or a computation (I) gives.
COMPARED = frozenset({ObsStatus.NORMAL, ObsStatus.PRELIMINARY, ObsStatus.ESTIMATED})


class Figure(NamedTuple):
    """One figure at one place of one source, as printed; the fields are those of ``Observation``."""

    pk: int
    indicator: Indicator
    area: Area
    period: str
    source: Source
    locator: str
    vintage: date
    value: Decimal | None
    decimals: int
    status: str
    bound: str

    @property
    def printed(self) -> str | None:
        """The value with the decimals that were printed, or None for a missing one."""
        return None if self.value is None else f"{self.value:.{self.decimals}f}"

    @property
    def as_printed(self) -> Decimal:
        """The value with the decimals that were printed; for one that is not missing."""
        return Decimal(self.printed)

    @property
    def bound_sign(self) -> str:
        return Bound(self.bound).sign

    @property
    def interval(self) -> Interval | None:
        """What the figure may stand for, see ``intervals.stands_for``."""
        return stands_for(self.value, self.decimals, self.bound)

    @property
    def is_compared(self) -> bool:
        """Whether it says anything that other figures could contradict."""
        return self.value is not None and self.status in COMPARED and self.bound != Bound.ABOUT


Place = tuple[int, str]  # an area's id, and a period
# By indicator id and place: the figures there, those that are trusted most first.
Cells = Mapping[int, Mapping[Place, Sequence[Figure]]]


def trust(figure: Figure) -> tuple[bool, int, bool, int, int]:
    """The order in which one of several figures is shown: the same as ``ObservationQuerySet.in_order_of_trust``."""
    in_table = figure.locator.startswith(TABLE_MARK) and not figure.locator.endswith(NOTE_MARK)
    return figure.value is None, figure.source.priority, not in_table, -figure.vintage.toordinal(), figure.pk


def cells(figures: Iterable[Figure]) -> Cells:
    """Figures by what they are of: of each place of each source the newest vintage, in order of trust."""
    found: dict[int, dict[Place, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        found[figure.indicator.id][figure.area.id, figure.period].append(figure)
    for by_place in found.values():
        for several in by_place.values():
            if len(several) > 1:
                several[:] = sorted(_newest(several), key=trust)
    return {indicator: dict(by_place) for indicator, by_place in found.items()}


def _newest(figures: Sequence[Figure]) -> Iterable[Figure]:
    """Of each place of each source the newest vintage."""
    latest: dict[tuple[int, str], Figure] = {}
    for figure in figures:
        known = latest.get((figure.source.id, figure.locator))
        if known is None or known.vintage < figure.vintage:
            latest[figure.source.id, figure.locator] = figure
    return latest.values()
