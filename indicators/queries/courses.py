"""How one indicator's figures change and where they lead: reads the shown figures and calls ``analysis``."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.analysis import (
    CatchUp,
    Declined,
    Needed,
    absolute_change,
    catch_up,
    compound_growth,
    growth_needed,
    index,
    is_nominal,
    newest_of_a_year,
    percent_change,
)
from indicators.models import Area, Indicator, Observation


@dataclass(frozen=True)
class Changed:
    """One area between two periods; what cannot be computed is None, and ``declined`` says why.

    Attributes:
        first, last: the shown figures; None where there is none.
        change: in the indicator's unit, for % in points.
        percent_change: in per cent of the first.
        compound_growth: per cent a year.
        index: of the last, where the first is 100.
        declined: a sentence by the name of what is None.
    """

    area: Area
    first: Observation | None
    last: Observation | None
    change: Decimal | None
    percent_change: Decimal | None
    compound_growth: Decimal | None
    index: Decimal | None
    declined: dict[str, str]


@dataclass(frozen=True)
class Span:
    """How areas changed over a span of years; ``nominal``: their growth holds the rise of prices too."""

    first: str
    last: str
    rows: tuple[Changed, ...]
    nominal: bool

    @property
    def grows(self) -> bool:
        """Whether growth in per cent could be computed of any area; of rates and places there is none."""
        return any(row.percent_change is not None for row in self.rows)


@dataclass(frozen=True)
class Outlook:
    """An extrapolation, or why there is none: one of the three is given."""

    projection: CatchUp | None = None
    needed: Needed | None = None
    declined: str | None = None


def changes(figures: Iterable[Observation], areas: Iterable[Area], first: str, last: str) -> list[Changed]:
    """How areas changed from one period to another.

    Args:
        figures: the shown figures of one indicator.
        areas: whose change is asked for, in reading order; none: of all that have a figure of either period.
        first, last: the periods.
    """
    then = {(f.area_id, f.period): f for f in figures if f.period in {first, last}}
    asked = list(areas) or list({f.area_id: f.area for f in then.values()}.values())
    return [_changed(area, then, first, last) for area in asked]


def over_the_years(indicator: Indicator, figures: Iterable[Observation], areas: Iterable[Area]) -> Span | None:
    """How areas changed from the first to the last year of which as many of them as ever have a figure.

    Args:
        indicator: whose figures they are.
        figures: its shown figures, with ``source``; forecasts, spans and sample data do not set the years.
        areas: in reading order.

    Returns:
        The span; None where there are no two such years.
    """
    known = [f for f in figures if f.value is not None and not f.sample]
    years = Counter(f.period for f in known if f.status != "F" and f.period.isdecimal())
    fullest = sorted(year for year, count in years.items() if count == max(years.values()))
    if len(fullest) < 2:
        return None
    first, last = fullest[0], fullest[-1]
    return Span(first, last, tuple(changes(known, areas, first, last)), is_nominal(indicator))


def outlook(figures: Iterable[Observation], asked: Mapping[str, Any]) -> Outlook | None:
    """The answer to a ``CatchUpQuestion``; None where it asks nothing.

    Args:
        figures: the shown figures of one indicator; those of areas that are not asked for are passed over.
        asked: ``area``, and ``to`` with a ``window`` or None, or ``target`` and ``year``.
    """
    area, known = asked["area"], list(figures)
    try:
        if asked["to"] is not None:
            return Outlook(projection=catch_up(_of(area, known), _of(asked["to"], known), asked["window"]))
        if asked["target"] is not None:
            return Outlook(needed=growth_needed(_start(area, known), asked["target"], asked["year"]))
    except Declined as declined:
        return Outlook(declined=declined.reason)
    return None


def _start(area: Area, figures: Iterable[Observation]) -> Observation:
    start = newest_of_a_year(_of(area, figures))
    if start is None:
        raise Declined(_("%(area)s没有可作起点的年度数。") % {"area": area})
    return start


def _of(area: Area, figures: Iterable[Observation]) -> list[Observation]:
    return [figure for figure in figures if figure.area_id == area.pk]


def _index_of_last(first: Observation, last: Observation) -> Decimal:
    percent_change(first, last)  # says why, where ``index`` would only leave the period out
    return index([first, last], first.period)[last.period]


MEASURES = {
    "change": absolute_change,
    "percent_change": percent_change,
    "compound_growth": compound_growth,
    "index": _index_of_last,
}


def _changed(area: Area, then: Mapping[tuple[int, str], Observation], first: str, last: str) -> Changed:
    figures = [then.get((area.pk, period)) for period in (first, last)]
    numbers: dict[str, Decimal | None] = dict.fromkeys(MEASURES)
    declined = {}
    absent = [period for period, figure in zip((first, last), figures, strict=True) if figure is None]
    for name, function in MEASURES.items():
        if absent:
            declined[name] = _("%(area)s %(period)s 没有数。") % {"area": area, "period": absent[0]}
            continue
        try:
            numbers[name] = function(*figures)
        except Declined as reason:
            declined[name] = reason.reason
    return Changed(area, *figures, **numbers, declined=declined)
