"""Counts by light: one cell a thing up to 24, more as lengths in proportion."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from .scale import HUNDRED

MOST_CELLS = 24
LEAST = Decimal(1)  # per cent: a single thing among thousands is still seen
BEFORE, BETWEEN = Decimal("0.15"), Decimal("0.5")  # per cent of paper before the first and between segments


class Count(Protocol):
    """How many things show one light."""

    light: str
    label: str
    count: int


@dataclass(frozen=True)
class Segment:
    """One light's part of the bar."""

    light: str
    x: str
    width: str


@dataclass(frozen=True)
class Segments:
    """A bar, and in words all that it shows."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Cells:
    """A light for each thing, in display order, and the counts in words."""

    label: str
    cells: tuple[str, ...]


def count_cells(rows: Iterable[Count]) -> Cells | None:
    """A cell for each thing; None where there is none."""
    counted = _counted(rows)
    cells = tuple(row.light for row in counted for _thing in range(row.count))
    return Cells(_in_words(counted), cells) if cells else None


def count_segments(rows: Iterable[Count]) -> Segments | None:
    """A bar of lengths in proportion, none shorter than one per cent; None where there is nothing."""
    counted = _counted(rows)
    if not counted:
        return None
    segments, place = [], Decimal(0)
    for row, share in zip(counted, _shares([row.count for row in counted]), strict=True):
        segments.append(Segment(row.light, _exact(place + BEFORE), _exact(share - BETWEEN)))
        place += share
    return Segments(_in_words(counted), tuple(segments))


def _counted(rows: Iterable[Count]) -> list[Count]:
    return [row for row in rows if row.count]


def _in_words(rows: list[Count]) -> str:
    return " ".join(f"{row.label} {row.count}" for row in rows)


def _shares(counts: list[int]) -> list[Decimal]:
    """Per cent of the bar: those too small are lifted to the least, and the others share what is left."""
    total = sum(counts)
    small = {index for index, number in enumerate(counts) if HUNDRED * number / total < LEAST}
    left = HUNDRED - LEAST * len(small)
    large = sum(number for index, number in enumerate(counts) if index not in small)
    return [LEAST if index in small else left * number / large for index, number in enumerate(counts)]


def _exact(share: Decimal) -> str:
    return f"{share:.2f}%"
