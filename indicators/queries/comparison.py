"""Any areas beside each other by any indicators."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.analysis import Ranked, Ranking, rank
from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation

from .shown import shown_figures


@dataclass(frozen=True)
class Cell:
    """One area's figure on one indicator; ``row`` is None where there is none of the period, or of a benchmark."""

    area: Area
    observation: Observation | None
    row: Ranked | None

    @property
    def rank(self) -> int | None:
        return self.row.rank if self.row else None


@dataclass(frozen=True)
class Line:
    """One indicator across the areas, in their order.

    Attributes:
        period: the period compared; None: none of them has a figure.
        cells: one an area.
        ranking: of the chosen areas among each other.
        figures: their figures of all periods.
    """

    indicator: Indicator
    period: str | None
    cells: tuple[Cell, ...]
    ranking: Ranking
    figures: tuple[Observation, ...]

    @property
    def sample(self) -> bool:
        """Whether any of the figures is sample data."""
        return any(figure.sample for figure in self.figures)

    @property
    def has_course(self) -> bool:
        """Whether there is more to draw than the table says: figures of several periods."""
        return len({figure.period for figure in self.figures if figure.value is not None}) > 1

    def of(self, area: Area) -> Cell:
        return next(cell for cell in self.cells if cell.area == area)


@dataclass(frozen=True)
class Comparison:
    """Areas across, indicators down; ``periods`` are those of which any of them has a figure, the newest first."""

    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    periods: tuple[str, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(line.indicator for line in self.lines)

    @property
    def courses(self) -> tuple[Line, ...]:
        """The indicators with a course over time."""
        return tuple(line for line in self.lines if line.has_course)


def compare(
    areas: Iterable[Area],
    indicators: Iterable[Indicator],
    asof: AsOf,
    *,
    period: str = "",
    areas_by: Indicator | None = None,
    indicators_by: Area | None = None,
    with_other_definitions: bool = False,
) -> Comparison:
    """Put areas beside each other; one query.

    Args:
        areas: those compared, in reading order.
        indicators: what they are compared by, in reading order.
        period: the same for all; else each indicator's period with most of the areas, the newest of equals.
        areas_by: the indicator that orders the areas, the best first and those without a rank last.
        indicators_by: the area whose ranks order the indicators, its best first and those without a rank last.
        with_other_definitions: let figures of status B take part in the ranks.

    Returns:
        The table; a cell without a figure stays empty.
    """
    chosen, compared = list(areas), list(indicators)
    figures = shown_figures(compared, asof, chosen)
    lines = [_line(indicator, chosen, figures[indicator.pk], period, with_other_definitions) for indicator in compared]
    if indicators_by is not None:
        lines.sort(key=lambda line: _place(line.of(indicators_by)))
    leading = next((line for line in lines if line.indicator == areas_by), None)
    if leading is not None:
        chosen.sort(key=lambda area: _place(leading.of(area)))
        lines = [_reordered(line, chosen) for line in lines]
    known = {(f.period_end, f.period) for found in figures.values() for f in found if f.value is not None}
    return Comparison(tuple(chosen), tuple(lines), tuple(text for _end, text in sorted(known, reverse=True)))


def _line(
    indicator: Indicator, areas: list[Area], figures: list[Observation], period: str, with_other_definitions: bool
) -> Line:
    at = period or _fullest(figures)
    then = {f.area_id: f for f in figures if f.period == at}
    ranking = rank(indicator, then.values(), with_other_definitions=with_other_definitions)
    cells = tuple(Cell(area, then.get(area.pk), ranking.of(area.code)) for area in areas)
    return Line(indicator, at, cells, ranking, tuple(figures))


def _fullest(figures: list[Observation]) -> str | None:
    """The period with figures of most areas, forecasts aside, the newest of equals; a span of years at need."""
    known = Counter(
        ("/" not in f.period, f.period_end, f.period) for f in figures if f.value is not None and f.status != "F"
    )
    if not known:
        return None
    (_single, _end, period), _count = max(known.items(), key=lambda item: (item[0][0], item[1], item[0]))
    return period


def _place(cell: Cell) -> tuple[bool, int]:
    """Sorts by rank, what has none last; equals keep their order."""
    return cell.rank is None, cell.rank or 0


def _reordered(line: Line, areas: list[Area]) -> Line:
    cells = tuple(line.of(area) for area in areas)
    return Line(line.indicator, line.period, cells, line.ranking, line.figures)
