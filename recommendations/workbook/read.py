"""Reads a filled-in workbook back: rows by their heads, cells as people and spreadsheets write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.exporting.guard import unguarded
from indicators.importing.read import read
from indicators.importing.sheet import Sheet, UnreadableFileError
from indicators.importing.width import half_width
from indicators.writing import enumerated
from recommendations.choices import ReportStatus

from .columns import NEEDED, TEXTS, WRITTEN, Column, heads
from .values import Values, normal

MOST_LINES = 2_000
MOST_OF_HEADS = 20  # rows above which no table begins
PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?", re.ASCII)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0{1,2}:00(?::00)?)?", re.ASCII)
YES, NO = {"是", "有", "√", "✓", "yes", "y", "true", "1"}, {"", "否", "无", "×", "no", "n", "false", "0"}


class BadCellError(ValueError):
    """A cell that can't be read; its text is the sentence for the person."""


@dataclass(frozen=True)
class Line:
    """One row of the file.

    Attributes:
        number: the row as a spreadsheet counts it, from 1.
        code, period, stamp: the cells of these columns.
        values: what was filled in; None where a cell can't be read.
        faults: a sentence for each cell that can't.
    """

    number: int
    code: str
    period: str
    stamp: str
    values: Values | None
    faults: list[str] = field(default_factory=list)


def read_lines(data: bytes, file_name: str) -> list[Line]:
    """Read the rows of a workbook.

    Args:
        data: the file.
        file_name: its name.

    Returns:
        The rows that hold anything, in the file's order.

    Raises:
        UnreadableFileError: it is no workbook of this kind, lacks a column, or is too large.
    """
    sheet, at, places = _table(read(data, file_name))
    lines = [
        _Reader(sheet, number, places).line()
        for number in range(at + 1, len(sheet.rows))
        if any(cell.strip() for cell in sheet.rows[number])
    ]
    if len(lines) > MOST_LINES:
        raise UnreadableFileError(_("工作簿超过 %(most)d 行，请重新导出。") % {"most": MOST_LINES})
    return lines


def _table(sheets: list[Sheet]) -> tuple[Sheet, int, dict[Column, int]]:
    """The sheet with the row of heads, that row, and where each column stands."""
    names = {head: column for column, head in heads().items()}
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:MOST_OF_HEADS]):
            found = [(names[text.strip()], place) for place, text in enumerate(row) if text.strip() in names]
            columns = [column for column, _place in found]
            if Column.CODE not in columns or Column.STAMP not in columns:
                continue
            for column in NEEDED:
                if columns.count(column) != 1:
                    said = _("缺少“%(head)s”列。") if column not in columns else _("“%(head)s”列有两个。")
                    raise UnreadableFileError(said % {"head": heads()[column]})
            return sheet, at, dict(found)
    raise UnreadableFileError(_("这不是本系统导出的填报工作簿：没有找到“编号”和“核对码”两列。请先下载工作簿再填写。"))


class _Reader:
    """One row, cell by cell; what can't be read is noted, and the rest is read on."""

    def __init__(self, sheet: Sheet, at: int, places: dict[Column, int]) -> None:
        self._sheet, self._at, self._places = sheet, at, places
        self._heads = heads()
        self._faults: list[str] = []

    def line(self) -> Line:
        filled = {column: self._read(column, READERS[column]) for column in WRITTEN}
        values = None if self._faults else Values(**{column.value: value for column, value in filled.items()})
        return Line(
            number=self._at + 1,
            code=half_width(self._text(Column.CODE)).strip(),
            period=self._text(Column.PERIOD).strip(),
            stamp=self._text(Column.STAMP).strip(),
            values=values,
            faults=self._faults,
        )

    def _text(self, column: Column) -> str:
        row = self._sheet.rows[self._at]
        place = self._places[column]
        return row[place] if place < len(row) else ""

    def _read(self, column: Column, reader: Callable[[str], Any]) -> Any:
        said = self._sheet.faults.get((self._at, self._places[column]))
        if not said:
            try:
                return reader(self._text(column))
            except BadCellError as fault:
                said = str(fault)
        self._faults.append(named_fault(self._heads[column], said))
        return None


def named_fault(head: str, sentence: str) -> str:
    """A sentence with the column that it is about."""
    return _("“%(column)s”：%(sentence)s") % {"column": head, "sentence": sentence}


def _day(text: str) -> date | None:
    plain = half_width(text).strip()
    if not plain:
        return None
    found = DAY.fullmatch(plain)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:  # such a day there is not
        pass
    raise BadCellError(_("“%(text)s”不是日期，请写成 2026-06-30 的样子。") % {"text": text[:40]})


def _percent(text: str) -> Decimal | None:
    plain = half_width(text).strip()
    if not plain:
        return None
    found = PERCENT.fullmatch(plain)
    value = Decimal(found[1]) if found else None
    if value is None or value > 100 or value != round(value, 1):
        raise BadCellError(_("“%(text)s”应是 0 到 100 的数，可有一位小数。") % {"text": text[:40]})
    return round(value, 1)


def _status(text: str) -> str:
    plain = half_width(text).strip().lower()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for status in ReportStatus:
                if plain in {str(status.label).lower(), status.value}:
                    return status.value
    choices = enumerated(str(label) for label in ReportStatus.labels)
    raise BadCellError(_("“%(text)s”不在可选的 %(choices)s 之中。") % {"text": text[:40], "choices": choices})


def _yes(text: str) -> bool:
    plain = half_width(text).strip().lower()
    if plain not in YES | NO:
        raise BadCellError(_("“%(text)s”应填“是”或“否”。") % {"text": text[:40]})
    return plain in YES


def _words(text: str) -> str:
    return normal(unguarded(text))


READERS: dict[Column, Callable[[str], Any]] = {
    Column.AS_OF: _day,
    Column.STATUS: _status,
    Column.PERCENT: _percent,
    Column.NO_NEWS: _yes,
    **dict.fromkeys(TEXTS, _words),
}
