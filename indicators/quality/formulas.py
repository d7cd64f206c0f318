"""What each kind of relation computes: from what other figures may stand for to what one figure may be.

In each formula every figure stands once, so that the interval it gives is no wider than it must (see ``intervals``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from indicators.choices import IdentityKind, TermRole
from indicators.periods import BadPeriodError, parse

from .intervals import EVERY_NUMBER, Interval
from .relations import Relation

Slot = tuple[int, str]  # an indicator's id, and a period


@dataclass(frozen=True)
class Computation:
    """One way in which other figures of the area give a figure.

    Attributes:
        slots: what the formula takes, in its order.
        formula: gives what the figure may be; for parts that add to a constant, what they add to.
        years: over how many years an average rate runs; 0: it is none.
    """

    slots: tuple[Slot, ...]
    formula: Callable[..., Interval]
    years: int = 0


def computations(relation: Relation, period: str) -> tuple[Computation, ...]:
    """The ways in which a relation without faults gives its figure of a period; none: it does not speak of such."""
    return WAYS[relation.identity.kind](relation, period)


def average_rate(first: Interval, last: Interval, factor: Decimal, years: int) -> Interval:
    """factor x ((last / first) ^ (1 / years) - 1); what is not above zero has no growth, so any rate may be."""
    if first.low <= 0 or last.low < 0:
        return EVERY_NUMBER
    return ((last / first).root(years) - 1) * factor


def shifted(period: str, years: int) -> str | None:
    """The same year, quarter or month so many years on; None for a range, or beyond what periods can be."""
    if "/" in period:
        return None
    try:
        return parse(f"{int(period[:4]) + years}{period[4:]}").text
    except BadPeriodError:
        return None


def _sum(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Whole = sum of the parts."""
    slots = tuple((part.id, period) for part in relation.all(TermRole.PART))
    return (Computation(slots, lambda *parts: reduce(add, parts)),)


def _share(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Share = factor x part / whole."""
    factor = relation.identity.factor
    slots = tuple((relation.one(role).id, period) for role in (TermRole.PART, TermRole.WHOLE))
    return (Computation(slots, lambda part, whole: part / whole * factor),)


def _proportion(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Second share = first share x second part / first part: both parts are parts of the same whole."""
    (one, other), share = relation.all(TermRole.PART), relation.all(TermRole.SHARE)[0]
    slots = tuple((indicator.id, period) for indicator in (share, other, one))
    return (Computation(slots, lambda first_share, second, first: first_share * second / first),)


def _rate(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Rate = factor x (level / level a year before - 1)."""
    before, level = shifted(period, -1), relation.one(TermRole.LEVEL).id
    if before is None:
        return ()
    factor = relation.identity.factor
    return (Computation(((level, before), (level, period)), lambda one, other: average_rate(one, other, factor, 1)),)


def _average_rate(relation: Relation, period: str) -> tuple[Computation, ...]:
    """The average over 2016/2020 may start from the level of 2016, or, as of a five-year plan, from that of 2015."""
    start, slash, end = period.partition("/")
    if not (slash and start.isdecimal()):
        return ()
    return tuple(_average_from(relation, first, end) for first in (start, shifted(start, -1)) if first is not None)


def _average_from(relation: Relation, start: str, end: str) -> Computation:
    level, factor, years = relation.one(TermRole.LEVEL).id, relation.identity.factor, int(end) - int(start)
    return Computation(
        ((level, start), (level, end)), lambda one, other: average_rate(one, other, factor, years), years
    )


def _contribution(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Contribution = rate x last year's share / factor; last year's share is share - change, else the printed one."""
    factor, rate, share = relation.identity.factor, relation.one(TermRole.RATE).id, relation.one(TermRole.SHARE).id
    if change := relation.all(TermRole.CHANGE):
        slots = ((rate, period), (share, period), (change[0].id, period))
        return (Computation(slots, lambda growth, now, by: growth * (now - by) / factor),)
    before = shifted(period, -1)
    if before is None:
        return ()
    return (Computation(((rate, period), (share, before)), lambda growth, then: growth * then / factor),)


def _share_change(relation: Relation, period: str) -> tuple[Computation, ...]:
    """Change = share x (1 - (1 + rate of the whole / factor) / (1 + rate of the part / factor)).

    That is: last year's share, share - change, grows by what the part grows faster than the whole.
    """
    factor, roles = relation.identity.factor, (TermRole.SHARE, TermRole.RATE, TermRole.WHOLE_RATE)
    slots = tuple((relation.one(role).id, period) for role in roles)

    def change(share: Interval, part: Interval, whole: Interval) -> Interval:
        return share * (1 - (whole / factor + 1) / (part / factor + 1))

    return (Computation(slots, change),)


WAYS: dict[str, Callable[[Relation, str], tuple[Computation, ...]]] = {
    IdentityKind.SUM: _sum,
    IdentityKind.SHARE: _share,
    IdentityKind.PROPORTION: _proportion,
    IdentityKind.RATE: _rate,
    IdentityKind.AVERAGE_RATE: _average_rate,
    IdentityKind.CONTRIBUTION: _contribution,
    IdentityKind.SHARE_CHANGE: _share_change,
}
