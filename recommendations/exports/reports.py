"""Progress reports as one long file, CSV or one JSON object a line: row by row, however many there are."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from indicators.exporting.csv import BLOCK, BYTE_ORDER_MARK, cell, written

# The columns' names, and where they are read.
COLUMNS = {
    "ref": "ref",
    "action": "action__code",
    "department": "department__code",
    "as_of": "as_of",
    "status": "status",
    "percent": "percent",
    "no_news": "no_news",
    "progress": "progress",
    "problems": "problems",
    "next_steps": "next_steps",
    "evidence": "evidence",
    "openness": "openness",
    "state": "state",
    "approved_at": "approved_at",
    "corrects": "corrects_ref",
    "sample": "sample",
}
ROWS = 2000  # that are read at a time

Row = dict[str, Any]


def rows(reports: QuerySet) -> Iterator[Row]:
    """The reports one after another, in one query, with values as JSON has them.

    Args:
        reports: in the order of the file; with ``corrects_ref``, what each corrects as far as the reader may see it.
    """
    for values in reports.values_list(*COLUMNS.values()).iterator(chunk_size=ROWS):
        yield dict(zip(COLUMNS, map(_plain, values), strict=True))


def csv_chunks(found: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, texts guarded against formulas."""
    yield BYTE_ORDER_MARK
    yield from written(list(COLUMNS), ([cell(value) for value in row.values()] for row in found))


def json_lines(found: Iterable[Row]) -> Iterator[bytes]:
    """One object a line, in blocks of about ``BLOCK`` bytes."""
    block = bytearray()
    for row in found:
        block += json.dumps(row, ensure_ascii=False).encode() + b"\n"
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.1f}" if isinstance(value, Decimal) else value
