"""Strips: from the lowest to the highest, position only, in one table cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.choices import ObsStatus
from indicators.models import Area, Observation
from indicators.queries import Standing
from indicators.writing import local

from .labels import GAP, Placed, Wish, in_rows
from .scale import Scale, pct, sight
from .words import arrow, labelled, listed, role

WIDTHS = 199, 640  # px: the strip's cell in a table at 768 px, and on a wall
EDGE = Decimal("2.5")  # per cent left free at both ends for half a dot
ABOVE, BELOW = 13, 23  # px from the axis to the base lines of the first rows of labels
HALF = 26
CROWD = 50  # areas: more than these cannot be told apart


@dataclass(frozen=True)
class Dot:
    """One area. ``arrow``: the real figure is ``more`` or ``less``; ``other``: it is of another definition."""

    x: str
    role: str
    arrow: str
    other: bool


@dataclass(frozen=True)
class Text:
    """Words at their place."""

    text: str
    x: str
    dx: int
    y: int
    anchor: str
    role: str


@dataclass(frozen=True)
class Strip:
    """A strip.

    Attributes:
        height: pixels.
        axis: pixels down to the line.
        median: the tick of the peers' median, or None.
        benchmarks: dashed lines.
        dots: the areas, the focus last and on top.
        texts: lowest and highest above; the focus and benchmarks below.
        label: all figures in words.
    """

    height: int
    axis: int
    median: str | None
    benchmarks: tuple[str, ...]
    dots: tuple[Dot, ...]
    texts: tuple[Text, ...]
    label: str


def strip(standing: Standing, chosen: Area | None = None) -> Strip | None:
    """How areas spread on one indicator.

    Args:
        standing: the ranking with the benchmarks of its period.
        chosen: the area to draw as the focus; by default the one whose standing it is.

    Returns:
        The geometry; None where no area has a figure. A benchmark too far off to share a scale keeps its name and value
        at the end of the strip, with an arrow instead of a line.
    """
    chosen = chosen or standing.row.observation.area
    shown = (row.observation for row in standing.ranking.rows)
    known = sorted((f for f in shown if f.value is not None), key=lambda f: f.value)
    if not known:
        return None
    low, high = sight(f.value for f in known)
    near = [f for f in standing.benchmarks if low <= f.value <= high]
    far = [f for f in standing.benchmarks if f not in near]
    values = [f.value for f in (*known, *near)]
    scale = Scale(min(values), max(values), EDGE, 100 - EDGE)
    above, below = _wishes(known, near, far, chosen, scale)
    placed = in_rows(above, WIDTHS), in_rows(below, WIDTHS)
    rows_above, rows_below = (max((label.row for label in labels), default=0) for labels in placed)
    axis = HALF + GAP * rows_above
    median = standing.ranking.median
    return Strip(
        height=axis + HALF + GAP * rows_below,
        axis=axis,
        median=None if median is None else pct(scale.at(median)),
        benchmarks=tuple(pct(scale.at(f.value)) for f in near),
        dots=tuple(_dots(known, chosen, scale)),
        texts=(
            *_texts(placed[0], lambda row: axis - ABOVE - GAP * row),
            *_texts(placed[1], lambda row: axis + BELOW + GAP * row),
        ),
        label=listed(local(standing.indicator, "name"), [*known, *standing.benchmarks]),
    )


def _wishes(
    known: list[Observation], near: list[Observation], far: list[Observation], chosen: Area, scale: Scale
) -> tuple[list[Wish], list[Wish]]:
    others = [known[0], known[-1]] if len(known) > 1 else known
    above = [
        Wish(labelled(f), scale.at(f.value), "start" if f is known[0] else "end", "peer" if f is known[-1] else "low")
        for f in others
        if f.area.code != chosen.code
    ]
    focus = next((f for f in known if f.area.code == chosen.code), None)
    below = (
        [Wish(local(chosen, "name"), scale.at(focus.value), "middle", "focus")]
        if focus
        else [Wish(_("%(area)s无数据") % {"area": local(chosen, "name")}, Decimal(0), "start", "low")]
    )
    below += [Wish(labelled(f), scale.at(f.value), "middle", "benchmark") for f in near]
    for f in far:
        beyond = f.value > known[-1].value
        text = f"{labelled(f)} →" if beyond else f"← {labelled(f)}"
        below.append(Wish(text, Decimal(100 if beyond else 0), "end" if beyond else "start", "benchmark"))
    return above, below


def _dots(known: list[Observation], chosen: Area, scale: Scale) -> Iterable[Dot]:
    """The areas; of a crowd, those that would cover each other are drawn once."""
    painted = sorted(known, key=lambda f: f.area.code == chosen.code)
    covered = set()
    for f in painted:
        place, other = scale.at(f.value), f.status == ObsStatus.OTHER_DEFINITION
        dot = Dot(pct(place), role(f.area, chosen), arrow(f), other)
        spot = round(place), dot.role, dot.arrow, dot.other
        if len(known) <= CROWD or spot not in covered:
            covered.add(spot)
            yield dot


def _texts(placed: Iterable[Placed], y) -> Iterable[Text]:
    for label in placed:
        yield Text(label.text, label.x, label.dx, y(label.row), label.anchor, label.role)
