"""Where a page's figures can be taken away: ``{% downloads indicator=record %}``, by the API's filters.

A filter's value is a record, a text, or several of them; what is empty does not narrow. The files hold what was known
on the day that the page looks at.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from indicators.api.downloads import DOWNLOADS

register = template.Library()

LABELS = {"csv": "CSV", "xlsx": "XLSX", "sdmx-csv": "SDMX-CSV"}


class Link(NamedTuple):
    """A format and where it is."""

    label: str
    address: str


@register.inclusion_tag("indicators/_downloads.html", takes_context=True)
def downloads(context: Context, **filters: Any) -> dict[str, list[Link]]:
    """The links, one a format."""
    asof = context.get("asof")
    query = {name: _texts(value) for name, value in filters.items()}
    if asof is not None and asof.known_on:
        query["known_on"] = [asof.known_on.isoformat()]
    address = reverse("api:observation-list")
    return {
        "links": [
            Link(LABELS[download.format], f"{address}?{urlencode({'format': download.format} | query, doseq=True)}")
            for download in DOWNLOADS
        ]
    }


def _texts(value: Any) -> list[str]:
    if value in (None, ""):
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        value = [value]
    return [one.code if isinstance(one, Model) else str(one) for one in value]
