"""Reads text with separators: UTF-8 or GB18030; comma, tab or semicolon."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from indicators.exporting.guard import unguarded

from .kinds import Kind, refusal_of
from .limits import MOST_COLUMNS, MOST_ROWS, too_many_columns, too_many_rows
from .sheet import Sheet, UnreadableFileError

DELIMITERS = "\t;,"
LINES_LOOKED_AT = 100
TELLING_CHARACTERS = 10
SDMX = b"STRUCTURE"


def read_csv(data: bytes, name: str) -> Sheet:
    """Read separated text.

    Args:
        data: the file's content.
        name: what the sheet is called.

    Returns:
        A sheet, without empty rows at its end and empty columns at its right. The apostrophe that keeps a spreadsheet
        from running a text as a formula is taken away, but not in SDMX-CSV, which has none.

    Raises:
        UnreadableFileError: neither UTF-8 nor GB18030, a quotation mark that is not closed, too many rows or columns,
            or nothing in it.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    encoding = _encoding(data)
    delimiter = _delimiter(_lines(data, encoding))
    guarded = b"'" in data and not data.startswith(SDMX)
    rows: list[list[str]] = []
    known: dict[str, str] = {}
    lines = csv.reader(_bounded(_lines(data, encoding), delimiter, name), delimiter=delimiter, strict=True)
    try:
        for cells in lines:
            texts = map(unguarded, cells) if guarded else cells
            # One text however often it stands in the file: columns of codes and units repeat it in every row.
            row = [known.setdefault(text, text) for text in map(str.strip, texts)]
            while row and not row[-1]:
                row.pop()
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise too_many_rows(name, MOST_ROWS)
    except csv.Error as error:
        raise UnreadableFileError(
            _("第 %(line)d 行读不下去：引号不成对，或一格过长。") % {"line": lines.line_num}
        ) from error
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise refusal_of(Kind.EMPTY)
    return Sheet(name=name, rows=rows)


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines with their ends, decoded as they are asked for."""
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _bounded(lines: Iterator[str], delimiter: str, name: str) -> Iterator[str]:
    """The lines; one with too many columns is refused before it is taken apart."""
    for line in lines:
        if line.count(delimiter) >= MOST_COLUMNS and _outside_quotes(line).count(delimiter) >= MOST_COLUMNS:
            raise too_many_columns(name)
        yield line


def _encoding(data: bytes) -> str:
    """The encoding in which all of the file can be read."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf_8(data, error.start)
    else:
        return "utf-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            _("第 %(line)d 行既不是 UTF-8 也不是 GB18030 编码。请另存为 UTF-8 编码的 .csv。")
            % {"line": _line(data, error.start)}
        ) from error
    return "gb18030"


def _refuse_damaged_utf_8(data: bytes, start: int) -> None:
    """Refuse text that is UTF-8 but for a damaged place: as GB18030 it would be read, and wrongly.

    GB18030 is not UTF-8 by chance over more than a character or two.
    """
    read = data[:start].decode("utf-8")
    if sum(not character.isascii() for character in read) >= TELLING_CHARACTERS:
        raise UnreadableFileError(
            _("第 %(line)d 行的 UTF-8 编码已损坏。请重新保存后再上传。") % {"line": _line(data, start)}
        )


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _delimiter(lines: Iterator[str]) -> str:
    """The separator that stands equally often in the most lines; a comma where none does."""
    looked_at = [line for line in islice(lines, LINES_LOOKED_AT) if line.strip()]

    def regularity(delimiter: str) -> int:
        counts = Counter(_outside_quotes(line).count(delimiter) for line in looked_at)
        del counts[0]
        return max(counts.values(), default=0)

    best = max(DELIMITERS, key=regularity)
    return best if regularity(best) else ","


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
