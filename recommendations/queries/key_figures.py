"""The dashboard's key indicators: the focus city beside the best and the median peer, with the outcome's light."""

from dataclasses import dataclass

from indicators.asof import AsOf
from indicators.models import Area, Indicator
from indicators.queries import Standing, standings
from recommendations.choices import OutcomeLight
from recommendations.lights import worst
from recommendations.models import IndicatorLink

from .outcomes import read_outcomes


@dataclass(frozen=True)
class KeyFigure:
    """One indicator by which paths are judged: how the focus city stands, and the outcome's light."""

    standing: Standing
    light: OutcomeLight


def key_figures(asof: AsOf, limit: int = 8) -> list[KeyFigure]:
    """The indicators linked from paths and measures that can be compared.

    Args:
        asof: the date of reading.
        limit: how many at most.

    Returns:
        Key figures in the indicators' order; empty where no focus city or link exists.
    """
    focus = Area.objects.filter(kind="focus").first()
    if focus is None:
        return []
    links = IndicatorLink.objects.exclude(path=None, measure=None).filter(area=focus)
    outcomes = read_outcomes(links, asof)
    indicators = Indicator.objects.filter(pk__in={state.link.indicator_id for state in outcomes})
    lights = {
        pk: worst(state.light for state in outcomes if state.link.indicator_id == pk)
        for pk in {state.link.indicator_id for state in outcomes}
    }
    found = standings(focus, indicators, asof)[:limit]
    return [KeyFigure(standing, lights[standing.indicator.pk]) for standing in found]
