"""Reads XLSX workbooks, those of WPS among them, as a stream: what the cells show, and what must not be trusted.

openpyxl's parsers are driven one row at a time. Its own read-only worksheets would do nearly the same, but tell neither
merged cells nor hidden rows, and fill a gap of a million rows with empty ones.
"""

import io
import logging
import re
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import ARC_WORKBOOK

from .archive import refuse_bombs
from .limits import (
    MEBIBYTE,
    MOST_BYTES_OF_WORKBOOK,
    MOST_CELLS_OF_WORKBOOK,
    MOST_COLUMNS,
    MOST_ROWS_OF_SHEET,
    refuse_bytes,
    too_many_columns,
    too_many_rows,
)
from .sheet import Sheet, UnreadableFileError
from .shown import GENERAL, moment, number

MOST_OF_A_ROW = 2 * MEBIBYTE
MOST_MERGED = 1_000_000
# What XML cannot hold a workbook writes as _x0000_; no database takes such characters.
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
STRICT = b"http://purl.oclc.org/ooxml/"

logger = logging.getLogger(__name__)


def read_xlsx(data: bytes) -> list[Sheet]:
    """Read all sheets of a workbook.

    Args:
        data: an XLSX file.

    Returns:
        The sheets that hold anything, the hidden ones too, with a remark; what stored values formulas had is not read.

    Raises:
        UnreadableFileError: the workbook is too large, packed to burst, damaged, or has no sheet with anything in it.
    """
    refuse_bytes(len(data), MOST_BYTES_OF_WORKBOOK)
    refuse_bombs(data)
    try:
        sheets = [sheet for sheet in _Workbook(data).sheets() if sheet.rows]
    except UnreadableFileError:
        raise
    except Exception as error:  # openpyxl has no error of its own: it raises whatever a damaged file makes it meet
        logger.info("a workbook could not be read", exc_info=error)
        raise UnreadableFileError(_("工作簿已损坏，读不出来。请用表格软件打开，另存为 .xlsx 后再上传。")) from error
    if not sheets:
        raise UnreadableFileError(_("工作簿里没有任何内容。"))
    return sheets


class _Workbook(ExcelReader):
    """A workbook that is opened for its cells alone."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), read_only=True, keep_links=False)
        self._cells = 0
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def read_workbook(self) -> None:
        if ARC_WORKBOOK in self.valid_files and STRICT in self.archive.read(ARC_WORKBOOK):
            raise UnreadableFileError(_("工作簿按 Strict Open XML 保存。请另存为普通的 .xlsx。"))
        super().read_workbook()

    def count(self, cells: int) -> None:
        """Count the cells of all sheets, and refuse more than can be read while somebody waits."""
        self._cells += cells
        if self._cells > MOST_CELLS_OF_WORKBOOK:
            raise UnreadableFileError(
                _("工作簿超过 %(most)d 格，请拆成几个文件，或另存为 .csv。") % {"most": MOST_CELLS_OF_WORKBOOK}
            )

    def sheets(self) -> Iterator[Sheet]:
        formats = _Formats(self.wb)
        for sheet, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files or "chartsheet" in relation.Type:
                continue
            with self.archive.open(relation.target) as part:
                read = _SheetReader(sheet.name, _Metered(part), self, formats).read()
            if sheet.state != "visible":
                read.remarks.insert(0, _("工作表“%(name)s”是隐藏的。") % {"name": sheet.name})
            yield read


class _Formats:
    """The number format of each style of a workbook's cells."""

    def __init__(self, workbook: Any) -> None:
        self._styles = workbook._cell_styles
        self._own = workbook._number_formats

    def __getitem__(self, style: int) -> str:
        number = self._styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, GENERAL)
        return self._own[number - BUILTIN_FORMATS_MAX_SIZE]


class _Metered:
    """A part's bytes; they end in a refusal where one row takes too many of them."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self.since_last_row = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._part.read(size)
        self.since_last_row += len(piece)
        if self.since_last_row > MOST_OF_A_ROW:
            raise UnreadableFileError(_("工作表的结构异常：一行过大。请把要导入的表复制到新工作簿。"))
        return piece


class _CellParser(WorkSheetParser):
    """The parser, but formulas are only noticed: to take one apart may cost more than to read the whole sheet."""

    def parse_formula(self, element: Any) -> str:
        return "="


class _SheetReader:
    """One pass over one sheet."""

    def __init__(self, name: str, part: _Metered, workbook: _Workbook, formats: _Formats) -> None:
        self._part = part
        self._workbook = workbook
        self._formats = formats
        self._parser = _CellParser(
            part,
            workbook.shared_strings,
            epoch=workbook.wb.epoch,
            date_formats=workbook.wb._date_formats,
            timedelta_formats=workbook.wb._timedelta_formats,
        )
        self._sheet = Sheet(name=name, rows=[])

    def read(self) -> Sheet:
        for at, cells in self._parser.parse():
            self._part.since_last_row = 0
            self._workbook.count(len(cells))
            self._add(at - 1, cells)
        self._spread_merged()
        self._tell_hidden()
        return self._sheet

    def _add(self, at: int, cells: list[dict[str, Any]]) -> None:
        row: list[str] = []
        for cell in cells:
            text = self._text(at, cell)
            if not text:
                continue
            column = cell["column"] - 1
            if column >= MOST_COLUMNS:
                raise too_many_columns(self._sheet.name)
            row.extend([""] * (column + 1 - len(row)))
            row[column] = text
        if not row:
            return
        if at >= MOST_ROWS_OF_SHEET:
            raise too_many_rows(self._sheet.name, MOST_ROWS_OF_SHEET)
        rows = self._sheet.rows
        rows.extend([] for _gap in range(at + 1 - len(rows)))
        rows[at] = row

    def _text(self, at: int, cell: dict[str, Any]) -> str:
        value, kind = cell["value"], cell["data_type"]
        if kind == "f":
            self._sheet.faults[at, cell["column"] - 1] = _("是公式，不读取其结果。请复制后“选择性粘贴”为数值。")
        if kind == "e":
            self._sheet.faults[at, cell["column"] - 1] = _("是错误值 %(value)s。") % {"value": value}
        if value is None or isinstance(value, str):
            return NO_TEXT.sub("", unescape(value or "")).strip()
        if isinstance(value, bool):
            return str(value).upper()
        shown = number if isinstance(value, int | float) else moment
        return shown(value, self._formats[cell["style_id"]])

    def _spread_merged(self) -> None:
        """Write each merged cell's text into all cells that it covers, as far as there are rows."""
        rows = self._sheet.rows
        covered = 0
        for merged in self._parser.merged_cells.mergeCell if self._parser.merged_cells else []:
            top, left = merged.min_row - 1, merged.min_col - 1
            text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
            if not text:
                continue
            right = min(merged.max_col, MOST_COLUMNS)
            under = rows[top : merged.max_row]
            covered += len(under) * (right - left)
            if covered > MOST_MERGED:
                raise UnreadableFileError(_("“%(name)s”里合并的单元格过多。") % {"name": self._sheet.name})
            for row in under:
                row.extend([""] * (right - len(row)))
                row[left:right] = [text] * (right - left)

    def _tell_hidden(self) -> None:
        hidden_rows = sum(_is_hidden(row) for row in self._parser.row_dimensions.values())
        hidden_columns = sum(_is_hidden(column) for column in self._parser.column_dimensions.values())
        if hidden_rows:
            self._sheet.remarks.append(
                ngettext("有 %(count)d 行是隐藏的，也读了。", "有 %(count)d 行是隐藏的，也读了。", hidden_rows)
                % {"count": hidden_rows}
            )
        if hidden_columns:
            self._sheet.remarks.append(_("有隐藏的列，也读了。"))


def _is_hidden(dimension: dict[str, str]) -> bool:
    return dimension.get("hidden") in {"1", "true"}
