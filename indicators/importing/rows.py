"""Rows as a person names them: ``7、12-15``, counted from 1 as spreadsheets do."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from .limits import MOST_ROWS

SEPARATOR = re.compile(r"[\s,，、;；]+")
PART = re.compile(r"(\d{1,7})(?:[-—–~](\d{1,7}))?", re.ASCII)


class BadRowsError(ValueError):
    """A text that names no rows; the message says how to write them."""


def read_rows(text: str) -> list[int]:
    """The rows that a text names, counted from 0, each once.

    Raises:
        BadRowsError: it is not understood.
    """
    rows: set[int] = set()
    for part in filter(None, SEPARATOR.split(text.strip())):
        match = PART.fullmatch(part)
        first = int(match[1]) if match else 0
        last = int(match[2] or first) if match else 0
        if not 1 <= first <= last <= MOST_ROWS:
            raise BadRowsError(_("“%(part)s”不是行号，请写成 7、12-15。") % {"part": part})
        rows.update(range(first - 1, last))
    return sorted(rows)


def write_rows(rows: Iterable[int]) -> str:
    """Rows counted from 0, as ``read_rows`` reads them."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return "、".join(f"{first + 1}" if first == last else f"{first + 1}-{last + 1}" for first, last in spans)
