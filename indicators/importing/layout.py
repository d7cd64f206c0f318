"""Where on a sheet the titles, the headers, the figures and the footnotes stand."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .catalogue import Catalogue, plain
from .mapping import Role
from .numbers import BadNumberError, parse_number
from .sheet import Sheet
from .width import half_width
from .words import ROLES, UNIT_LINE

MOST_HEADER_ROWS = 3
ROWS_ABOVE_FIGURES = 60
FORMULA = "="

YEAR = re.compile(r"(?:19|20|21)\d\d(?:年.*)?", re.ASCII)
COLUMN_LETTERS = "甲乙丙丁"
PLACES = {Role.INDICATOR, Role.AREA, Role.PERIOD}


@dataclass
class Layout:
    """The parts of a sheet.

    Attributes:
        titles: the lines above the headers, each once.
        headers: for each column its headers' texts from above, each once.
        first: the first row of figures, counted from 0.
        last: the row after the last of figures.
        footnotes: the lines below.
    """

    titles: list[str]
    headers: list[list[str]]
    first: int
    last: int
    footnotes: list[str]


def is_number(text: str) -> bool:
    """Whether a cell holds a number, a year too; a formula stands for one."""
    if text == FORMULA:
        return True
    try:
        return parse_number(text).value is not None
    except BadNumberError:
        return False


def is_missing_mark(text: str) -> bool:
    """Whether a cell says that there is no figure (``----``); an empty one says nothing."""
    try:
        return text != "" and parse_number(text).value is None
    except BadNumberError:
        return False


def find_layout(sheet: Sheet, catalogue: Catalogue) -> Layout:
    """Find the parts of a sheet.

    Args:
        sheet: the sheet.
        catalogue: known areas, whose codes are no figures.

    Returns:
        Its layout; ``first`` and ``last`` are equal where there are no figures.
    """
    rows = sheet.rows
    header = _row_of_roles(rows)
    first = _first_figures(rows, catalogue) if header is None else header + 1
    last = _end(rows, first, long=header is not None)
    top = _top_of_headers(rows, first) if header is None else header
    width = max((len(row) for row in rows[top:last]), default=0)
    return Layout(
        titles=_lines(rows[:top]),
        headers=_headers([row for row in rows[top:first] if not _is_numbering(row)], width),
        first=first,
        last=last,
        footnotes=_lines(rows[last:]),
    )


def _row_of_roles(rows: list[list[str]]) -> int | None:
    """The header of a long table: the row that names a value and of what, where or when it is."""
    for at, row in enumerate(rows[:ROWS_ABOVE_FIGURES]):
        roles = {ROLES.get(plain(text)) for text in row}
        if Role.VALUE in roles and roles & PLACES:
            return at
    return None


def _first_figures(rows: list[list[str]], catalogue: Catalogue) -> int:
    for at, row in enumerate(rows[:ROWS_ABOVE_FIGURES]):
        if not _is_numbering(row) and any(_is_figure(text, catalogue) for text in row):
            return _below_header(rows, _first_without_figures(rows, at, catalogue))
    return len(rows)


def _first_without_figures(rows: list[list[str]], at: int, catalogue: Catalogue) -> int:
    """Go up over rows that belong to the table: they say that figures are missing, or name an area with numbers."""
    while at:
        above = [text for text in rows[at - 1] if text]
        if not any(is_missing_mark(text) for text in above) and not (
            above and catalogue.find_area(above[0]) and any(is_number(text) for text in above[1:])
        ):
            break
        at -= 1
    return at


def _below_header(rows: list[list[str]], at: int) -> int:
    """Go up over rows with nothing but their name (一、综合, an area not filled in), if a header stands above them."""
    above = at
    while above and is_only_named(rows[above - 1]):
        above -= 1
    return above if above and _is_header(rows[above - 1]) else at


def is_only_named(row: list[str]) -> bool:
    """Whether a row says nothing but its name: 一、综合, merged over all columns or not; or nothing at all."""
    return not any(row) or _repeats_its_first(row)


def _repeats_its_first(row: list[str]) -> bool:
    return row[0] != "" and set(row) <= {row[0], ""}


def is_heading(row: list[str]) -> bool:
    """Whether a row only names those below it; merged over the columns, its text stands in those of figures too."""
    return len(row) > 1 and _repeats_its_first(row) and not _says_a_figure(row[0])


def _says_a_figure(text: str) -> bool:
    return is_number(text) or is_missing_mark(text)


def _is_figure(text: str, catalogue: Catalogue) -> bool:
    return is_number(text) and not YEAR.fullmatch(half_width(text)) and not catalogue.find_area(text)


def _is_numbering(row: list[str]) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3."""
    texts = [text for text in row if text and text not in COLUMN_LETTERS]
    return len(texts) > 1 and texts == [f"{number}" for number in range(1, len(texts) + 1)]


def _end(rows: list[list[str]], first: int, *, long: bool) -> int:
    for at in range(len(rows) - 1, first - 1, -1):
        texts = [text for text in rows[at] if text]
        if len(set(texts)) > 1 and (long or any(map(_says_a_figure, texts[1:]))):
            return at + 1
    return first


def _top_of_headers(rows: list[list[str]], first: int) -> int:
    top = first
    while top and first - top < MOST_HEADER_ROWS and _is_header(rows[top - 1]):
        top -= 1
    return top


def _is_header(row: list[str]) -> bool:
    """Whether a row heads columns: several texts, or one that begins behind the first column; not a unit's line."""
    texts = {text for text in row if text}
    if not texts or any(UNIT_LINE.search(text) for text in texts):
        return False
    return len(texts) > 1 or not row[0]


def _headers(rows: list[list[str]], width: int) -> list[list[str]]:
    """For each column its texts from above. A text in an upper row also heads the empty cells at its right."""
    grid = [[" ".join(text.split()) for text in row] + [""] * (width - len(row)) for row in rows]
    for upper, lower in pairwise(grid):
        for column in range(1, width):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    return [[text for text in dict.fromkeys(row[column] for row in grid) if text] for column in range(width)]


def _lines(rows: list[list[str]]) -> list[str]:
    lines = (" ".join(dict.fromkeys(text for text in row if text)) for row in rows)
    return [line for line in lines if line]
