"""The long table as CSV that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .guard import guarded
from .rows import COLUMNS, Export, long_rows

BLOCK = 64 * 1024  # characters that are sent at a time
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel does not read Chinese


def chunks(export: Export) -> Iterator[bytes]:
    """The figures as a file, piece by piece: UTF-8 with a byte order mark, texts guarded against formulas."""
    header = [column.name for column in COLUMNS]
    yield BYTE_ORDER_MARK
    yield from written(header, ([cell(value) for value in row] for row in long_rows(export.figures())))


def cell(value: Any) -> str:
    """A value as a cell: nothing for None, and an apostrophe before a text that would run as a formula."""
    return guarded(text(value))


def text(value: Any) -> str:
    """A value as text: nothing for None, ``true`` and ``false`` as JSON writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """CSV as RFC 4180 has it, in blocks of about ``BLOCK`` characters.

    Args:
        header: the columns' names.
        rows: cells in the header's order; taken one by one.
    """
    block = io.StringIO(newline="")
    writer = csv.writer(block)
    writer.writerow(header)
    for row in rows:
        writer.writerow(row)
        if block.tell() >= BLOCK:
            yield block.getvalue().encode()
            block.seek(0)
            block.truncate()
    yield block.getvalue().encode()
