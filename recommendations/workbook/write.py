"""Writes a department's workbook: grey cells are read, white ones filled in, and read back where they are."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.asof import AsOf
from indicators.exporting.guard import guarded
from indicators.exporting.instructions import write_instructions
from indicators.writing import NOTHING, local, percent
from recommendations.choices import ReportStatus
from recommendations.models import Department

from .columns import RECORD_LANGUAGE, TEXTS, WRITTEN, Column, heads
from .rows import Row, rows_of
from .values import stamp_of

TITLE, ABOUT, HEADS, FIRST = range(4)
WIDTHS = {Column.TITLE: 36, Column.LAST: 40, Column.NO_NEWS: 12, **dict.fromkeys(TEXTS, 40)}
NARROW = 11
HOW_TO_FILL_IN = (
    gettext_noop("一行一项应报行动。灰色的格子只读，白色的格子填写；表头和“核对码”列不要改。"),
    gettext_noop("“截至”写成 2026-06-30 的样子，须在该填报期之内；“完成比例”从 0 到 100，可有一位小数。"),
    gettext_noop("“本期无进展”填“是”时，在“进展情况”里写明原因；完成比例留空则照上次报告。"),
    gettext_noop("没有动过的行不导入；已经报送的行不能再改。"),
    gettext_noop("填好后存为 .xlsx 上传，先看预览再存；有一行有误，就一行也不存。"),
    gettext_noop("导出之后有人在系统里改过的行会被拒绝，请重新导出。"),
    gettext_noop("非涉密系统，严禁上传涉密信息"),
)


def workbook_of(department: Department, asof: AsOf) -> bytes:
    """The workbook of what a department owes now, in Chinese; how to fill it in stands on a second sheet.

    Args:
        department: who reports.
        asof: the day of export.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        with override(RECORD_LANGUAGE):
            _write_rows(book, book.add_worksheet(_("本期填报")), department, rows_of(department, asof), asof)
            notes = book.add_worksheet(_("填表说明"))
        write_instructions(book, notes, HOW_TO_FILL_IN)
    return file.getvalue()


def _write_rows(book: Workbook, sheet: Worksheet, department: Department, rows: list[Row], asof: AsOf) -> None:
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#E7E9ED"})
    read = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F3F4F6"})
    text = {"border": 1, "text_wrap": True, "valign": "top", "num_format": "@", "locked": False}
    open_text, open_number = book.add_format(text), book.add_format({**text, "num_format": "0.0"})
    sheet.write_string(TITLE, 0, guarded(_("%(department)s本期填报") % {"department": department.name}), bold)
    sheet.write_string(ABOUT, 0, _("%(day)s 导出。非涉密系统，严禁上传涉密信息。") % {"day": asof.as_of.isoformat()})
    names = heads()
    for place, column in enumerate(Column):
        sheet.write_string(HEADS, place, names[column], head)
        sheet.set_column(place, place, WIDTHS.get(column, NARROW), None, {"hidden": column == Column.STAMP})
    for number, row in enumerate(rows, start=FIRST):
        cells = _cells(row)
        for place, column in enumerate(Column):
            form = read if row.locked or column not in WRITTEN else _open(column, open_text, open_number)
            _write(sheet, number, place, cells[column], form)
    if rows:
        _offer_choices(sheet, FIRST + len(rows) - 1)
    sheet.freeze_panes(FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADS)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def _open(column: Column, text: Format, number: Format) -> Format:
    return number if column == Column.PERCENT else text


def _cells(row: Row) -> dict[Column, Any]:
    values, period = row.values, row.owed.period
    last = row.last and f"{row.last.as_of.isoformat()} {percent(row.last.percent)}\n{row.last.progress}"
    return {
        Column.CODE: row.action.code,
        Column.TITLE: local(row.action, "title"),
        Column.PERIOD: period.label,
        Column.STATE: row.owed.state_label,
        Column.PLANNED: NOTHING if row.state.planned_today is None else percent(row.state.planned_today),
        Column.LAST: last or NOTHING,
        Column.AS_OF: values.as_of.isoformat() if values.as_of else "",
        Column.STATUS: str(ReportStatus(values.status).label),
        Column.PERCENT: values.percent,
        Column.NO_NEWS: _("是") if values.no_news else _("否"),
        Column.PROGRESS: values.progress,
        Column.PROBLEMS: values.problems,
        Column.NEXT_STEPS: values.next_steps,
        Column.EVIDENCE: values.evidence,
        Column.STAMP: str(stamp_of(row.report, values)),
    }


def _write(sheet: Worksheet, row: int, place: int, value: Any, form: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, place, guarded(value), form)
    else:
        sheet.write_number(row, place, value, form)


def _offer_choices(sheet: Worksheet, last: int) -> None:
    """What a cell takes; a spreadsheet says so before the upload does."""
    places = {column: place for place, column in enumerate(Column)}

    def offer(column: Column, rule: dict[str, Any]) -> None:
        sheet.data_validation(FIRST, places[column], last, places[column], rule)

    offer(Column.STATUS, {"validate": "list", "source": [str(label) for label in ReportStatus.labels]})
    offer(Column.NO_NEWS, {"validate": "list", "source": [_("是"), _("否")]})
    offer(
        Column.PERCENT,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_message": _("完成比例应在 0 到 100 之间。"),
        },
    )
