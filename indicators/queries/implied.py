"""Figures that follow from known ones; see ``quality.implied``."""

from collections.abc import Iterable

from django.db.models import Prefetch

from indicators.asof import AsOf
from indicators.models import Area, Identity, IdentityTerm, Indicator
from indicators.quality.implied import Implied, implied_by

from .shown import shown_figures


def implied_figures(
    asof: AsOf,
    indicators: Iterable[Indicator] | None = None,
    areas: Iterable[Area] | None = None,
    periods: Iterable[str] | None = None,
) -> list[Implied]:
    """What follows from the figures known on ``asof.known_on`` and is not known itself; three queries.

    Args:
        indicators: those whose implied figures are wanted; None: all.
        areas: those whose are wanted; None: all.
        periods: those of which they are wanted; None: all.

    Returns:
        In order of indicator and area, the newest period first.
    """
    wanted = None if indicators is None else {indicator.pk for indicator in indicators}
    giving = IdentityTerm.objects.filter(implied=True)
    if wanted is not None:
        giving = giving.filter(indicator__in=wanted)
    terms = IdentityTerm.objects.select_related("indicator").order_by("position", "pk")
    identities = list(
        Identity.objects.filter(pk__in=giving.values("identity")).prefetch_related(Prefetch("terms", terms))
    )
    joined = {term.indicator_id: term.indicator for identity in identities for term in identity.terms.all()}
    figures = shown_figures(joined.values(), asof, areas, periods)
    found = implied_by(identities, [figure for of_indicator in figures.values() for figure in of_indicator])
    return [one for one in found if wanted is None or one.indicator.pk in wanted]
