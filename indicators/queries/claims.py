"""Verdicts on claims, however many there are, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from indicators import choices
from indicators.asof import AsOf
from indicators.models import Area, Claim, Indicator, Observation
from indicators.predicates import Predicate, Reference, read, references
from indicators.quality.claims import Evidence, Verdict, judge
from indicators.quality.implied import Implied

from .implied import implied_figures


def verdicts(claims: Iterable[Claim], asof: AsOf) -> list[Verdict]:
    """What the figures known on ``asof.known_on`` say of claims; six queries at most.

    Args:
        claims: in the order wanted, with ``source`` loaded.
    """
    predicates = [(claim, read(claim.predicate)) for claim in claims]
    evidence = _evidence([predicate for _claim, predicate in predicates], asof)
    return [judge(claim, predicate, evidence) for claim, predicate in predicates]


def all_verdicts(asof: AsOf) -> list[Verdict]:
    """The verdicts on all claims, in reading order."""
    return verdicts(Claim.objects.select_related("source"), asof)


def claims_of(indicator: Indicator, asof: AsOf) -> list[Verdict]:
    """The verdicts on the claims that ask for an indicator."""
    return verdicts(asking_for(Claim.objects.select_related("source"), indicator=indicator.code), asof)


def asking_for(claims: Iterable[Claim], **wanted: str) -> list[Claim]:
    """The claims that ask for a figure with the wanted codes (``indicator=``, ``area=``), which no column holds."""
    return [
        claim
        for claim in claims
        if any(
            all(getattr(reference, name) == code for name, code in wanted.items())
            for reference in references(read(claim.predicate).formula)
        )
    ]


def claim_counts(asof: AsOf) -> list[tuple[choices.Verdict, int]]:
    """How many claims have each verdict, of all claims."""
    return counted(all_verdicts(asof))


def counted(found: Iterable[Verdict]) -> list[tuple[choices.Verdict, int]]:
    """How many of the verdicts are which; zero too."""
    counts = Counter(verdict.verdict for verdict in found)
    return [(verdict, counts[verdict]) for verdict in choices.Verdict]


def _evidence(predicates: Iterable[Predicate], asof: AsOf) -> Evidence:
    asked = {reference for predicate in predicates for reference in references(predicate.formula)}
    indicators = Indicator.objects.in_bulk({reference.indicator for reference in asked}, field_name="code")
    areas = Area.objects.in_bulk({reference.area for reference in asked}, field_name="code")
    found = (
        Observation.objects.filter(
            indicator__in=indicators.values(),
            area__in=areas.values(),
            period__in={reference.period for reference in asked},
        )
        .known_on(asof.known_on)
        .in_order_of_trust()
        .select_related("indicator", "area", "source")
    )
    figures: dict[Reference, list[Observation]] = defaultdict(list)
    for observation in found:
        figures[_reference(observation)].append(observation)
    open_to_implied = {
        indicators[reference.indicator]
        for predicate in predicates
        if predicate.implied
        for reference in references(predicate.formula)
    }
    follow = implied_figures(asof, open_to_implied, areas.values())
    implied = {_reference(one): one for one in follow if not one.sample}
    return Evidence(figures, implied, indicators, areas)


def _reference(figure: Observation | Implied) -> Reference:
    return Reference(figure.indicator.code, figure.area.code, figure.period)
