"""Storing a workbook: all of it, as it was seen, through the one door of progress; or nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from recommendations.models import ProgressReport
from recommendations.services import workbook
from recommendations.services.progress import OutdatedError
from recommendations.services.workbook import NotStorableError, foresee, store
from recommendations.workbook.read import read_lines
from tests.factories import ReportFactory, a_reader, a_reporter
from tests.recommendations.workbook.conftest import clock, department, due, filled, period

__all__ = ["clock", "department", "due", "filled", "period"]

pytestmark = pytest.mark.django_db
WRITTEN = {"percent": 40, "progress": "厂房已封顶。"}


@pytest.fixture
def reporter(department):
    return a_reporter(department)


def sent(actor, department, data, **more):
    lines = read_lines(data, "a.xlsx")
    seen = foresee(actor=actor, department=department, lines=lines).fingerprint
    return store(actor=actor, department=department, lines=lines, seen=seen, **more)


def test_rows_become_drafts_of_who_sent_them(filled, department, reporter, due):
    reports = sent(reporter, department, filled({0: WRITTEN, 2: {**WRITTEN, "percent": 100, "status": "已完成"}}))
    assert [(report.action, report.state, report.created_by) for report in reports] == [
        (due[0], "draft", reporter),
        (due[2], "draft", reporter),
    ]
    assert [report.status for report in reports] == ["in_progress", "completed"]
    assert reports[0].history.latest().history_user == reporter


def test_they_are_handed_in_where_one_asks_for_it(filled, department, reporter):
    reports = sent(reporter, department, filled({0: WRITTEN}), hand_in=True)
    assert [report.state for report in reports] == ["submitted"]
    assert reports[0].steps.get().by == reporter


def test_a_returned_report_is_mended(filled, department, reporter, due):
    ReportFactory(action=due[0], as_of=date(2026, 6, 30), state="returned", return_reason="写清楚。")
    report = sent(reporter, department, filled({0: {"progress": "写清楚了。"}}))[0]
    assert (report.state, report.progress) == ("returned", "写清楚了。")


def test_one_fault_stores_nothing(filled, department, reporter):
    with pytest.raises(NotStorableError):
        sent(reporter, department, filled({0: WRITTEN, 1: {"percent": 200}}))
    assert not ProgressReport.objects.exists()


def test_nothing_filled_in_is_said(filled, department, reporter):
    with pytest.raises(NotStorableError, match="没有要存的行"):
        sent(reporter, department, filled({}))


def test_what_was_not_seen_is_not_stored(filled, department, reporter, due):
    lines = read_lines(filled({0: WRITTEN}), "a.xlsx")
    other = read_lines(filled({0: {**WRITTEN, "percent": 41}}), "a.xlsx")
    seen = foresee(actor=reporter, department=department, lines=lines).fingerprint
    with pytest.raises(OutdatedError, match="预览之后有了变化"):
        store(actor=reporter, department=department, lines=other, seen=seen)
    assert not ProgressReport.objects.exists()


def test_a_refusal_in_the_middle_takes_all_back(filled, department, reporter, monkeypatch):
    calls = []

    def second_fails(**given):
        calls.append(given)
        if len(calls) == 2:
            raise OutdatedError("有人抢先。")
        return given["report"]

    monkeypatch.setattr(workbook, "submit", second_fails)
    with pytest.raises(OutdatedError, match=r"第 5 行 .*有人抢先"):
        sent(reporter, department, filled({0: WRITTEN, 1: WRITTEN}), hand_in=True)
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize("who", [a_reader, a_reporter])
def test_only_the_departments_reporters_send(filled, department, who):
    with pytest.raises(PermissionDenied):
        foresee(actor=who(), department=department, lines=read_lines(filled({}), "a.xlsx"))
