"""A long ranking cut down to what a page can show."""

from collections.abc import Collection
from dataclasses import replace

from .ranking import Ranked, Ranking

LEADING, TRAILING = 10, 3
MOST_ROWS = 24


def excerpt(ranking: Ranking, chosen: Collection[str]) -> Ranking:
    """The leading and the trailing areas of a ranking, and those chosen, with the places that they have in the whole.

    Args:
        ranking: of any length; up to 24 rows stay as they are.
        chosen: codes of the areas that are kept wherever they stand, beside the focus city.

    Returns:
        The ranking with fewer rows; best, median and counts are those of all.
    """
    if len(ranking.rows) <= MOST_ROWS:
        return ranking
    valued = [row for row in ranking.rows if row.rank is not None]
    ends = {id(row) for row in (*valued[:LEADING], *valued[-TRAILING:])}

    def kept(row: Ranked) -> bool:
        area = row.observation.area
        return id(row) in ends or area.kind == "focus" or area.code in chosen

    return replace(ranking, rows=tuple(filter(kept, ranking.rows)))
