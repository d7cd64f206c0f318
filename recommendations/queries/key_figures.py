"""The dashboard's key indicators: the focus city beside the best and the median peer, with the outcome's light."""

from collections import defaultdict
from dataclasses import dataclass

from indicators.asof import AsOf
from indicators.models import Coded
from indicators.queries import Standing, standings
from recommendations.choices import OutcomeLight
from recommendations.lights import worst

from .outcomes import OutcomeState, PlanOutcomes


@dataclass(frozen=True)
class KeyFigure:
    """One indicator by which paths are judged: how the focus city stands, and the outcome's light."""

    standing: Standing
    light: OutcomeLight


def key_figures(outcomes: PlanOutcomes, asof: AsOf, limit: int = 8) -> list[KeyFigure]:
    """The indicators linked from paths and measures for the focus city that can be compared; two queries.

    Args:
        outcomes: those of the plan on the day.
        asof: the date of reading.
        limit: how many at most.

    Returns:
        Key figures in the indicators' order; empty where no focus city is linked.
    """
    cities = {state.link.area.pk: state.link.area for state in outcomes.states if state.link.area.kind == "focus"}
    focus = min(cities.values(), key=_place, default=None)
    if focus is None:
        return []
    judged: dict[int, list[OutcomeState]] = defaultdict(list)
    for state in outcomes.states:
        if state.link.area_id == focus.pk:
            judged[state.link.indicator_id].append(state)
    indicators = sorted((states[0].link.indicator for states in judged.values()), key=_place)
    return [
        KeyFigure(standing, worst(state.light for state in judged[standing.indicator.pk]))
        for standing in standings(focus, indicators, asof)[:limit]
    ]


def _place(record: Coded) -> tuple[int, str]:
    return record.position, record.code
