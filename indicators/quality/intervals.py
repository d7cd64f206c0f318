"""What a printed figure may stand for, and arithmetic on that.

A figure printed with so many decimals was rounded: 3.24 stands for any number from 3.235 to 3.245. Interval arithmetic
(R. E. Moore, *Interval Analysis*, 1966) carries that through a formula: where each figure occurs once, the result holds
exactly the values that the formula can have. Ends are rounded outward, so the arithmetic itself never excludes one.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from indicators.choices import Bound

INFINITY = Decimal("Infinity")
_DOWN, _UP = (Context(prec=60, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
# A root is inexact in its last digits, so that fewer of them are kept.
_ROOT_DOWN, _ROOT_UP = (Context(prec=50, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; an end may be infinite."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Interval | Decimal | int") -> "Interval":
        other = as_interval(other)
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    __radd__ = __add__

    def __neg__(self) -> "Interval":
        return Interval(_DOWN.minus(self.high), _UP.minus(self.low))

    def __sub__(self, other: "Interval | Decimal | int") -> "Interval":
        return self + -as_interval(other)

    def __rsub__(self, other: "Interval | Decimal | int") -> "Interval":
        return as_interval(other) + -self

    def __mul__(self, other: "Interval | Decimal | int") -> "Interval":
        other = as_interval(other)
        if self.low >= 0 and other.low >= 0:
            return Interval(_product(_DOWN, self.low, other.low), _product(_UP, self.high, other.high))
        corners = [(one, two) for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(_product(_DOWN, *c) for c in corners), max(_product(_UP, *c) for c in corners))

    def __truediv__(self, other: "Interval | Decimal | int") -> "Interval":
        """Every number, where the divisor may be zero."""
        other = as_interval(other)
        if other.low <= 0 <= other.high:
            return EVERY_NUMBER
        if self.low >= 0 and other.low > 0:
            return Interval(_DOWN.divide(self.low, other.high), _UP.divide(self.high, other.low))
        return self * Interval(_DOWN.divide(Decimal(1), other.high), _UP.divide(Decimal(1), other.low))

    def __rtruediv__(self, other: "Interval | Decimal | int") -> "Interval":
        return as_interval(other) / self

    def root(self, degree: int) -> "Interval":
        """The root of what is not negative: a part below zero is left out, as of a growth factor."""
        low, high = max(self.low, Decimal(0)), max(self.high, Decimal(0))
        return Interval(_ROOT_DOWN.plus(_root(low, degree)), _ROOT_UP.plus(_root(high, degree)))

    def __contains__(self, number: Decimal) -> bool:
        return self.low <= number <= self.high

    def is_apart_from(self, other: "Interval") -> bool:
        """Whether no number lies in both."""
        return self.high < other.low or other.high < self.low

    @property
    def width(self) -> Decimal:
        return self.high - self.low


EVERY_NUMBER = Interval(-INFINITY, INFINITY)


def as_interval(number: Interval | Decimal | int) -> Interval:
    """A number that is known exactly, as an interval of no width."""
    return number if isinstance(number, Interval) else Interval(Decimal(number), Decimal(number))


def stands_for(value: Decimal | None, decimals: int, bound: str = Bound.EXACT) -> Interval | None:
    """What a printed figure may stand for.

    Args:
        value: as printed, in its unit.
        decimals: as many as were printed.
        bound: see ``choices.Bound``.

    Returns:
        Half a unit of the last printed digit to either side, without an end on the side that a bound leaves open; None
        for what is missing, or printed with "about", which says nothing of how far off it may be.
    """
    if value is None or bound == Bound.ABOUT:
        return None
    half = Decimal(5).scaleb(-decimals - 1)
    low = -INFINITY if bound == Bound.AT_MOST else value - half
    high = INFINITY if bound == Bound.AT_LEAST else value + half
    return Interval(low, high)


def _product(context: Context, one: Decimal, two: Decimal) -> Decimal:
    """Zero times an infinite end is zero: no number in the interval is infinite itself."""
    return context.multiply(one, two) if one and two else Decimal(0)


def _root(number: Decimal, degree: int) -> Decimal:
    if not number or degree == 1 or number.is_infinite():
        return number
    return _DOWN.power(number, _DOWN.divide(Decimal(1), Decimal(degree)))
