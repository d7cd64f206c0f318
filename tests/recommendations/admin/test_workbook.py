"""The workbook in the admin: download, upload, preview, store."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from recommendations.models import ProgressReport
from tests.factories import ReportFactory, a_coordinator, a_reader, a_reporter
from tests.recommendations.workbook.conftest import clock, department, due, filled, period

__all__ = ["clock", "department", "due", "filled", "period"]

pytestmark = pytest.mark.django_db
START = "/admin/recommendations/progressreport/workbook/"
STORE = START + "store/"
WRITTEN = {"percent": 40, "progress": "厂房<b>已封顶</b>😀。"}


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reporter(department):
    return browser(a_reporter(department))


def uploaded(client, department, data, name="报送.xlsx"):
    file = BytesIO(data)
    file.name = name
    return client.post(START, {"department": department.code, "file": file})


def confirmed(client, page, **more):
    return client.post(STORE, {**page.context["form"].initial, **more}, follow=True)


def test_it_is_reached_from_the_reports(reporter):
    assert START in reporter.get("/admin/recommendations/progressreport/").content.decode()


def test_the_file_is_read_back_as_it_was_written(reporter, department, due):
    answer = reporter.get(f"{START}{department.code}/")
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == [action.code for action in due]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["O"].hidden
    page = uploaded(reporter, department, answer.content)
    assert "没有一行动过，不必保存。" in page.content.decode()


def test_a_preview_stores_nothing_and_a_confirmation_everything(reporter, department, filled):
    page = uploaded(reporter, department, filled({0: WRITTEN, 1: WRITTEN}))
    html = page.content.decode()
    assert "厂房&lt;b&gt;已封顶&lt;/b&gt;😀。" in html
    assert "<b>已封顶" not in html
    assert not ProgressReport.objects.exists()
    done = confirmed(reporter, page)
    assert "已存 2 份草稿，还没有提交。" in done.content.decode()
    assert ProgressReport.objects.filter(state="draft").count() == 2


def test_they_may_be_handed_in_at_once(reporter, department, filled):
    page = uploaded(reporter, department, filled({0: WRITTEN}))
    assert "已提交 1 份报告。" in confirmed(reporter, page, hand_in="on").content.decode()


def test_a_fault_leaves_nothing_to_confirm(reporter, department, filled):
    html = uploaded(reporter, department, filled({0: WRITTEN, 1: {"percent": "many"}})).content.decode()
    assert "有一行有误，就一行也不存。" in html
    assert "全部保存" not in html


def test_what_moved_since_the_preview_is_said(reporter, department, filled, due):
    page = uploaded(reporter, department, filled({0: WRITTEN}))
    ReportFactory(action=due[0], as_of="2026-06-30")
    assert "有一行有误" in confirmed(reporter, page).content.decode()
    assert ProgressReport.objects.count() == 1


def test_a_preview_is_for_who_saw_it(reporter, department, filled):
    page = uploaded(reporter, department, filled({0: WRITTEN}))
    colleague = browser(a_reporter(department))
    assert "预览已过期" in confirmed(colleague, page).content.decode()
    assert (
        "预览已过期"
        in confirmed(reporter, page, kept=page.context["form"].initial["kept"][:-3] + "abc").content.decode()
    )
    assert not ProgressReport.objects.exists()


def test_a_file_that_is_none_is_refused_beside_the_field(reporter, department):
    assert "这是 PDF 文件" in uploaded(reporter, department, b"%PDF-1.7").content.decode()


def test_others_are_kept_out(department, due):
    stranger = browser(a_reporter())
    assert stranger.get(f"{START}{department.code}/").status_code == 404
    assert browser(a_reader()).get(START).status_code == 302  # no staff: to the sign-in
    office = browser(a_coordinator())
    assert office.get(f"{START}{department.code}/").status_code == 200


def test_a_department_that_owes_nothing_gets_an_empty_table(reporter, department):
    data = reporter.get(f"{START}{department.code}/").content
    assert "这个工作簿里没有行动。" in uploaded(reporter, department, data).content.decode()
