"""A course in one table cell: the shape only, each on its own scale."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.models import Area, Observation

from .columns import calendar, singles
from .scale import Scale, pct, px
from .words import role

HEIGHT, TOP, BOTTOM = 28, Decimal(6), Decimal(22)
LEFT, RIGHT = Decimal(4), Decimal(96)


@dataclass(frozen=True)
class Spark:
    """Lines between neighbouring periods; dots at the newest figure and at those with no neighbour.

    Attributes:
        role: ``focus`` or ``peer`` or ``benchmark``.
        lines: x1, x2, y1, y2.
        dots: x, y.
    """

    role: str
    lines: tuple[tuple[str, str, str, str], ...]
    dots: tuple[tuple[str, str], ...]
    height: int = HEIGHT


def spark(figures: Iterable[Observation], chosen: Area | None = None) -> Spark | None:
    """The course of one area.

    Args:
        figures: shown figures of one indicator and area.
        chosen: the area to draw as the focus; by default the focus city.

    Returns:
        The geometry; None with fewer than two periods that have a figure.
    """
    known = singles(figures)
    columns = calendar(f.period for f in known)
    if len(columns) < 2:
        return None
    by_period = {f.period: f for f in known}
    values = [f.value for f in by_period.values()]
    across = Scale(Decimal(0), Decimal(len(columns) - 1), LEFT, RIGHT)
    down = Scale(min(values), max(values), BOTTOM, TOP)
    places = [
        (pct(across.at(Decimal(i))), px(down.at(by_period[period].value))) if period in by_period else None
        for i, period in enumerate(columns)
    ]
    pairs = list(pairwise(places))
    around = zip([None, *places], places, [*places[1:], None], strict=False)
    alone = [here for before, here, after in around if here and not before and not after]
    return Spark(
        role=role(known[0].area, chosen),
        lines=tuple((a[0], b[0], a[1], b[1]) for a, b in pairs if a and b),
        dots=tuple(dict.fromkeys([*alone, places[-1]])),
    )
