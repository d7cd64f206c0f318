"""From numbers to places: scales, ticks, and what fits beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from unicodedata import east_asian_width

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
# Pixels in a chart's text: of a Chinese sign, of a Latin letter or digit, of a stop or space.
WIDE, NARROW, THIN = Decimal(13), Decimal("7.5"), Decimal(4)
SIGHT = 2  # a benchmark further off than this many spans of the compared figures would squash them


def tenths(number: Decimal) -> Decimal:
    """To one decimal; never minus zero."""
    return number.quantize(TENTH, rounding=ROUND_HALF_UP) + 0


def pct(share: Decimal) -> str:
    """A place across the chart: ``29.1%``."""
    return f"{tenths(share)}%"


def px(place: Decimal) -> str:
    """A place down the chart: ``207.8``."""
    return f"{tenths(place)}"


def text_width(text: str) -> Decimal:
    """About how many pixels a label takes; signs of ambiguous width (≥) are counted as wide."""
    return sum(map(_sign_width, text), Decimal(0))


def _sign_width(sign: str) -> Decimal:
    if east_asian_width(sign) in "WFA":
        return WIDE
    return THIN if sign in " .,:" else NARROW


@dataclass(frozen=True)
class Scale:
    """A straight line from values to places.

    Attributes:
        low, high: the values at the two ends.
        start, end: the places of the two ends; ``end`` may be the smaller one.
    """

    low: Decimal
    high: Decimal
    start: Decimal
    end: Decimal

    def at(self, value: Decimal) -> Decimal:
        """The place of a value; the middle where all values are the same."""
        if self.low == self.high:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) * (self.end - self.start) / (self.high - self.low)


def ticks(low: Decimal, high: Decimal, intervals: int = 4) -> list[Decimal]:
    """Round numbers (1, 2 or 5 times a power of ten apart) from at or below ``low`` to at or above ``high``.

    Args:
        low, high: two different numbers.
        intervals: about how many steps; there may be one more or fewer.
    """
    raw = (high - low) / intervals
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= raw)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return [step * number for number in range(first, last + 1)]


def written(numbers: Sequence[Decimal]) -> list[str]:
    """Numbers as an axis shows them: all with the decimals that their step needs, and no minus zero."""
    decimals = max(-number.normalize().as_tuple().exponent for number in numbers)
    return [f"{number + 0:.{max(0, decimals)}f}" for number in numbers]


def sight(values: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """How far the view may be stretched for a benchmark without squashing what is compared.

    Args:
        values: what is compared, with zero where bars start there.
    """
    known = list(values)
    low, high = min(known), max(known)
    room = SIGHT * (high - low or abs(high) or Decimal(1))
    return low - room, high + room
