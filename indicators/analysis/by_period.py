"""Figures of one indicator as a table: periods down, areas across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.models import Area, Observation


@dataclass(frozen=True)
class PeriodRow:
    """One period; each area with its figure, in the table's order; None where nothing is recorded."""

    period: str
    cells: tuple[tuple[Area, Observation | None], ...]


@dataclass(frozen=True)
class PeriodTable:
    """The table; ``left_out`` is the number of older periods that it does not hold."""

    areas: tuple[Area, ...]
    rows: tuple[PeriodRow, ...]
    left_out: int


def by_period(figures: Iterable[Observation], areas: Sequence[Area], most: int) -> PeriodTable:
    """Lay figures out by period.

    Args:
        figures: shown figures of one indicator, one an area and period.
        areas: the columns; figures of others are passed over.
        most: rows that the table may have.

    Returns:
        The newest periods first; of periods that end together the shorter before the longer.
    """
    columns = {area.pk: place for place, area in enumerate(areas)}
    rows: dict[tuple, list[Observation | None]] = {}
    for figure in figures:
        if figure.area_id in columns:
            key = figure.period_end, figure.period_start, figure.period
            rows.setdefault(key, [None] * len(columns))[columns[figure.area_id]] = figure
    newest_first = sorted(rows, reverse=True)
    kept = tuple(PeriodRow(key[-1], tuple(zip(areas, rows[key], strict=True))) for key in newest_first[:most])
    return PeriodTable(tuple(areas), kept, len(newest_first) - len(kept))
