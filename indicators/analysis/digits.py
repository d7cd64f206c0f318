"""How many digits a computed number deserves: the printed ones are rounded, so it is in doubt by as much."""

from decimal import Decimal

from indicators.models import Observation
from indicators.quality.intervals import Interval, stands_for

MOST_DECIMALS = 6
HUNDRED = Decimal(100)  # per cent


def rounded(value: Decimal, interval: Interval) -> Decimal:
    """A computed number to the place of the first digit of the doubt about it; six decimals at most.

    Args:
        value: computed from the figures as printed.
        interval: the same, computed from all that the printed figures may stand for.
    """
    place = max(interval.width.adjusted() if interval.width else -MOST_DECIMALS, -MOST_DECIMALS)
    return value.quantize(Decimal(1).scaleb(place)) + Decimal(0)  # adding zero writes 3.18E+3 as 3180


def possible(figure: Observation) -> Interval:
    """What a figure may stand for that is exact as printed."""
    return stands_for(figure.value, figure.decimals)


def as_printed(figure: Observation) -> Decimal:
    """The value with the decimals that were printed, as sums and differences keep them: 3.50, not 3.500000."""
    shortest = figure.value.normalize()
    decimals = max(figure.decimals, -shortest.as_tuple().exponent)
    return figure.value.quantize(Decimal(1).scaleb(-decimals))
