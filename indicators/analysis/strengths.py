"""Where an area is strong and where it lags, over indicators of any unit.

The measure is the lead: how far an area stands from the peers' median, on the good side or the bad one, with the
distance between the best and the worst area as the yardstick. Of few cities that is as much as can be said: a mean and
a deviation of six figures would pretend to know their distribution, and places alone cannot tell a narrow lead from a
wide one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indicators.choices import Bound, Direction

from .digits import as_printed
from .ranking import Ranked, Ranking

FEWEST_AREAS = 3  # of two, one is always the best and the other the worst
PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Lead:
    """How far an area is from the median on one indicator.

    Attributes:
        ranking: of the indicator at one period.
        row: the area's.
        size: from 1 (as far above the median as best and worst are apart) over 0 (at it) down to -1; better is above,
            whatever the indicator's direction; rounded to three decimals.
    """

    ranking: Ranking
    row: Ranked
    size: Decimal

    @property
    def percent(self) -> Decimal:
        """The size in per cent of the distance between best and worst."""
        return self.size * 100


def lead(ranking: Ranking, row: Ranked) -> Lead | None:
    """An area's lead on one indicator.

    Args:
        ranking: of one indicator and period.
        row: the area's in it.

    Returns:
        The lead; None where it cannot be judged: the indicator has no direction; the area has no rank (no figure, or of
        another definition) or there is no median; fewer than three areas are ranked, or all are equal; only a bound of
        the area's figure is known, and the real one may lie on the other side of the median.
    """
    indicator = row.observation.indicator
    if indicator.direction == Direction.NEUTRAL or row.rank is None or row.gap_to_median is None:
        return None
    values = [as_printed(each.observation) for each in ranking.rows if each.rank is not None]
    spread = max(values) - min(values)
    if len(values) < FEWEST_AREAS or not spread or _may_be_on_the_other_side(row):
        return None
    sign = -1 if indicator.direction == Direction.LOWER else 1
    return Lead(ranking, row, (sign * row.gap_to_median / spread).quantize(PLACES))


def strengths(leads: Iterable[Lead]) -> list[Lead]:
    """Those above the median, the widest lead first; of equal leads the better place."""
    return sorted((lead for lead in leads if lead.size > 0), key=lambda lead: (-lead.size, lead.row.rank))


def gaps(leads: Iterable[Lead]) -> list[Lead]:
    """Those below the median, the widest gap first; of equal gaps the worse place."""
    return sorted((lead for lead in leads if lead.size < 0), key=lambda lead: (lead.size, -lead.row.rank))


def _may_be_on_the_other_side(row: Ranked) -> bool:
    """Whether a bound leaves open on which side of the median the area is: ≥600 may be above one of 676."""
    bound = row.observation.bound
    return (bound == Bound.AT_LEAST and row.gap_to_median < 0) or (bound == Bound.AT_MOST and row.gap_to_median > 0)
