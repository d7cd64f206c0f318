"""Charts, drawn on the server as SVG; each says so where there is nothing to draw.

=================================================  ===========================================================
``{% rank_chart ranking benchmarks "2020" %}``      a ranking as a table with bars; ``title="…"``, ``chosen=area``
``{% time_chart figures %}``                        one indicator over time, areas by line or dot; the same
``{% strip_chart standing %}``                      where an area stands between lowest and highest; ``chosen``
``{% spark figures %}``                             the course of one area in a cell; ``chosen``
``{% gantt_axis timeline %}``                       the years, for the head of a column of bars
``{% gantt_bar timeline plan %}``                   a ``Plan`` on a ``Timeline`` (see ``indicators.charts``)
``{{ period|in_words }}``                           2020年, 2016—2020年: a period as a sentence names it
``{% counted_bar rows %}``                          rows of ``light``, ``label``, ``count``: cells up to 24, else a bar
=================================================  ===========================================================

``chosen`` is the area drawn as the focus where that is not the focus city.
"""

from collections.abc import Iterable
from typing import Any

from django import template

from indicators import charts
from indicators.analysis import Ranking
from indicators.charts.words import in_words
from indicators.models import Area, Observation
from indicators.queries import Standing

register = template.Library()
register.filter(in_words)


@register.inclusion_tag("charts/_rank.html")
def rank_chart(
    ranking: Ranking,
    benchmarks: Iterable[Observation] = (),
    period: str = "",
    title: str = "",
    chosen: Area | None = None,
) -> dict[str, Any]:
    """Args: see ``charts.rank_chart``; benchmarks are figures with a value, of the ranking's period."""
    return {"chart": charts.rank_chart(ranking, benchmarks, period, title, chosen)}


@register.inclusion_tag("charts/_plot.html")
def time_chart(figures: Iterable[Observation], title: str = "", chosen: Area | None = None) -> dict[str, Any]:
    """Args: see ``charts.time_figure``; figures are the shown ones of one indicator, all areas and periods."""
    return {"chart": charts.time_figure(figures, title, chosen)}


@register.inclusion_tag("charts/_strip.html")
def strip_chart(standing: Standing, chosen: Area | None = None) -> dict[str, Any]:
    """Args: see ``charts.strip``."""
    return {"chart": charts.strip(standing, chosen)}


@register.inclusion_tag("charts/_spark.html")
def spark(figures: Iterable[Observation], chosen: Area | None = None) -> dict[str, Any]:
    """Args: see ``charts.spark``."""
    return {"chart": charts.spark(figures, chosen)}


@register.inclusion_tag("charts/_gantt_axis.html")
def gantt_axis(timeline: charts.Timeline | None) -> dict[str, Any]:
    """Nothing where no row has dates."""
    return {"timeline": timeline}


@register.inclusion_tag("charts/_gantt.html")
def gantt_bar(timeline: charts.Timeline | None, plan: charts.Plan) -> dict[str, Any]:
    """The lines of the scale alone for a plan without dates."""
    return {"timeline": timeline, "bar": timeline and timeline.bar(plan)}


@register.inclusion_tag("charts/_counted.html")
def counted_bar(rows: Iterable[charts.Count]) -> dict[str, Any]:
    """Nothing where nothing is counted."""
    counted = list(rows)
    few = sum(row.count for row in counted) <= charts.MOST_CELLS
    return {"cells": charts.count_cells(counted)} if few else {"segments": charts.count_segments(counted)}
