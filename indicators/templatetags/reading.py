"""How pages write names, figures, dates and links.

=====================================  =====================================================================
``{{ record|local:"title" }}``         the field in the reader's language: ``title`` or ``title_en``
``{{ title|phrases }}``                a title that breaks only between its phrases
``{{ observation|figure }}``           the value as printed, with the sign of its bound
``{{ growth|briefly }}``               a computed number to two decimals at most
``{{ percent|percent }}``              40% or 12.5%; a dash for nothing
``{{ difference|signed }}``            +1.2, -1.2, 0; a dash for nothing
``{{ user|person }}``                  a person's name, the sign-in name where none is kept; a dash for nobody
``{{ day|day }}``                      2024-06-30; a dash for nothing
``{% href target name=value %}``       the address of a record or page, with a query, at the date being read
=====================================  =====================================================================
"""

import re
from datetime import date
from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from indicators.writing import NOTHING, briefly, figure, in_english, local, number, percent, person, published, signed

register = template.Library()

PHRASE = re.compile(r"[^，：；、]+[，：；、]?")


@register.filter(name="local")
def local_or_nothing(record: Any, field: str) -> str:
    """See ``writing.local``; nothing of no record."""
    return "" if record is None else local(record, field)


@register.filter
def phrases(title: str) -> str | SafeString:
    """A Chinese title as phrases that lines do not break inside; any other text as it is."""
    found = PHRASE.findall(title)
    if in_english() or len(found) < 2:
        return title
    return format_html_join("", '<span class="ph">{}</span>', ((phrase,) for phrase in found))


register.filter(briefly)
register.filter(figure)
register.filter(number)
register.filter(percent)
register.filter(person)
register.filter(published)
register.filter(signed)


@register.filter
def day(value: date | None) -> str | SafeString:
    """An ISO date that no line breaks inside; a dash for nothing."""
    return NOTHING if value is None else format_html('<span class="num">{}</span>', value.isoformat())


@register.simple_tag(takes_context=True)
def href(context: Context, target: Model | str, *args: Any, **query: Any) -> str:
    """The address of a record, or of a page by its name and arguments.

    Args:
        target: a record with ``get_absolute_url``, or the name of a page.
        args: the page's arguments.
        query: what stands behind ``?``; empty values are left out.

    Returns:
        The address, with ``as_of`` and ``known_on`` of the date being read where that is not today.
    """
    address = reverse(target, args=args) if isinstance(target, str) else target.get_absolute_url()
    wanted = {name: value for name, value in query.items() if value not in (None, "")} | dates(context)
    return f"{address}?{urlencode(wanted)}" if wanted else address


def dates(context: Context) -> dict[str, str]:
    """The date being read, as a query: empty where it is today with all that is known."""
    asof = context.get("asof")
    if asof is None or not asof.is_past:
        return {}
    known = {"known_on": asof.known_on.isoformat()} if asof.known_on else {}
    return {"as_of": asof.as_of.isoformat()} | known


@register.simple_tag(takes_context=True)
def here_with(context: Context, **query: Any) -> str:
    """This page's address with some parts of its query replaced; None or empty takes a part away."""
    kept = context["request"].GET.copy()
    for name, value in query.items():
        if value in (None, ""):
            kept.pop(name, None)
        else:
            kept[name] = value
    return f"?{kept.urlencode()}" if kept else context["request"].path
