"""Figures that nobody printed but that follow from printed ones by a declared relation (OBS_STATUS I, inputs shown).

A formula is evaluated twice: on the figures as printed, for the value, and on all that they may stand for, for how
certain it is (see ``intervals``). Only exact figures of the common definition count; what rests on a bound, a forecast
or another implied figure would be no more than a guess. Nothing of this is ever stored.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar, TypeVar

from django.utils.translation import gettext as _

from indicators.analysis.digits import possible, rounded
from indicators.choices import Bound, IdentityKind, ObsStatus, TermRole
from indicators.models import Area, Identity, IdentityTerm, Indicator, Observation
from indicators.periods import parse

from .figures import COMPARED
from .identities import Relation
from .intervals import Interval

Number = TypeVar("Number", Decimal, Interval)
Known = dict[tuple[int, int, str], Observation]  # by indicator id, area id, period
# The term that is sought, and the values of all others in order of position.
Formula = Callable[[Identity, IdentityTerm, list[tuple[IdentityTerm, Number]]], Number]


@dataclass(frozen=True)
class Implied:
    """A figure that follows from others; reads like an observation, but has no source of its own.

    Attributes:
        value: in the indicator's unit, to the digits that the inputs justify.
        interval: all values that the inputs, rounded as they are, leave possible.
        identity: the relation it follows from.
        inputs: the figures it follows from, in the order of the relation's terms.
    """

    indicator: Indicator
    area: Area
    period: str
    value: Decimal
    interval: Interval
    identity: Identity
    inputs: tuple[Observation, ...]

    status: ClassVar[str] = ObsStatus.IMPUTED
    bound: ClassVar[str] = Bound.EXACT
    bound_sign: ClassVar[str] = Bound.EXACT.sign

    @property
    def period_end(self) -> date:
        return parse(self.period).end

    @property
    def decimals(self) -> int:
        return max(0, -self.value.as_tuple().exponent)

    @property
    def printed(self) -> str:
        """The value as it is written, though it was never printed."""
        return f"{self.value:f}"

    @property
    def least(self) -> Decimal:
        """The least that is possible, rounded down to a digit more than the value has."""
        return self._end(self.interval.low, ROUND_FLOOR)

    @property
    def most(self) -> Decimal:
        """The most that is possible, rounded up to a digit more than the value has."""
        return self._end(self.interval.high, ROUND_CEILING)

    def _end(self, number: Decimal, rounding: str) -> Decimal:
        place = self.interval.width.adjusted() - 1
        return number.quantize(Decimal(1).scaleb(place), rounding) + Decimal(0)

    @property
    def sample(self) -> bool:
        """Whether any input is sample data."""
        return any(figure.sample for figure in self.inputs)


def implied_by(identities: Iterable[Identity], figures: Iterable[Observation]) -> list[Implied]:
    """All figures that follow from the known ones and are not known themselves.

    Args:
        identities: with ``terms`` and their indicators loaded.
        figures: the shown figures of all the terms' indicators.

    Returns:
        At most one for each indicator, area and period, the most certain where several relations give one; in reading
        order.
    """
    known = {(f.indicator_id, f.area_id, f.period): f for f in figures}
    places = {(f.area_id, f.period): f.area for f in known.values()}
    found: dict[tuple[int, int, str], Implied] = {}
    for identity in identities:
        terms = list(identity.terms.all())
        for sought in _sought(identity, terms):
            for (area_id, period), area in places.items():
                cell = (sought.indicator_id, area_id, period)
                if cell in known and known[cell].value is not None:
                    continue
                one = _implied(sought, terms, known, area, period)
                if one and (cell not in found or one.interval.width < found[cell].interval.width):
                    found[cell] = one
    return sorted(
        found.values(),
        key=lambda one: (
            one.indicator.position,
            one.indicator.code,
            one.area.position,
            -one.period_end.toordinal(),
        ),
    )


def refused_flags(identity: Identity, flags: Iterable[bool]) -> list[str]:
    """Why terms of a relation may not be marked as implied: sentences in the reader's language; none: they may.

    Args:
        flags: ``implied`` of each term.
    """
    if identity.kind in FORMULAS or not any(flags):
        return []
    words = {"kind": IdentityKind(identity.kind).label}
    return [_("“%(kind)s”的关系不推算缺数，各项不能标为可推算。") % words]


def completed(
    figures: Iterable[Observation], implied_ones: Iterable[Implied], period: str | None
) -> list[Observation | Implied]:
    """One period's figures, with an implied one for each area that has no value.

    Args:
        figures: the shown ones of one indicator and period, missing cells among them.
        implied_ones: of that indicator.
    """
    instead = {one.area: one for one in implied_ones if one.period == period}
    printed = [figure for figure in figures if figure.value is not None or figure.area not in instead]
    return printed + [one for area, one in instead.items() if all(figure.area != area for figure in printed)]


def _sought(identity: Identity, terms: list[IdentityTerm]) -> list[IdentityTerm]:
    """The terms that may be implied; none where the relation's kind gives none or is not what it should be."""
    if identity.kind not in FORMULAS or Relation.of(identity, [(term.role, term.indicator) for term in terms]).faults:
        return []
    return [term for term in terms if term.implied]


def _implied(
    sought: IdentityTerm, terms: Iterable[IdentityTerm], known: Known, area: Area, period: str
) -> Implied | None:
    """The sought term's figure; None where an input is missing or unfit, or every value would be possible."""
    inputs = [(term, known.get((term.indicator_id, area.pk, period))) for term in terms if term != sought]
    if not all(_is_fit(figure) for _term, figure in inputs):
        return None
    identity, formula = sought.identity, FORMULAS[sought.identity.kind]
    interval = formula(identity, sought, [(term, possible(figure)) for term, figure in inputs])
    if not interval.width.is_finite():
        return None
    value = formula(identity, sought, [(term, figure.value) for term, figure in inputs])
    return Implied(
        indicator=sought.indicator,
        area=area,
        period=period,
        value=rounded(value, interval),
        interval=interval,
        identity=identity,
        inputs=tuple(figure for _term, figure in inputs),
    )


def _is_fit(figure: Observation | None) -> bool:
    """Whether others follow from it: an exact figure of the common definition that is no forecast."""
    return figure is not None and figure.value is not None and figure.status in COMPARED and figure.bound == Bound.EXACT


def _sum(identity: Identity, sought: IdentityTerm, others: list[tuple[IdentityTerm, Number]]) -> Number:
    """The whole, or the fixed total, is the sum of the parts."""
    parts = sum((value for term, value in others if term.role == TermRole.PART), Decimal(0))
    if sought.role == TermRole.WHOLE:
        return parts
    return _one(others, TermRole.WHOLE) - parts if identity.total is None else identity.total - parts


def _share(identity: Identity, sought: IdentityTerm, others: list[tuple[IdentityTerm, Number]]) -> Number:
    """The share is the part divided by the whole, times the factor."""
    if sought.role == TermRole.SHARE:
        return _one(others, TermRole.PART) / _one(others, TermRole.WHOLE) * identity.factor
    if sought.role == TermRole.PART:
        return _one(others, TermRole.SHARE) * _one(others, TermRole.WHOLE) / identity.factor
    return _one(others, TermRole.PART) / _one(others, TermRole.SHARE) * identity.factor


def _one(others: list[tuple[IdentityTerm, Number]], role: TermRole) -> Number:
    return next(value for term, value in others if term.role == role)


# Of the other kinds a figure follows only together with one of another period, which the reader would not see.
FORMULAS: dict[str, Formula] = {IdentityKind.SUM: _sum, IdentityKind.SHARE: _share}
