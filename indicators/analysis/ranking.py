"""Comparison of areas: pure functions over observations.

Only focus and peer cities are compared. A missing value has no rank and no part in a median. A figure of another
definition (OBS_STATUS B) is shown and marked, and stays out of rank and median unless asked for; a bound (超过600) is
ranked at its printed value and marked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Indicator, Observation

from .digits import as_printed


@dataclass(frozen=True)
class Ranked:
    """One area's place among the compared.

    Attributes:
        observation: the figure shown.
        rank: 1 is best (for a neutral indicator: largest); ties share a rank; None: not ranked.
        gap_to_best: the area's value minus the best one's, in the indicator's unit; None without a value or a best.
        gap_to_median: the area's value minus the peers' median; None without either.
    """

    observation: Observation
    rank: int | None
    gap_to_best: Decimal | None
    gap_to_median: Decimal | None


@dataclass(frozen=True)
class Ranking:
    """The areas of one indicator and period, the best first, then those not ranked.

    Attributes:
        rows: every compared area that has an observation, missing ones last.
        best: the observation that leads, or None.
        median: median of the peers that count, or None.
        peers_counted: number of peers in the median.
        ranked: number of areas with a rank.
    """

    rows: tuple[Ranked, ...]
    best: Observation | None
    median: Decimal | None
    peers_counted: int
    ranked: int

    def of(self, area_code: str) -> Ranked | None:
        """The row of an area, or None."""
        return next((row for row in self.rows if row.observation.area.code == area_code), None)


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle value, or the mean of the two middle ones; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def rank(indicator: Indicator, observations: Iterable[Observation], *, with_other_definitions: bool = False) -> Ranking:
    """Rank the shown figures of one indicator and period.

    Args:
        indicator: gives the direction; for ``lower`` the smallest is best, else the largest.
        observations: one figure an area, with ``area`` loaded; benchmarks are left out.
        with_other_definitions: count figures of status B too.

    Returns:
        The ranking; empty where there is nothing to compare.
    """
    compared = [o for o in observations if o.area.kind != "benchmark"]
    counted = [o for o in compared if _counts(o, with_other_definitions)]
    sign = 1 if indicator.direction == "lower" else -1
    counted.sort(key=lambda o: (sign * o.value, o.area.position))
    best = counted[0] if counted else None
    peers = [as_printed(o) for o in counted if o.area.kind == "peer"]
    middle = median(peers)
    first: dict[Decimal, int] = {}
    for place, o in enumerate(counted, 1):
        first.setdefault(o.value, place)
    places = {o.area.code: first[o.value] for o in counted}
    # A figure that is shown but not ranked stands among the others by its size; missing ones stand last.
    ordered = sorted(
        compared, key=lambda o: (o.value is None, sign * o.value if o.value is not None else 0, o.area.position)
    )
    rows = tuple(
        Ranked(
            observation=o,
            rank=places.get(o.area.code),
            gap_to_best=None if o.value is None or best is None else as_printed(o) - as_printed(best),
            gap_to_median=None if o.value is None or middle is None else as_printed(o) - middle,
        )
        for o in ordered
    )
    return Ranking(rows=rows, best=best, median=middle, peers_counted=len(peers), ranked=len(counted))


def _counts(observation: Observation, with_other_definitions: bool) -> bool:
    return observation.value is not None and (with_other_definitions or observation.status != "B")
