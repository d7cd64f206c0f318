"""Whether figures bear a formula out, in three values: true, false, or not to be told (None).

The logic is Kleene's strong one (S. C. Kleene, Introduction to Metamathematics, 1952, §64): a formula is told as soon
as the parts that are known decide it, whatever the others are. A printed figure is an interval, so what lies within
rounding, or beyond a bound, is not to be told either.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from indicators.predicates import Comparison, Difference, Formula, HowMany, Reference, Relation
from indicators.predicates.formulas import Side

from .intervals import Interval

Truth = bool | None
Known = Callable[[Reference], Interval | None]


def truth(formula: Formula, known: Known) -> Truth:
    """Whether a formula holds.

    Args:
        formula: what is asked.
        known: gives what a figure can stand for, in its indicator's unit; None: it is missing.
    """
    if isinstance(formula, Comparison):
        left, right = _value(formula.left, known), _value(formula.right, known)
        return None if left is None or right is None else _compare(left, formula.relation, right)
    told = [truth(part, known) for part in formula.of]
    surely, possibly = told.count(True), len(told) - told.count(False)
    if surely > formula.most or possibly < formula.least:
        return False
    return True if surely >= formula.least and possibly <= formula.most else None


def deciding(formula: Formula, known: Known) -> Iterator[tuple[Comparison, Truth]]:
    """The comparisons that make a formula what it is, each with its own truth.

    Of a formula that is not to be told, those that leave it open.
    """
    if isinstance(formula, Comparison):
        yield formula, truth(formula, known)
        return
    decisive = _decisive(formula, known)
    for part in formula.of:
        if truth(part, known) in decisive:
            yield from deciding(part, known)


def _decisive(formula: HowMany, known: Known) -> set[Truth]:
    """Of which truth the parts are that decide."""
    told = truth(formula, known)
    if told is None:
        return {None}
    few = formula.least > 0  # those that hold are needed
    if told:
        return {value for value, counts in ((True, few), (False, formula.most < len(formula.of))) if counts}
    too_many = sum(truth(part, known) is True for part in formula.of) > formula.most
    return {too_many}


def _value(side: Side, known: Known) -> Interval | None:
    if isinstance(side, Decimal):
        return Interval(side, side)
    if isinstance(side, Difference):
        one, other = known(side.one), known(side.other)
        return None if one is None or other is None else one - other
    return known(side)


def _compare(left: Interval, relation: Relation, right: Interval) -> Truth:
    if relation in {Relation.LESS, Relation.AT_LEAST}:
        left, right = right, left
    greater = _greater(left, right)
    if relation in {Relation.GREATER, Relation.LESS} or greater is None:
        return greater
    return not greater


def _greater(one: Interval, other: Interval) -> Truth:
    """Whether any value of the one is above any of the other; two that only touch differ by their rounding."""
    if one.low > other.high or (one.low == other.high and one.low < one.high and other.low < other.high):
        return True
    return False if one.high <= other.low else None
