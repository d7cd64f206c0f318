"""The register 考核台账 counts what the rules count, by page, by list and by workbook."""

import re
from collections import Counter
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.asof import AsOf
from recommendations.choices import LedgerCount
from recommendations.models import ReportingCycle
from recommendations.queries.ledger import Scope, read_ledger

from . import rules
from .history import History
from .rules import Span, When
from .test_plan import query

pytestmark = pytest.mark.django_db
SEED = 2

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NUMBER = re.compile(r'<a href="(/ledger/[^"]+)">(\d+)</a>')


def spans(history: History) -> list[Span]:
    """A year, some days, and periods by name; of all cycles and of one."""
    days = sorted(when.day for when in history.whens(2))
    asked = [YEAR, tuple(days)]
    return [
        *(Span(*pair, cycle=cycle) for pair in asked for cycle in (None, *history.cycles)),
        *(Span(*YEAR, label=label) for label in ("2026-06", "2026-Q2", "2026-H1", "2026")),
    ]


def by_rules(history: History, span: Span, when: When) -> dict[tuple[str, str], list[str]]:
    found = rules.register(list(history.deeds.values()), history.periods, history.default, span, when)
    return {key: sorted(codes) for key, codes in found.items()}


def test_register(history):
    cycles = {cycle.code: cycle for cycle in ReportingCycle.objects.all()}
    for when in history.whens(5):
        for span in spans(history):
            scope = Scope(span.since, span.until, label=span.label, cycle=cycles.get(span.cycle))
            ledger = read_ledger(scope, AsOf(when.day, known_on=when.known))
            said = {
                (account.department.code, str(kind)): sorted(entry.action.code for entry in account.entries[kind])
                for account in ledger.accounts
                for kind in LedgerCount
                if account.entries[kind]
            }
            assert said == by_rules(history, span, when), (span, when)
            sums = Counter({kind: sum(dict(a.numbers())[kind] for a in ledger.accounts) for kind in LedgerCount})
            assert dict(ledger.totals) == dict(sums)


def test_page_lists_and_workbook_agree(history, office):
    for when in history.whens(2)[1:]:
        expected = {key: len(codes) for key, codes in by_rules(history, Span(*YEAR), when).items()}
        asked = {"since": "2026-01-01", "until": "2026-12-31", **query(when)}
        html = office.get("/ledger/", asked).content.decode()
        lists = {}
        for href, number in NUMBER.findall(html):
            context = office.get(unescape(href)).context
            assert len(context["entries"]) == int(number), href
            assert dict(context["counts"])[context["shown"]] == int(number)
            lists[context["department"].code, str(context["shown"])] = int(number)
        assert lists == expected

        book = load_workbook(BytesIO(office.get("/ledger/", asked | {"format": "xlsx"}).content))
        names = {department.name: code for code, department in history.departments.items()}
        words = {str(kind.label): str(kind) for kind in LedgerCount}
        numbers, rows = book.worksheets
        heads = [cell.value for cell in numbers[5]]
        table = {
            (names[row[0].value], words[head]): cell.value
            for row in numbers.iter_rows(min_row=6)
            if row[0].value in names
            for head, cell in zip(heads[1:], row[1:], strict=False)
            if cell.value
        }
        assert table == expected
        listed = Counter((names[row[0]], words[row[1]]) for row in rows.iter_rows(min_row=2, values_only=True))
        assert dict(listed) == expected
