"""Relations that figures must satisfy: a finding where a figure is not what the others let it be.

A relation conflicts with a figure exactly when no number lies both in what the figure may stand for and in what the
others let it be: rounding never raises a flag, and a real conflict always does.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.utils.translation import gettext_lazy

from indicators.choices import Bound, IdentityKind, QualityKind, Severity

from .figures import Cells, Figure
from .findings import Finding, key_of
from .formulas import Computation, average_rate, computations
from .intervals import Interval, as_interval
from .relations import Relation
from .wording import expectation, shown, tried


def check(relation: Relation, cells: Cells) -> Iterator[Finding]:
    """The figures that a relation contradicts.

    A figure is held against those of its own source, printed at the same place where there are such; where its source
    lacks one, against the one that is shown: what is found then is no conflict of a source with itself, and neither is
    what is found where preliminary figures meet final ones.

    Args:
        relation: one without faults.
    """
    ways_of = cache(partial(computations, relation))
    for (area, period), figures in cells.get(relation.looked_at.id, {}).items():
        ways = ways_of(period)
        for figure in _one_a_source(figures) if ways else ():
            found = _held_against(relation, figure, ways, cells, area)
            if found is not None:
                yield found


def _one_a_source(figures: Sequence[Figure]) -> Iterable[Figure]:
    """Of each source the figure that is trusted most and can be compared."""
    found: dict[int, Figure] = {}
    for figure in figures:
        if figure.is_compared:
            found.setdefault(figure.source.id, figure)
    return found.values()


def _beside(figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Of several figures the one that belongs with another: its source's, at its place, an exact one, the shown one."""
    usable = [other for other in figures if other.is_compared]
    if len(usable) < 2:
        return usable[0] if usable else None
    return min(
        usable,
        key=lambda other: (other.source != figure.source, other.locator != figure.locator, other.bound != Bound.EXACT),
    )


def _held_against(
    relation: Relation, figure: Figure, ways: Sequence[Computation], cells: Cells, area: int
) -> Finding | None:
    """The finding, where every way in which the others give the figure contradicts it."""
    found: Finding | None = None
    total = relation.identity.total
    for way in ways:
        others = [_beside(figure, cells.get(indicator, {}).get((area, then), ())) for indicator, then in way.slots]
        if None in others:
            continue
        computed = way.formula(*(other.interval for other in others))
        if total is None:
            if not figure.interval.is_apart_from(computed):
                return None
            found = found or _misfit(relation, figure, way, others, computed)
        elif total not in computed:
            found = _wrong_total(relation, others, way)
    return found


def _misfit(
    relation: Relation, figure: Figure, way: Computation, others: Sequence[Figure], between: Interval
) -> Finding:
    """A figure that is not what the others let it be."""
    decimals = _decimals(relation, [figure, *others])
    exact = _from_printed(way, others)
    expected = None if exact is None else shown(exact, decimals)
    words = {
        "indicator": figure.indicator,
        "expected": expectation(expected, between, decimals + 1),
        "found": f"{figure.bound_sign}{figure.printed}",
    }
    message = gettext_lazy("%(area)s %(period)s，%(identity)s：%(indicator)s应为 %(expected)s，印为 %(found)s。")
    if way.years and expected is not None:
        words["intervals"] = _numbers_of_intervals(figure, others, relation.identity.factor, way.years)
        message = gettext_lazy(
            "%(area)s %(period)s，%(identity)s：%(indicator)s应为 %(expected)s，印为 %(found)s。%(intervals)s"
        )
    used = [figure, *others]
    return Finding(
        **_of_figures(relation, used),
        message=message,
        words=_names(relation, used) | words,
        expected=expected,
        expected_between=between,
        found=figure.as_printed if figure.bound == Bound.EXACT else None,
    )


def _wrong_total(relation: Relation, parts: Sequence[Figure], way: Computation) -> Finding:
    """Parts that do not add to what they must."""
    exact, decimals = _from_printed(way, parts), _decimals(relation, parts)
    added = None if exact is None else shown(exact, decimals)
    total = shown(relation.identity.total, decimals)
    words = {
        "expected": f"{total:f}",
        "found": expectation(added, way.formula(*(part.interval for part in parts)), decimals + 1),
    }
    return Finding(
        **_of_figures(relation, parts),
        message=gettext_lazy("%(area)s %(period)s，%(identity)s：各项之和应为 %(expected)s，相加得 %(found)s。"),
        words=_names(relation, parts) | words,
        expected=total,
        expected_between=as_interval(total),
        found=added,
    )


def _of_figures(relation: Relation, used: Sequence[Figure]) -> dict[str, Any]:
    """What a finding says of the figures it rests on, the one looked at first."""
    first, identity = used[0], relation.identity
    of_a_kind = len({(figure.source.id, figure.status) for figure in used}) == 1
    return {
        "key": key_of("identity", identity.code, first.area.code, first.period, first.source.code),
        "kind": QualityKind.IDENTITY,
        "severity": Severity.CONFLICT if of_a_kind else Severity.WARNING,
        "area": first.area,
        "period": first.period,
        "indicators": tuple(dict.fromkeys(figure.indicator for figure in used)),
        "observations": tuple(used),
        "identity": identity,
    }


def _names(relation: Relation, used: Sequence[Figure]) -> dict[str, Any]:
    return {"area": used[0].area, "period": used[0].period, "identity": relation.identity}


def _from_printed(way: Computation, others: Sequence[Figure]) -> Decimal | None:
    """What the figures as printed give; None where one of them is only a bound."""
    if any(other.bound != Bound.EXACT for other in others):
        return None
    return way.formula(*(as_interval(other.as_printed) for other in others)).low


def _decimals(relation: Relation, figures: Sequence[Figure]) -> int:
    """A sum has no more decimals than its parts; else one more than printed shows by how much a figure is off."""
    if relation.identity.kind == IdentityKind.SUM:
        return max(figure.decimals for figure in figures)
    return figures[0].decimals + 1


def _numbers_of_intervals(rate: Figure, levels: Sequence[Figure], factor: Decimal, years: int) -> Any:
    """Which number of years between the levels gives the printed rate, or comes nearest."""
    first, last = levels
    rates: dict[int, tuple[Decimal, bool]] = {}
    for count in range(max(years - 1, 1), years + 2):
        exact = average_rate(as_interval(first.as_printed), as_interval(last.as_printed), factor, count).low
        allowed = average_rate(first.interval, last.interval, factor, count)
        rates[count] = shown(exact, rate.decimals + 1), not rate.interval.is_apart_from(allowed)
    return tried(rates, rate.as_printed)
