"""Labels that never stand on each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, product

from .scale import HUNDRED, pct, tenths, text_width

GAP = 18  # px between the base lines of two labels; text on a wall is 15.4 px high
APART = 6  # px between two labels in one row
OVER = Decimal("2.5")  # per cent that a label which begins or ends at a dot reaches past it
HALF = Decimal("0.5")
Widths = tuple[int, int]
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
    """A place for a label ``long`` pixels long."""

    anchor: str
    x: Decimal
    dx: int
    long: Decimal

    def span(self, width: int) -> tuple[Decimal, Decimal]:
        """From where to where it reaches in a chart of some width."""
        begin = self.x * width / HUNDRED + self.dx - self.long * {"start": 0, "middle": HALF, "end": 1}[self.anchor]
        return begin, begin + self.long

    def inside(self, width: int) -> bool:
        begin, end = self.span(width)
        return begin >= 0 and end <= width

    def clear_of(self, others: "Iterable[Spot]", widths: Widths) -> bool:
        """Whether it stands on one side of each other label in all charts from the narrowest to the widest.

        Places move in proportion to the width: what is clear on the same side at both ends is clear in between.
        """
        return all(self._left_of(other, widths) or other._left_of(self, widths) for other in others)

    def _left_of(self, other: "Spot", widths: Widths) -> bool:
        return all(self.span(width)[1] + APART <= other.span(width)[0] for width in widths)


def in_rows(wishes: Iterable[Wish], widths: Widths) -> list[Placed]:
    """Give each label a row and a spot where it is clear of the others: all in one row if little has to move for that.

    Args:
        wishes: the labels, the most important first.
        widths: pixels of the narrowest and of the widest chart.
    """
    wished = list(wishes)
    choices = [_spots(wish, widths[0]) for wish in wished]
    together = _in_one_row(choices, widths)
    if together:
        return [_placed(wish, spot, 0) for wish, spot in zip(wished, together, strict=True)]
    rows: list[list[Spot]] = []
    placed = []
    for wish, spots in zip(wished, choices, strict=True):
        for row in count():
            if row == len(rows):
                rows.append([])
            # In a row of its own even a label that is wider than the chart has its place.
            spot = next((spot for spot in spots if spot.clear_of(rows[row], widths)), None)
            if spot:
                rows[row].append(spot)
                placed.append(_placed(wish, spot, row))
                break
    return placed


def _placed(wish: Wish, spot: Spot, row: int) -> Placed:
    return Placed(wish.text, pct(spot.x), spot.dx, spot.anchor, row, wish.role)


def _in_one_row(choices: list[list[Spot]], widths: Widths) -> tuple[Spot, ...] | None:
    """One spot each, all clear of each other and none far down its list; None where there are no such."""
    if len(choices) > MOST_TOGETHER:
        return None
    for picks in sorted(product(*map(enumerate, choices)), key=_moved):
        spots = tuple(spot for _place, spot in picks)
        if _moved(picks) > MOST_MOVED:
            return None
        if all(spot.clear_of(spots[:place], widths) for place, spot in enumerate(spots)):
            return spots
    return None


def _moved(picks: tuple[tuple[int, Spot], ...]) -> int:
    """How far down their lists the spots are."""
    return sum(place for place, _spot in picks)


def _spots(wish: Wish, width: int) -> list[Spot]:
    """Where a label may stand: as wished, then at the dot with another part of it, last beside the dot."""
    long = text_width(wish.text)
    most = max(Decimal(0), HUNDRED - HUNDRED * long / width)  # a label that starts further right sticks out
    at_dot = [
        Spot("end", max(min(HUNDRED, wish.at + OVER), HUNDRED - most), 0, long),
        Spot("start", min(max(Decimal(0), wish.at - OVER), most), 0, long),
    ]
    free = [Spot("middle", wish.at, 0, long), Spot("end", wish.at, -BESIDE, long), Spot("start", wish.at, BESIDE, long)]
    middle, *beside = [spot if spot.inside(width) else None for spot in free]
    if wish.at < HUNDRED / 2:
        at_dot.reverse()
    by_wish = sorted(filter(None, [*at_dot, middle]), key=lambda spot: spot.anchor != wish.anchor)
    return [*by_wish, *filter(None, beside)]
