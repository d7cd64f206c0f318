"""Dots and lines in a frame: one row an area, one column a period or a category."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from indicators.choices import ObsStatus
from indicators.models import Observation
from indicators.writing import figure, local

from .frame import BASELINE, TOP, Frame, Name, Tick, height_for
from .labels import GAP, stack
from .scale import pct, px, sight, text_width
from .words import NOT_FINAL, arrow, described, labelled

DENSE = 24  # more columns than this: dots only at the ends of lines
POINTED = 60  # more columns than this: nobody could point at one of them
ABOVE_FOOT = 8  # px from the axis up to the middle of the lowest label
BESIDE = 9  # px from a dot to the label that stands at it
PAINTED = ("benchmark", "peer", "focus")  # in this order, the last on top


@dataclass(frozen=True)
class Row:
    """One area's figures, one a column; None where there is none."""

    role: str
    figures: tuple[Observation | None, ...]

    @property
    def known(self) -> list[Observation]:
        return [f for f in self.figures if f]

    @property
    def columns(self) -> list[int]:
        return [column for column, f in enumerate(self.figures) if f]


@dataclass(frozen=True)
class Dot:
    """A figure.

    Attributes:
        x, y: its place.
        arrow: the real one is ``more`` or ``less``, or empty.
        other: it is of another definition.
        passing: it is no final figure: preliminary, estimated, implied or a forecast.
    """

    x: str
    y: str
    arrow: str
    other: bool
    passing: bool


@dataclass(frozen=True)
class Point:
    """Where a figure is, and what it says when it is pointed at, whether it has a dot or not."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Line:
    """From one figure to the next. ``forecast``: where it leads to one."""

    x1: str
    x2: str
    y1: str
    y2: str
    forecast: bool


@dataclass(frozen=True)
class Series:
    """What is drawn of one area."""

    role: str
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Label:
    """Words in a plot; ``inside`` among the lines, else right of them."""

    role: str
    text: str
    x: str
    y: str
    dx: int = 0
    inside: bool = False


@dataclass(frozen=True)
class Plot:
    """A chart of dots or lines.

    Attributes:
        height: pixels.
        left, right: ends of the rules, per cent.
        tick_x, ticks: the axis of values.
        foot: the columns' names.
        series: the areas, the focus last and on top.
        labels: names and values.
        gaps: words where a run of columns is empty for all: x, y, text.
        cut_at: the number at which the axis starts where that is not zero, else empty.
        notes: what a reader must know besides.
    """

    height: int
    left: str
    right: str
    tick_x: str
    ticks: list[Tick]
    foot: list[Name]
    series: list[Series]
    labels: list[Label]
    gaps: list[tuple[str, str, str]]
    cut_at: str
    notes: list[str]


def draw(
    names: Sequence[str],
    rows: Iterable[Row],
    *,
    joined: bool,
    steps: Sequence[int] = (1,),
    empty: Callable[[str, str], str] | None = None,
) -> Plot:
    """Draw figures column by column.

    Args:
        names: what the columns are called.
        rows: the areas; at least one figure.
        joined: whether lines lead from column to column; else there are only dots, and every one is labelled.
        steps: how names may be thinned out where they do not all fit; the last column keeps its name.
        empty: what to write over a run of columns that nobody has a figure for, from the names of its first and last.
    """
    seen, far = _in_sight(list(rows))
    seen.sort(key=lambda row: PAINTED.index(row.role))
    ends = [_end_text(row, joined) for row in seen if joined or row.figures[-1]]
    crowds = [] if joined else [sum(row.figures[column] is not None for row in seen) for column in range(len(names))]
    frame = Frame(
        values=tuple(f.value for row in seen for f in row.known),
        columns=len(names),
        labels=tuple(ends),
        height=height_for([len(ends), *crowds]),
    )
    inside = _inside_labels(frame, seen, joined)
    foot = frame.foot(names, steps)
    return Plot(
        height=frame.height + GAP * (len({name.y for name in foot}) - 1),
        left=pct(frame.left),
        right=pct(frame.right),
        tick_x=frame.tick_x,
        ticks=frame.ticks,
        foot=foot,
        series=[_series(frame, row, joined) for row in seen],
        labels=[*inside, *_end_labels(frame, seen, joined)],
        gaps=_gaps(frame, seen, names, empty, inside) if empty else [],
        cut_at=frame.cut_at,
        notes=_notes(seen, far, joined),
    )


def _in_sight(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The rows to draw, and the benchmarks too far off to share a scale with the areas compared."""
    compared = [f.value for row in rows if row.role != "benchmark" for f in row.known]
    if not compared:
        return rows, []
    low, high = sight(compared)
    far = [row for row in rows if row.role == "benchmark" and not all(low <= f.value <= high for f in row.known)]
    return [row for row in rows if row not in far], far


def _runs(row: Row, joined: bool) -> list[list[int]]:
    """Columns that a line joins: neighbours with figures of one definition. Without lines each stands alone."""
    runs: list[list[int]] = []
    for column in row.columns:
        before = runs[-1][-1] if runs else None
        if joined and before == column - 1 and _same_definition(row.figures[before], row.figures[column]):
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _same_definition(one: Observation, other: Observation) -> bool:
    return (one.status == ObsStatus.OTHER_DEFINITION) == (other.status == ObsStatus.OTHER_DEFINITION)


def _series(frame: Frame, row: Row, joined: bool) -> Series:
    runs = _runs(row, joined)
    at = {column: (pct(frame.x(column)), px(frame.y(row.figures[column].value))) for column in row.columns}
    dotted = row.columns
    if row.role == "benchmark":
        dotted = [run[0] for run in runs if len(run) == 1]
    elif joined and len(row.figures) > DENSE:
        dotted = sorted({column for run in runs for column in (run[0], run[-1])})
    return Series(
        role=row.role,
        lines=tuple(
            Line(at[a][0], at[b][0], at[a][1], at[b][1], row.figures[b].status == ObsStatus.FORECAST)
            for run in runs
            for a, b in pairwise(run)
        ),
        dots=tuple(
            Dot(
                *at[column],
                arrow=arrow(row.figures[column]),
                other=row.figures[column].status == ObsStatus.OTHER_DEFINITION,
                passing=row.figures[column].status in NOT_FINAL,
            )
            for column in dotted
        ),
        points=tuple(Point(*at[column], described(row.figures[column])) for column in row.columns)
        if len(row.figures) <= POINTED
        else (),
    )


def _caption(f: Observation) -> str:
    if f.status in NOT_FINAL:
        return f"{labelled(f)} {ObsStatus(f.status).label}"
    return f"{labelled(f)}*" if f.status == ObsStatus.OTHER_DEFINITION else labelled(f)


def _stacked(frame: Frame, labels: Sequence[Label], wanted: Sequence[Decimal]) -> list[Label]:
    places = stack(wanted, TOP, frame.bottom - ABOVE_FOOT)
    return [replace(label, y=px(place + BASELINE)) for label, place in zip(labels, places, strict=True)]


def _end_text(row: Row, joined: bool) -> str:
    """What stands right of the plot: name and value in the last column; of a line that ends before it, the name."""
    last = row.figures[row.columns[-1]]
    return local(last.area, "name") if joined and row.figures[-1] is None else _caption(last)


def _named_inside(frame: Frame, row: Row) -> bool:
    """Whether a line that ends before the last column has room for its label there."""
    return bool(_inside_text(frame, row.known[-1], row.role, row.columns[-1], None, goes_on=False))


def _end_labels(frame: Frame, rows: list[Row], joined: bool) -> list[Label]:
    """Words right of the plot: at the last column, and at lines that end too near to it to be named where they end."""
    ends = [row for row in rows if row.figures[-1] or (joined and not _named_inside(frame, row))]
    labels = [Label(row.role, _end_text(row, joined), frame.label_x, "") for row in ends]
    return _stacked(frame, labels, [frame.y(row.known[-1].value) for row in ends])


def _inside_labels(frame: Frame, rows: list[Row], joined: bool) -> list[Label]:
    """Labels at dots that no line leads on from, short of the figure that follows; those of one column are stacked.

    Among lines all are stacked together, because there a label may reach over the next column.
    """
    found: dict[int, list[tuple[Label, Decimal]]] = {}
    filled = sorted({column for row in rows for column in row.columns})
    for row in rows:
        for run in _runs(row, joined):
            column, f = run[-1], row.figures[run[-1]]
            following = next((c for c in (row.columns if joined else filled) if c > column), None)
            if column == len(row.figures) - 1 or (joined and following == column + 1):
                continue
            text = _inside_text(frame, f, row.role, column, following, goes_on=joined and following is not None)
            if text:
                label = Label(row.role, text, pct(frame.x(column)), "", dx=BESIDE, inside=True)
                found.setdefault(0 if joined else column, []).append((label, frame.y(f.value)))
    groups = [tuple(zip(*group, strict=True)) for group in found.values()]
    return [label for labels, places in groups for label in _stacked(frame, labels, places)]


def _inside_text(frame: Frame, f: Observation, role: str, column: int, following: int | None, *, goes_on: bool) -> str:
    """The fullest label that has room before the figure that follows; empty where none has."""
    room = frame.room(column, following) - 2 * BESIDE
    return next((text for text in _texts(f, role, goes_on) if text_width(text) <= room), "")


def _texts(f: Observation, role: str, goes_on: bool) -> list[str]:
    """What a label may say, the fullest first. Of a line that goes on after a gap the name is enough."""
    name = local(f.area, "name")
    if goes_on:
        return [name]
    return [_caption(f), name, figure(f)] if role == "focus" else [_caption(f), name]


def _gaps(
    frame: Frame, rows: list[Row], names: Sequence[str], empty: Callable[[str, str], str], inside: list[Label]
) -> list[tuple[str, str, str]]:
    """Words in the middle of each empty run, clear of the labels inside; none where they have no room."""
    filled = sorted({column for row in rows for column in row.columns})
    taken = [Decimal(label.y) for label in inside]
    middle = (TOP + frame.bottom) / 2
    lines = [TOP + GAP * step for step in range(1, int(frame.bottom - TOP) // GAP)]
    heights = sorted(lines, key=lambda y: abs(y - middle))
    y = next((h for h in heights if all(abs(h - other) >= GAP for other in taken)), None)
    found = []
    for before, after in pairwise(filled):
        words = empty(names[before + 1], names[after - 1]) if after > before + 1 else ""
        if words and y is not None and text_width(words) <= frame.room(before, after) - 2 * BESIDE:
            found.append((pct((frame.x(before) + frame.x(after)) / 2), px(y), words))
    return found


def _notes(rows: list[Row], far: list[Row], joined: bool) -> list[str]:
    notes, drawn = [], [f for row in rows for f in row.known]
    if any(f.status == ObsStatus.OTHER_DEFINITION for f in drawn):
        notes.append(_("* 口径不同，不与其他数连线。") if joined else _("* 口径不同。"))
    if any(f.status in NOT_FINAL for f in drawn):
        notes.append(_("空心方点是快报、估计、推算或预测的数，还会变。"))
    if any(arrow(f) for f in drawn):
        notes.append(_("箭头指向实际数所在的一边。"))
    notes += [_("%(figure)s：相差太远，图上不画。") % {"figure": labelled(row.known[-1])} for row in far]
    return notes
