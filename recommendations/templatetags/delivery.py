"""Lights and their counts on pages: always shape, word and colour together.

==========================================  ==================================================================
``{% light state %}``                       an action's delivery light with its reason
``{% outcome_light light %}``               an outcome light
``{% delivery_counts progress path="1" %}``  counts by light as ``rows`` for tallies, cells and bars
``{% outcome_counts outcomes url %}``       the same for outcomes; numbers link to that page's list of them
``{% shared_timeline states %}``            the scale on which the bars of a table of actions stand
``{{ state|plan }}``                        one action's bar, for ``gantt_bar``
``{{ states|any_sample }}``                 whether something that one of them rests on is sample data
==========================================  ==================================================================
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from indicators.charts import Plan, Timeline
from indicators.templatetags.reading import href
from recommendations.choices import Light, OutcomeLight
from recommendations.queries.outcomes import Outcomes
from recommendations.queries.rollup import Progress
from recommendations.queries.status import ActionState

register = template.Library()


@dataclass(frozen=True)
class Count:
    """How many things show one light, and the address of their list."""

    light: str
    label: str
    count: int
    url: str


@register.inclusion_tag("_light.html")
def light(state: ActionState) -> dict[str, Any]:
    return {"light": state.light or "none", "word": state.light_label}


@register.inclusion_tag("_light.html")
def outcome_light(shown: str) -> dict[str, Any]:
    return {"light": shown, "word": OutcomeLight(shown).label}


@register.simple_tag(takes_context=True)
def delivery_counts(context: Context, progress: Progress, **query: str) -> list[Count]:
    """Counts by delivery light in display order; each links to the actions behind it.

    Args:
        progress: the counted actions.
        query: what narrows the list of actions to the same ones (``path="1"``).
    """
    return [
        Count(shown, shown.label, progress.by_light[shown], href(context, "action-list", delivery_light=shown, **query))
        for shown in Light
    ]


@register.simple_tag
def outcome_counts(outcomes: Outcomes, url: str) -> list[Count]:
    """Counts by outcome light in display order, linked to where the page ``url`` lists the indicators."""
    return [Count(shown, shown.label, outcomes.by_light[shown], f"{url}#outcomes") for shown in OutcomeLight]


@register.filter
def plan(state: ActionState) -> Plan:
    return Plan(
        start=state.action.start_date,
        due=state.original_due_date,
        extended_to=state.due_date if state.former_due_date else None,
        percent=state.percent,
        late=state.overdue,
    )


@register.filter
def any_sample(states: Sequence[ActionState]) -> bool:
    return any(state.sample for state in states)


@register.simple_tag
def shared_timeline(states: Sequence[ActionState]) -> Timeline | None:
    """One scale for all; None where none has dates."""
    return Timeline.over([plan(state) for state in states], states[0].asof.as_of) if states else None
