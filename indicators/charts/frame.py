"""The frame of a plot: margins, the axis of values with its round numbers, the columns along the foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil

from .labels import GAP
from .scale import HUNDRED, Scale, pct, px, text_width, ticks, written

NARROWEST = 320  # px: a phone's page without its gutters
HEIGHT, TOP, FOOT = 260, Decimal(14), Decimal(30)
LEFT, RIGHT = Decimal(7), Decimal(77)  # per cent, where the words need no more room
UNDER_FOOT = 20  # px from the axis down to the base line of the columns' names
BETWEEN_NAMES, FOOT_ROWS = 8, 3
TIGHT = Decimal(45)  # the plot never gets narrower than up to here
ONE_COLUMN = Decimal(24)
BASELINE = Decimal("4.5")  # from a text's middle down to its base line


def share(pixels: Decimal) -> Decimal:
    """Per cent of the narrowest plot."""
    return HUNDRED * pixels / NARROWEST


@dataclass(frozen=True)
class Tick:
    """A number on the axis of values. ``axis``: the line is the axis itself (zero, or the foot), else a thin rule."""

    y: str
    text_y: str
    label: str
    axis: bool


@dataclass(frozen=True)
class Name:
    """What a column is called, at the foot."""

    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Frame:
    """Where things stand.

    Attributes:
        values: all values drawn.
        columns: number of columns.
        labels: the texts that stand right of the plot.
        height: pixels of the whole.
    """

    values: tuple[Decimal, ...]
    columns: int
    labels: tuple[str, ...]
    height: int

    @cached_property
    def numbers(self) -> list[Decimal]:
        """The round numbers of the axis; it starts at zero unless all values are far from it."""
        low, high = min(self.values), max(self.values)
        if low > 0 and (low < high / 2 or low == high):
            low = Decimal(0)
        if high < 0 and (high > low / 2 or low == high):
            high = Decimal(0)
        return ticks(low, high) if low != high else [Decimal(0), Decimal(1)]

    @property
    def cut_at(self) -> str:
        """The number at which the axis starts where that is not zero, else empty."""
        return written(self.numbers)[0] if self.numbers[0] > 0 or self.numbers[-1] < 0 else ""

    @cached_property
    def left(self) -> Decimal:
        return max(LEFT, share(max(map(text_width, written(self.numbers))) + 10))

    @cached_property
    def right(self) -> Decimal:
        if self.columns == 1:
            return self.left + ONE_COLUMN
        room = share(max(map(text_width, self.labels), default=Decimal(0)) + 2)
        return min(RIGHT, max(TIGHT, HUNDRED - 2 - room))

    @property
    def label_x(self) -> str:
        return pct(self.right + 2)

    @property
    def tick_x(self) -> str:
        return pct(self.left - Decimal("1.5"))

    @property
    def bottom(self) -> Decimal:
        return self.height - FOOT

    @cached_property
    def _across(self) -> Scale:
        if self.columns == 1:
            middle = (self.left + self.right) / 2
            return Scale(Decimal(0), Decimal(0), middle, middle)
        return Scale(Decimal(0), Decimal(self.columns - 1), self.left + 2, self.right - 1)

    @cached_property
    def _down(self) -> Scale:
        return Scale(self.numbers[0], self.numbers[-1], self.bottom, TOP)

    def x(self, column: int) -> Decimal:
        """Per cent across."""
        return self._across.at(Decimal(column))

    def y(self, value: Decimal) -> Decimal:
        """Pixels down."""
        return self._down.at(value)

    def room(self, column: int, following: int | None) -> Decimal:
        """Pixels on the narrowest page from a column's dots to the following column's, or to the words at the right."""
        end = self.x(following) if following is not None else self.right
        return (end - self.x(column)) * NARROWEST / HUNDRED

    @property
    def ticks(self) -> list[Tick]:
        base = Decimal(0) if Decimal(0) in self.numbers else self.numbers[0]
        return [
            Tick(px(self.y(number)), px(self.y(number) + BASELINE), label, number == base)
            for number, label in zip(self.numbers, written(self.numbers), strict=True)
        ]

    def foot(self, names: Sequence[str], steps: Sequence[int]) -> list[Name]:
        """The columns' names: every n-th, counted back from the last, as they fit; else in several rows by turns."""
        width = max(map(text_width, names)) + BETWEEN_NAMES
        apart = self.room(0, 1) if self.columns > 1 else width
        step = next((s for s in steps if apart * s >= width), steps[-1])
        rows = min(FOOT_ROWS, ceil(width / (apart * step)))
        kept = [column for column in range(self.columns) if (self.columns - 1 - column) % step == 0]
        return [self._name(column, names[column], place % rows) for place, column in enumerate(kept)]

    def _name(self, column: int, text: str, row: int) -> Name:
        x, half = self.x(column), share(text_width(text) / 2)
        y = px(self.bottom + UNDER_FOOT + GAP * row)
        if x < half:
            return Name(pct(Decimal(0)), y, "start", text)
        return Name(pct(HUNDRED), y, "end", text) if x + half > HUNDRED else Name(pct(x), y, "middle", text)


def height_for(labels: Sequence[int]) -> int:
    """Pixels of a plot whose columns have so many labels."""
    most = max(labels, default=0)
    return max(HEIGHT, int(TOP + FOOT) + GAP * most)
