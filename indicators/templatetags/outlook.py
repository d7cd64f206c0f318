"""``{% catch_up_form indicator figures %}``: what may be asked of an indicator's course, for people signed in."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from indicators.choices import Direction
from indicators.models import Indicator, Observation

register = template.Library()


@register.inclusion_tag("indicators/_catch_up.html", takes_context=True)
def catch_up_form(
    context: Context, indicator: Indicator, figures: Iterable[Observation], asked: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Two forms that lead to the page ``catch-up``; nothing for strangers and where no area has a figure.

    Args:
        figures: the indicator's shown figures, which say whose course there is.
        asked: what the forms were filled in with; empty: the focus city.
    """
    signed_in = context["request"].user.is_authenticated
    areas = list({figure.area_id: figure.area for figure in figures if figure.value is not None}.values())
    return {
        "record": indicator,
        "asof": context.get("asof"),
        "areas": areas if signed_in else [],
        "directed": indicator.direction != Direction.NEUTRAL,
        "asked": asked or {"area": next((area for area in areas if area.kind == "focus"), None)},
    }
