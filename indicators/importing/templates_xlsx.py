"""The workbook of a theme, to be filled in: areas down, indicators and years across; read back without mapping."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.exporting.instructions import write_instructions
from indicators.models import Area, Indicator, Theme

LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\")
TITLE, INDICATORS, YEARS, FIRST = range(4)
MORE_ROWS = 200  # below the known areas, for others
HOW_TO_FILL_IN = (
    gettext_noop("一行一个地区，一列一个指标的一年；地区写名称或代码，表头不要改。"),
    gettext_noop("数值按来源所印填写，小数位数也照印（505.10 不写成 505.1，可设单元格格式）。"),
    gettext_noop("来源写明缺数的填 ----；没有查到的留空，留空的不导入。"),
    gettext_noop("界限可以写出来：超过600、约900；快报数可以写成 505.1（快报）。"),
    gettext_noop("填好后存为 .xlsx，在“导入数据”页上传；来源、出处和录入日在那里填写。"),
)


@dataclass(frozen=True)
class Years:
    """The years of a template, both included."""

    first: int
    last: int

    @classmethod
    def last_five(cls, today: date) -> "Years":
        """The five whole years before a day."""
        return cls(today.year - 5, today.year - 1)

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __len__(self) -> int:
        return self.last + 1 - self.first


def template_of(theme: Theme, years: Years) -> bytes:
    """A workbook with a column for each indicator of a theme and year, and a row for each area.

    Names are Chinese, the language of record; how to fill it in stands on a second sheet in both languages.

    Args:
        theme: whose indicators are asked for.
        years: the years of each.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        header = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        with override("zh-hans"):
            _write_table(
                book.add_worksheet(_sheet_name(theme)), theme, years, header, book.add_format({"locked": False})
            )
            notes = book.add_worksheet(_("填表说明"))
        write_instructions(book, notes, HOW_TO_FILL_IN)
    return file.getvalue()


def _sheet_name(theme: Theme) -> str:
    return theme.name.translate(NOT_IN_SHEET_NAMES)[:LONGEST_SHEET_NAME] or theme.code[:LONGEST_SHEET_NAME]


def _write_table(sheet: Worksheet, theme: Theme, years: Years, header: Format, open_cell: Format) -> None:
    indicators, areas = list(theme.indicators.all()), list(Area.objects.all())
    width = len(indicators) * len(years)
    sheet.write(TITLE, 0, theme.name, header)
    sheet.merge_range(INDICATORS, 0, YEARS, 0, _("地区"), header)
    for i, indicator in enumerate(indicators):
        _write_header(sheet, 1 + i * len(years), indicator, years, header)
    for row in range(len(areas) + MORE_ROWS):
        name = areas[row].name if row < len(areas) else ""
        sheet.write(FIRST + row, 0, name, open_cell)
        for column in range(1, 1 + width):
            sheet.write_blank(FIRST + row, column, None, open_cell)
    sheet.set_column(0, 0, 16)
    sheet.set_row(INDICATORS, 32)
    sheet.freeze_panes(FIRST, 1)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True})


def _write_header(sheet: Worksheet, left: int, indicator: Indicator, years: Years, header: Format) -> None:
    name = indicator.name
    if indicator.unit:
        name = _("%(name)s（%(unit)s）") % {"name": name, "unit": indicator.unit}
    if len(years) > 1:
        sheet.merge_range(INDICATORS, left, INDICATORS, left + len(years) - 1, name, header)
    else:
        sheet.write(INDICATORS, left, name, header)
    for offset, year in enumerate(years):
        sheet.write(YEARS, left + offset, _("%(year)d年") % {"year": year}, header)
