"""The long table as a workbook: the figures on one sheet, on the other what they are and where they come from."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.choices import Bound, ObsStatus, PeriodBasis
from indicators.models import Observation, Source
from indicators.writing import local

from .rows import COLUMNS, VALUE, Export

BLOCK = 64 * 1024  # bytes that are sent at a time
MOST_ROWS = 1_048_575  # of a sheet, beside its header: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
DECIMALS = 6
VALUE_COLUMN = [column.name for column in COLUMNS].index(VALUE)


def chunks(export: Export) -> Iterator[bytes]:
    """The figures as a file, piece by piece.

    The workbook is built in temporary files, a row at a time, and sent when it is whole: so memory does not grow with
    it. At most ``MOST_ROWS`` figures: what stands below a sheet's last row would be lost.
    """
    with tempfile.TemporaryFile() as file:
        _write(export, file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


def _write(export: Export, file: IO[bytes]) -> None:
    with Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sources = _figures(book, export, bold)
        _about(book.add_worksheet(_("关于本文件")), export, sources, bold)


def _figures(book: Workbook, export: Export, bold: Format) -> list[Source]:
    """Write the sheet of figures; returns the sources that they come from, in order of first use."""
    sheet = book.add_worksheet(_("数据"))
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.name, bold)
    formats = [book.add_format({"num_format": f"0.{'0' * n}" if n else "0"}) for n in range(DECIMALS + 1)]
    sources: dict[Source, None] = {}
    number = 0
    for number, figure in enumerate(export.figures(), start=1):
        sources.setdefault(figure.source)
        _write_row(sheet, number, figure, formats)
    sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
    # Codes and years are texts on purpose: 000000 is not 0.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return list(sources)


def _write_row(sheet: Worksheet, number: int, figure: Observation, formats: list[Format]) -> None:
    for index, column in enumerate(COLUMNS):
        value: Any = column.get(figure)
        if value is None or value == "":
            continue
        if index == VALUE_COLUMN:
            sheet.write_number(number, index, float(figure.value), formats[figure.decimals])
        elif isinstance(value, bool):
            sheet.write_boolean(number, index, value)
        else:
            sheet.write_string(number, index, str(value))


def _about(sheet: Worksheet, export: Export, sources: list[Source], bold: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    row = 0
    for heading, lines in _sections(export, sources):
        sheet.write_string(row, 0, heading, bold)
        row += 1
        for name, meaning in lines:
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, meaning)
            row += 1
        row += 1


def _sections(export: Export, sources: list[Source]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What the sheet says: a heading, and names with their meaning."""
    asof = export.asof
    known = str(asof.known_on) if asof.known_on else _("导出时所知的全部")
    question = [(_("导出日期"), str(asof.today)), (_("所知截至"), known), *export.filters, (_("地址"), export.address)]
    yield _("数据是怎样取得的"), question
    if any(source.sample for source in sources):
        yield _("注意"), [(_("示例"), _("sample 一列为 TRUE 的数是示例，不代表实际情况，不得引用。"))]
    yield _("来源"), [(source.code, _cited(source)) for source in sources]
    yield _("各列含义"), [(column.name, str(column.label)) for column in COLUMNS]
    for heading, codes in ((_("状态"), ObsStatus), (_("界限"), Bound), (_("时期依据"), PeriodBasis)):
        yield heading, [(str(code), str(label)) for code, label in codes.choices]


def _cited(source: Source) -> str:
    parts = (local(source, "author"), local(source, "title"), local(source, "publication"))
    return _("，").join(part for part in parts if part)
