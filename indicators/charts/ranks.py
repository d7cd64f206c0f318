"""Rankings: a table with a column of bars from zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.analysis import Ranked, Ranking
from indicators.choices import ObsStatus
from indicators.models import Area, Observation
from indicators.quality.implied import Implied
from indicators.writing import figure, local, number

from .scale import HUNDRED, Scale, pct, sight, text_width
from .words import arrow, in_words, labelled, peers_median, phrase, role

NARROWEST = 150  # px: the column of bars on a phone
END = Decimal(94)  # per cent: the longest bar leaves room for an arrow
STUB = Decimal("0.5"), Decimal(14)  # a missing figure's dotted line
HEAD = 42  # px: the head's cell holds two rows of words
FIRST_LINE, LINE = 16, 18
BESIDE = 5


@dataclass(frozen=True)
class Bar:
    """From zero to the value.

    Attributes:
        x, width: the rectangle.
        tip: where the value is.
        left: whether the bar goes left from zero.
    """

    x: str
    width: str
    tip: str
    left: bool


@dataclass(frozen=True)
class Row:
    """One area. ``sign`` refers to a note; ``arrow``: the real value is ``more`` or ``less``; no value, no ``bar``."""

    rank: int | None
    name: str
    sign: str
    value: str
    role: str
    arrow: str
    bar: Bar | None


@dataclass(frozen=True)
class Benchmark:
    """A dashed line through the bars, with words in a row of the head. ``x`` is None where it is off the scale."""

    text: str
    x: str | None
    text_x: str
    dx: int
    y: int
    anchor: str


@dataclass(frozen=True)
class RankChart:
    """A ranking.

    Attributes:
        title, subtitle: the caption.
        rows: the areas, as ranked.
        zero: where bars start.
        stub: both ends of the dotted line of a missing figure.
        benchmarks: those of the period, or the peers' median where there is none.
        head: pixels that the head's cell needs, where that is more than it has.
        notes: sign and text.
        arrows: whether there are arrows, which need a word.
    """

    title: str
    subtitle: str
    rows: tuple[Row, ...]
    zero: str
    stub: tuple[str, str]
    benchmarks: tuple[Benchmark, ...]
    head: int | None
    notes: tuple[tuple[str, str], ...]
    arrows: bool


def rank_chart(
    ranking: Ranking,
    benchmarks: Iterable[Observation] = (),
    period: str = "",
    title: str = "",
    chosen: Area | None = None,
) -> RankChart | None:
    """A ranking as bars.

    Args:
        ranking: of one indicator and period.
        benchmarks: figures with a value to compare with.
        period: the period, for the caption.
        title: the caption; by default the period's ranking.
        chosen: the area to draw as the focus; by default the focus city.

    Returns:
        The geometry; None where no area has a figure.
    """
    values = [row.observation.value for row in ranking.rows if row.observation.value is not None]
    if not values:
        return None
    marks = [(f.value, labelled(f)) for f in benchmarks]
    if not marks and ranking.median is not None:
        marks = [(ranking.median, peers_median(ranking.peers_counted, number(ranking.median)))]
    low, high = sight([*values, Decimal(0)])
    scale = _scale([*values, *(value for value, _text in marks if low <= value <= high)])
    zero = scale.at(Decimal(0))
    notes = _notes(ranking.rows)
    placed = _benchmarks(marks, scale, low, high)
    when = in_words(period) if period else ""
    unit = local(ranking.rows[0].observation.indicator, "unit")
    return RankChart(
        title=title or (_("%(period)s排名") % {"period": when} if when else _("排名")),
        subtitle=phrase(unit, when if title else ""),
        rows=tuple(_row(row, scale, notes, chosen) for row in ranking.rows),
        zero=pct(zero),
        stub=_stub(zero),
        benchmarks=placed,
        head=_head(len(placed)),
        notes=tuple(notes.values()),
        arrows=any(arrow(row.observation) for row in ranking.rows),
    )


def _scale(values: list[Decimal]) -> Scale:
    """Zero is always on it; the ends leave room for arrows."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    if low == high:
        return Scale(Decimal(0), Decimal(1), Decimal(0), END)
    return Scale(low, high, HUNDRED - END if low else Decimal(0), END if high else HUNDRED)


def _row(row: Ranked, scale: Scale, notes: dict[int, tuple[str, str]], chosen: Area | None) -> Row:
    f = row.observation
    return Row(
        rank=row.rank,
        name=local(f.area, "name"),
        sign=notes.get(id(row), ("", ""))[0],
        value=figure(f),
        role=role(f.area, chosen),
        arrow=arrow(f),
        bar=None if f.value is None else _bar(f.value, scale),
    )


def _bar(value: Decimal, scale: Scale) -> Bar:
    zero, tip = scale.at(Decimal(0)), scale.at(value)
    return Bar(pct(min(zero, tip)), pct(abs(tip - zero)), pct(tip), value < 0)


def _stub(zero: Decimal) -> tuple[str, str]:
    near, far = STUB
    if zero + far <= HUNDRED:
        return pct(zero + near), pct(zero + far)
    return pct(zero - far), pct(zero - near)


def _benchmarks(marks: list[tuple[Decimal, str]], scale: Scale, low: Decimal, high: Decimal) -> tuple[Benchmark, ...]:
    """A row of the head each, so that no line runs through words: lines go down from their own row."""
    near = sorted(((scale.at(value), text) for value, text in marks if low <= value <= high), reverse=True)
    ways = (_in_turn(order, inside) for inside in (True, False) for order in (near, near[::-1]))
    rows = next(filter(None, ways), [])
    found = [
        Benchmark(text, pct(x), pct(x), -BESIDE if side == "end" else BESIDE, FIRST_LINE + LINE * place, side)
        for place, (x, text, side) in enumerate(rows)
    ]
    for value, text in marks:
        if not low <= value <= high:
            side, x, words = ("end", "100.0%", f"{text} →") if value > high else ("start", "0.0%", f"← {text}")
            found.append(Benchmark(words, None, x, 0, FIRST_LINE + LINE * len(found), side))
    return tuple(found)


def _in_turn(marks: list[tuple[Decimal, str]], inside: bool) -> list[tuple[Decimal, str, str]] | None:
    """Each mark with the side of its line on which its words cross no line from above.

    Args:
        marks: place and words, the top row first.
        inside: whether words must stay inside the narrowest chart. If not, there is always a way from the largest mark
            down: to the left of each line there is none from above.

    Returns:
        Place, words and anchor of each; None where one has no side.
    """
    rows: list[tuple[Decimal, str, str]] = []
    for x, text in marks:
        share = HUNDRED * (text_width(text) + BESIDE) / NARROWEST
        spans = {"end": (x - share, x), "start": (x, x + share)}
        free = [
            side
            for side in (("end", "start") if x >= HUNDRED / 2 else ("start", "end"))
            if not any(spans[side][0] < above < spans[side][1] for above, _text, _side in rows)
            and (not inside or (spans[side][0] >= 0 and spans[side][1] <= HUNDRED))
        ]
        if not free:
            return None
        rows.append((x, text, free[0]))
    return rows


def _head(benchmarks: int) -> int | None:
    needed = HEAD + LINE * (benchmarks - 2)
    return needed if needed > HEAD else None


def _notes(rows: Iterable[Ranked]) -> dict[int, tuple[str, str]]:
    """A letter and a sentence for each row that is not what it seems: of another definition, not final, a remark."""
    plain = {ObsStatus.NORMAL, ObsStatus.MISSING}
    notes: dict[int, tuple[str, str]] = {}
    for row in rows:
        f = row.observation
        status = "" if f.status in plain else str(ObsStatus(f.status).label)
        unranked = _("不排名") if status and row.rank is None else ""
        text = phrase(status, unranked)
        remark = local(f.identity, "name") if isinstance(f, Implied) else local(f, "note")
        if text or remark:
            sign = chr(ord("a") + len(notes) % 26)
            notes[id(row)] = (
                sign,
                _("%(area)s：%(text)s。")
                % {
                    "area": local(f.area, "name"),
                    "text": _("；").join(filter(None, [text, remark.rstrip("。.")])),
                },
            )
    return notes
