"""Labels that never stand on each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, product

from .scale import HUNDRED, pct, tenths, text_width

GAP = 17  # px between the base lines of two labels: the height of a line
APART = 6  # px between two labels in one row
OVER = Decimal("2.5")  # per cent that a label which begins or ends at a dot reaches past it
MOST_TOGETHER, MOST_MOVED = 4, 3
BESIDE = 14  # px from a dot to a label beside it


def stack(wanted: Sequence[Decimal], low: Decimal, high: Decimal) -> list[Decimal]:
    """Move labels of one column apart, each as little as the others allow.

    Args:
        wanted: where each label would stand by itself.
        low, high: the first and last place a label may take; where they do not all fit, they pass ``high``.

    Returns:
        Places in the order of ``wanted``: at least ``GAP`` apart, and nowhere has one label overtaken another.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # Measured against a column of labels set solid, the places need only not fall: runs that do are levelled.
    runs: list[tuple[Decimal, int]] = []
    for place, index in enumerate(order):
        total, members = wanted[index] - GAP * place, 1
        while runs and runs[-1][0] / runs[-1][1] > total / members:
            before, more = runs.pop()
            total, members = total + before, members + more
        runs.append((total, members))
    last = max(low, high - GAP * (len(wanted) - 1))
    solid = [tenths(min(max(total / members, low), last)) for total, members in runs for _member in range(members)]
    places = {index: level + GAP * place for place, (index, level) in enumerate(zip(order, solid, strict=True))}
    return [places[index] for index in range(len(wanted))]


@dataclass(frozen=True)
class Wish:
    """A label that would stand at a dot.

    Attributes:
        text: the words.
        at: the dot's place, 0 to 100.
        anchor: which part of the text stands at the dot if there is room: ``start``, ``middle`` or ``end``.
        role: ``focus``, ``peer`` or ``benchmark``: how it is drawn.
    """

    text: str
    at: Decimal
    anchor: str
    role: str


@dataclass(frozen=True)
class Placed:
    """A label in its row: 0 is nearest the axis."""

    text: str
    x: str
    dx: int
    anchor: str
    row: int
    role: str


@dataclass(frozen=True)
class Spot:
    """A place for a label: ``begin`` to ``end``, in pixels of the narrowest chart."""

    anchor: str
    x: Decimal
    dx: int
    begin: Decimal
    end: Decimal

    def clear_of(self, others: "Iterable[Spot]") -> bool:
        return all(self.end + APART <= other.begin or other.end + APART <= self.begin for other in others)


def in_rows(wishes: Iterable[Wish], width: int) -> list[Placed]:
    """Give each label a row and a spot where it is clear of the others: all in one row if little has to move for that.

    Args:
        wishes: the labels, the most important first.
        width: pixels of the narrowest chart. What is clear there is clear on any wider one, where dots stand further
            apart and the text is no longer.
    """
    wished = list(wishes)
    choices = [_spots(wish, width) for wish in wished]
    together = _in_one_row(choices)
    if together:
        return [_placed(wish, spot, 0) for wish, spot in zip(wished, together, strict=True)]
    rows: list[list[Spot]] = []
    placed = []
    for wish, spots in zip(wished, choices, strict=True):
        for row in count():
            if row == len(rows):
                rows.append([])
            # In a row of its own even a label that is wider than the chart has its place.
            spot = next((spot for spot in spots if spot.clear_of(rows[row])), None)
            if spot:
                rows[row].append(spot)
                placed.append(_placed(wish, spot, row))
                break
    return placed


def _placed(wish: Wish, spot: Spot, row: int) -> Placed:
    return Placed(wish.text, pct(spot.x), spot.dx, spot.anchor, row, wish.role)


def _in_one_row(choices: list[list[Spot]]) -> tuple[Spot, ...] | None:
    """One spot each, all clear of each other and none far down its list; None where there are no such."""
    if len(choices) > MOST_TOGETHER:
        return None
    for picks in sorted(product(*map(enumerate, choices)), key=_moved):
        spots = tuple(spot for _place, spot in picks)
        if _moved(picks) <= MOST_MOVED and all(spot.clear_of(spots[:place]) for place, spot in enumerate(spots)):
            return spots
    return None


def _moved(picks: tuple[tuple[int, Spot], ...]) -> int:
    """How far down their lists the spots are."""
    return sum(place for place, _spot in picks)


def _spots(wish: Wish, width: int) -> list[Spot]:
    """Where a label may stand: as wished, then at the dot with another part of it, last beside the dot."""
    long, dot = text_width(wish.text), wish.at * width / HUNDRED
    most = max(Decimal(0), HUNDRED - HUNDRED * long / width)  # a label that starts further right sticks out
    start = min(max(Decimal(0), wish.at - OVER), most)
    end = max(min(HUNDRED, wish.at + OVER), HUNDRED - most)
    at_dot = [
        Spot("end", end, 0, end * width / HUNDRED - long, end * width / HUNDRED),
        Spot("start", start, 0, start * width / HUNDRED, start * width / HUNDRED + long),
        Spot("middle", wish.at, 0, dot - long / 2, dot + long / 2),
    ]
    beside = [
        Spot("end", wish.at, -BESIDE, dot - BESIDE - long, dot - BESIDE),
        Spot("start", wish.at, BESIDE, dot + BESIDE, dot + BESIDE + long),
    ]
    inside = [spot for spot in beside if spot.begin >= 0 and spot.end <= width]
    centred = at_dot[-1].begin >= 0 and at_dot[-1].end <= width
    return [*sorted(at_dot if centred else at_dot[:-1], key=lambda spot: spot.anchor != wish.anchor), *inside]
