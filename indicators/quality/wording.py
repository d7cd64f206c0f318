"""How findings write numbers: lazily, so that each reader meets them in the own language."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from indicators.writing import enumerated

from .intervals import Interval


def shown(number: Decimal, decimals: int, rounding: str | None = None) -> Decimal:
    """A computed number to so many decimals; fewer where it has no more."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding)
    shortest = rounded.normalize()
    return shortest if shortest.as_tuple().exponent <= 0 else shortest.quantize(Decimal(1))


def _allowed(between: Interval, decimals: int) -> str:
    low = shown(between.low, decimals, ROUND_FLOOR) if between.low.is_finite() else None
    high = shown(between.high, decimals, ROUND_CEILING) if between.high.is_finite() else None
    if low is None or high is None:
        return f"≥ {low:f}" if low is not None else f"≤ {high:f}"
    if low == high:
        return f"{low:f}"
    return _("%(low)s 至 %(high)s") % {"low": f"{low:f}", "high": f"{high:f}"}


def _expectation(expected: Decimal | None, between: Interval, decimals: int) -> str:
    all_of_them = _allowed(between, decimals)
    if expected is None or between.low == between.high:
        return all_of_them
    return _("%(expected)s（取整允许 %(allowed)s）") % {"expected": f"{expected:f}", "allowed": all_of_them}


def _tried(tried: Mapping[int, tuple[Decimal, bool]], printed: Decimal) -> str:
    given = enumerated(
        _("%(count)d 个间隔得 %(rate)s") % {"count": count, "rate": f"{rate:f}"}
        for count, (rate, _fits) in tried.items()
    )
    fitting = [count for count, (_rate, fits) in tried.items() if fits]
    if fitting:
        return _("%(given)s；%(count)d 个间隔相符。") % {"given": given, "count": fitting[0]}
    nearest = min(tried, key=lambda count: abs(tried[count][0] - printed))
    return _("%(given)s；都不相符，%(count)d 个间隔最接近。") % {"given": given, "count": nearest}


# ``allowed(between, decimals)``: all that a figure may be.
allowed = lazy(_allowed, str)
# ``expectation(expected, between, decimals)``: what a figure should be, and what rounding allows.
expectation = lazy(_expectation, str)
# ``tried(rates, printed)``: by number of years the average rate and whether it fits; which of them the printed one is.
tried = lazy(_tried, str)
