"""Rows that are saved at once, by two people or twice by one: never two drafts, and no text is lost unseen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from recommendations.choices import ReportState
from recommendations.models import Evidence, ProgressReport
from recommendations.services.files import attach_upload
from recommendations.services.period import Result, StaleRowError, prove_all, save_row, submit_all
from recommendations.services.progress import OutdatedError, log_report
from tests.factories import ActionFactory, AssignmentFactory, CycleFactory, PeriodFactory, ReportFactory, a_reporter
from tests.files import a_pdf, an_upload
from tests.race import race

TEXTS = {"as_of": date(2026, 6, 30), "percent": 40, "no_news": False}


@pytest.fixture
def row(db):
    period = PeriodFactory(cycle=CycleFactory(default=True), start=date(2026, 4, 1))
    action = AssignmentFactory(action=ActionFactory()).action
    return {"action": action, "period": period}


@pytest.fixture
def reporter(row):
    return a_reporter(row["action"].lead_department)


def save(row, actor, progress, ref="ABCDEFGHJK", seen=None):
    return save_row(actor=actor, texts=TEXTS | {"progress": progress}, ref=ref, seen=seen, **row)


@pytest.mark.usefixtures("row")
def test_another_departments_row_is_refused(row):
    with pytest.raises(PermissionDenied):
        save(row, a_reporter(), "别人写的")
    assert not ProgressReport.objects.exists()


def test_the_same_text_again_writes_no_history(row, reporter):
    report = save(row, reporter, "甲")
    assert save(row, reporter, "甲", seen=1).version == 1
    assert report.history.count() == 1


def test_whoever_saves_over_a_version_not_seen_is_shown_what_is_stored(row, reporter):
    save(row, reporter, "甲")
    save(row, reporter, "乙", seen=1)
    with pytest.raises(StaleRowError) as refused:
        save(row, reporter, "丙", seen=1)
    assert refused.value.stored.progress == "乙"
    assert ProgressReport.objects.get().progress == "乙"


def test_a_report_read_before_another_save_is_neither_saved_nor_handed_in(row, reporter):
    old = save(row, reporter, "甲")
    old = ProgressReport.objects.get(pk=old.pk)
    save(row, reporter, "乙", seen=1)
    old.progress = "旧页面"
    with pytest.raises(OutdatedError, match="又改过"):
        log_report(actor=reporter, report=old)
    assert submit_all(actor=reporter, reports=[old]) == [
        Result(row["action"], False, "这份报告在您打开之后又改过，请看过新的内容再办理。")
    ]
    assert ProgressReport.objects.get().state == ReportState.DRAFT


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_row_at_the_same_moment_make_one_draft(row, reporter):
    colleague = a_reporter(row["action"].lead_department)
    for _again in range(5):
        ProgressReport.history.all().delete()
        ProgressReport.objects.all().delete()
        results = race(
            lambda: save(row, reporter, "甲写的", ref="ABCDEFGHJK"),
            lambda: save(row, colleague, "乙写的", ref="KJHGFEDCBA"),
        )
        assert sorted(type(result).__name__ for result in results) == ["ProgressReport", "StaleRowError"]
        stored = ProgressReport.objects.get()
        winner = next(result for result in results if isinstance(result, ProgressReport))
        assert stored.progress == winner.progress


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_draft_at_the_same_moment_one_is_told(row, reporter):
    seen = save(row, reporter, "甲").version
    colleague = a_reporter(row["action"].lead_department)
    for turn in range(5):
        results = race(
            lambda turn=turn, seen=seen: save(row, reporter, f"甲{turn}", seen=seen),
            lambda turn=turn, seen=seen: save(row, colleague, f"乙{turn}", seen=seen),
        )
        assert sorted(type(result).__name__ for result in results) == ["ProgressReport", "StaleRowError"]
        seen += 1
        assert ProgressReport.objects.get().version == seen


@pytest.mark.django_db(transaction=True)
def test_a_scan_for_all_rows_and_a_file_for_each_at_the_same_moment_do_not_wait_for_each_other(row, reporter):
    action, department = row["action"], row["action"].lead_department
    reports = [ReportFactory(action=action, as_of=date(2026, 5, day)) for day in (1, 2, 3)]
    for turn in range(5):
        results = race(
            lambda turn=turn: prove_all(
                actor=reporter, department=department, upload=an_upload(a_pdf(f"scan {turn}")), reports=reports
            ),
            *(
                lambda report=report, turn=turn: attach_upload(
                    actor=reporter, report=report, upload=an_upload(a_pdf(f"{report.as_of} {turn}"))
                )
                for report in reversed(reports)
            ),
        )
        assert [result for result in results if isinstance(result, Exception)] == []
    assert Evidence.objects.count() == 5 * (len(reports) + len(reports))
