"""Periods as the columns of a chart over time."""

from collections import Counter
from collections.abc import Iterable

from indicators.models import Observation

YEAR, QUARTER, MONTH = 1, 4, 12
STEPS = {
    YEAR: (1, 2, 5, 10, 20, 50, 100),
    QUARTER: (1, 2, 4, 8, 20, 40, 80, 200),
    MONTH: (1, 2, 3, 6, 12, 24, 60, 120, 240),
}


def parts_a_year(period: str) -> int:
    """How many periods of its kind a year has."""
    return QUARTER if "Q" in period else MONTH if "-" in period else YEAR


def singles(figures: Iterable[Observation]) -> list[Observation]:
    """Figures with a value, of single periods of one kind: years do not mix with quarters.

    Where there are several kinds, the one with the most figures; of two equal ones the longer periods.
    """
    known = [f for f in figures if f.value is not None and "/" not in f.period]
    kinds = Counter(parts_a_year(f.period) for f in known)
    kind = min(kinds, key=lambda one: (-kinds[one], one), default=YEAR)
    return [f for f in known if parts_a_year(f.period) == kind]


def calendar(periods: Iterable[str]) -> list[str]:
    """Every period from the first to the last, the empty ones between them too; all of one kind."""
    given = list(periods)
    if not given:
        return []
    parts = parts_a_year(given[0])
    numbers = [_number(period, parts) for period in given]
    return [_period(number, parts) for number in range(min(numbers), max(numbers) + 1)]


def _number(period: str, parts: int) -> int:
    year, _dash, part = period.partition("-")
    return int(year) * parts + (int(part.lstrip("Q")) - 1 if part else 0)


def _period(number: int, parts: int) -> str:
    year, part = divmod(number, parts)
    if parts == QUARTER:
        return f"{year}-Q{part + 1}"
    return f"{year}-{part + 1:02}" if parts == MONTH else str(year)
