"""The register 考核台账 as a workbook: the numbers on one sheet, on the other the rows behind them."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.asof import AsOf
from indicators.exporting.guard import guarded
from indicators.writing import local
from recommendations.choices import LedgerCount
from recommendations.queries.ledger import Account, Ledger, Scope

WIDE, NARROW = 36, 12


def workbook(scope: Scope, ledger: Ledger, asof: AsOf, opened: Collection[int]) -> bytes:
    """The register as a file.

    Args:
        scope: what it is about.
        ledger: its numbers and rows.
        asof: the date of reading, named on the sheet.
        opened: ids of the departments whose rows the reader may see; of the others only the numbers are written.
    """
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        _numbers(book.add_worksheet(_("考核台账")), scope, ledger, asof, bold)
        _rows(book.add_worksheet(_("明细")), ledger, opened, bold)
    return file.getvalue()


def _numbers(sheet: Worksheet, scope: Scope, ledger: Ledger, asof: AsOf, bold: Format) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(LedgerCount) + 1, NARROW)
    _write(sheet, 0, [_("考核台账"), scope.label or f"{scope.since} — {scope.until}"], bold)
    _write(sheet, 1, [_("截至"), str(asof.as_of)])
    if asof.known_on:
        _write(sheet, 2, [_("所知截至"), str(asof.known_on)])
    points = [_("得分")] if ledger.rules else []
    _write(sheet, 4, [_("部门"), *(str(kind.label) for kind in LedgerCount), *points], bold)
    for number, account in enumerate(ledger.accounts, start=5):
        scored = [account.points] if ledger.rules else []
        _write(sheet, number, [name_of(account), *(count for _kind, count in account.numbers()), *scored])
    below = 5 + len(ledger.accounts)
    _write(sheet, below, [_("合计"), *(count for _kind, count in ledger.totals)], bold)
    for number, rule in enumerate(ledger.rules, start=below + 2):
        _write(sheet, number, [str(rule), rule.points])


def _rows(sheet: Worksheet, ledger: Ledger, opened: Collection[int], bold: Format) -> None:
    heads = [_("部门"), _("计数项"), _("编号"), _("行动"), _("期"), _("期限"), _("日期"), _("新期限"), _("环节")]
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(3, 3, WIDE)
    sheet.set_column(5, 7, NARROW)
    sheet.freeze_panes(1, 0)
    _write(sheet, 0, heads, bold)
    number = 0
    for account in ledger.accounts:
        if account.department is None or account.department.pk not in opened:
            continue
        for kind in LedgerCount:
            for entry in account.entries[kind]:
                number += 1
                action = entry.action
                period = entry.period.label if entry.period else ""
                days = (entry.deadline, entry.on, entry.new_due_date)
                named = [name_of(account), str(kind.label), action.code, local(action, "title"), period]
                _write(sheet, number, [*named, *days, entry.state])


def name_of(account: Account) -> str:
    """The department's name, or that there is none."""
    return local(account.department, "name") if account.department else _("未定牵头单位")


def _write(sheet: Worksheet, row: int, values: Iterable[Any], form: Format | None = None) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int | Decimal):
            sheet.write_number(row, column, value, form)
        elif isinstance(value, date):
            sheet.write_string(row, column, value.isoformat(), form)
        elif value:
            sheet.write_string(row, column, guarded(str(value)), form)
