"""What a predicate comes down to: comparisons, and how many of several formulas hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    GREATER = "greater", _("大于")
    LESS = "less", _("小于")
    AT_LEAST = "at_least", _("不小于")
    AT_MOST = "at_most", _("不大于")

    @property
    def opposite(self) -> "Relation":
        """The relation that holds exactly where this one does not."""
        pairs = [(Relation.GREATER, Relation.AT_MOST), (Relation.LESS, Relation.AT_LEAST)]
        return dict([*pairs, *((other, one) for one, other in pairs)])[self]


@dataclass(frozen=True)
class Reference:
    """A figure by the codes of indicator and area, and its period."""

    indicator: str
    area: str
    period: str


@dataclass(frozen=True)
class Difference:
    """One figure less another of the same indicator."""

    one: Reference
    other: Reference


Side = Reference | Difference | Decimal


@dataclass(frozen=True)
class Comparison:
    """Two sides and the relation that is claimed between them."""

    left: Side
    relation: Relation
    right: Side


@dataclass(frozen=True)
class HowMany:
    """At least ``least`` and at most ``most`` of the formulas hold."""

    of: tuple["Formula", ...]
    least: int
    most: int


Formula = Comparison | HowMany


def every(formulas: Iterable[Formula]) -> Formula:
    """All of them hold."""
    of = tuple(formulas)
    return of[0] if len(of) == 1 else HowMany(of, len(of), len(of))


def none_of(*formulas: Formula) -> Formula:
    """Not one of them holds."""
    return HowMany(formulas, 0, 0)


def comparisons(formula: Formula) -> Iterator[Comparison]:
    """The comparisons that a formula comes down to, as declared."""
    if isinstance(formula, Comparison):
        yield formula
    else:
        for part in formula.of:
            yield from comparisons(part)


def references(formula: Formula) -> tuple[Reference, ...]:
    """The figures that a formula asks for, each once, in the order in which they are asked for."""
    found: dict[Reference, None] = {}
    for comparison in comparisons(formula):
        for side in (comparison.left, comparison.right):
            if isinstance(side, Difference):
                found |= {side.one: None, side.other: None}
            elif isinstance(side, Reference):
                found[side] = None
    return tuple(found)
