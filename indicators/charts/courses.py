"""Plots of one indicator: over time, or side by side by category."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.models import Area, Observation
from indicators.writing import local, sentences

from .columns import STEPS, calendar, parts_a_year, singles
from .plot import Plot, Row, draw
from .words import Course, in_words, listed, phrase, role, told

ENOUGH_FOR_LINES = 3


@dataclass(frozen=True)
class Figure:
    """A plot with its words.

    Attributes:
        plot: the geometry.
        title, subtitle: the caption: what it shows; unit and where a cut axis starts.
        label: what it shows, in sentences, for those who do not see it.
    """

    plot: Plot
    title: str
    subtitle: str
    label: str


def time_figure(figures: Iterable[Observation], title: str = "", chosen: Area | None = None) -> Figure | None:
    """Areas over time: lines where at least three periods have figures, else dots.

    Lines join neighbouring periods only. Ranges (2016/2020) have no place on a line; where there is nothing else they
    are drawn as categories.

    Args:
        figures: shown figures of one indicator, one an area and period.
        title: the caption; by default that it is the course over the years.
        chosen: the area to draw as the focus; by default the focus city.

    Returns:
        The figure, or None where no figure has a value.
    """
    given = [f for f in figures if f.value is not None]
    known = singles(given)
    if not known:
        return _ranges(given, title, chosen) if given else None
    columns = calendar(f.period for f in known)
    rows = _rows(known, columns, chosen)
    plot = draw(
        columns,
        rows,
        joined=len({f.period for f in known}) >= ENOUGH_FOR_LINES,
        steps=STEPS[parts_a_year(columns[0])],
        empty=_no_data,
    )
    name = local(known[0].indicator, "name")
    return _figure(plot, title or _("历年"), known[0], told(name, [Course(r.role, tuple(r.known)) for r in rows]))


def category_figure(
    columns: Mapping[str, Iterable[Observation]], title: str = "", chosen: Area | None = None
) -> Figure | None:
    """Areas side by side, a column of dots for each category.

    Args:
        columns: figures by the category's name, in order; one an area in each, all of one unit.
        title: the caption.
        chosen: the area to draw as the focus; by default the focus city.

    Returns:
        The figure, or None where no figure has a value.
    """
    known = {name: [f for f in figures if f.value is not None] for name, figures in columns.items()}
    flat = [f for figures in known.values() for f in figures]
    if not flat:
        return None
    areas = {f.area.code: f.area for f in flat}
    rows = [
        Row(role(area, chosen), tuple(next((f for f in fs if f.area.code == code), None) for fs in known.values()))
        for code, area in areas.items()
    ]
    label = sentences(listed(phrase(title, name), figures) for name, figures in known.items() if figures)
    return _figure(draw(list(known), rows, joined=False), title, flat[0], label)


def _ranges(figures: list[Observation], title: str, chosen: Area | None) -> Figure | None:
    columns: dict[str, list[Observation]] = {}
    for f in sorted(figures, key=lambda f: f.period):
        columns.setdefault(f.period.replace("/", "—"), []).append(f)
    return category_figure(columns, title or local(figures[0].indicator, "name"), chosen)


def _rows(figures: list[Observation], columns: list[str], chosen: Area | None) -> list[Row]:
    by_area: dict[str, dict[str, Observation]] = {}
    for f in figures:
        by_area.setdefault(f.area.code, {})[f.period] = f
    return [
        Row(role(next(iter(found.values())).area, chosen), tuple(found.get(period) for period in columns))
        for found in by_area.values()
    ]


def _no_data(first: str, last: str) -> str:
    period = first if first == last else f"{first}/{last}"
    return _("%(period)s无数据") % {"period": in_words(period)}


def _figure(plot: Plot, title: str, sample: Observation, label: str) -> Figure:
    cut = _("纵轴从%(number)s起") % {"number": plot.cut_at} if plot.cut_at else ""
    return Figure(plot, title, phrase(local(sample.indicator, "unit"), cut), label)
