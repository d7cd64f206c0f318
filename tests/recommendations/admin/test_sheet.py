"""汇总表: what stands on the paper, and the one scan that proves its rows."""

from datetime import date

import pytest
from django.urls import reverse

from recommendations.models import EvidenceFile, Milestone, ProgressReport
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    PeriodFactory,
    PostFactory,
    ReportFactory,
    a_reporter,
    approved_report,
)
from tests.files import an_upload
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

SHEET, SCAN = reverse("admin:this-period-sheet"), reverse("admin:this-period-scan")


@pytest.fixture
def department():
    PeriodFactory(cycle=CycleFactory(default=True), label="2026-Q2", start=date(2026, 4, 1))
    return DepartmentFactory(code="own")


@pytest.fixture
def client(department, sign_in):
    return sign_in(a_reporter(department))


def an_action(department, **more):
    action = ActionFactory(lead_department=department, start_date=date(2026, 1, 1), due_date=date(2026, 12, 31), **more)
    AssignmentFactory(action=action)
    return action


def a_stage(action, day, title, **more):
    known = {"planned_percent": 60, "recorded_on": date(2026, 1, 1)}
    return Milestone.objects.create(action=action, date=day, title=title, **known | more)


def test_a_line_holds_what_the_form_on_paper_asks_for(client, department):
    post = PostFactory(title="分管工业的副市长")
    action = an_action(department, title="建设产业园", leader=post)
    a_stage(action, date(2026, 11, 30), "厂房投产")
    a_stage(action, date(2027, 6, 30), "明年的事", planned_percent=90)
    a_stage(action, date(2026, 10, 31), "撤销了的", withdrawn_on=date(2026, 5, 1))
    written = {"progress": "一期<b>封顶</b>。", "problems": "缺电。", "next_steps": "架线。"}
    ReportFactory(action=action, as_of=date(2026, 6, 30), sample=True, **written)
    empty = an_action(department)

    response = client.get(SHEET)
    html = response.content.decode()
    for text in ("建设产业园", "11-30 厂房投产 60%", "一期&lt;b&gt;封顶&lt;/b&gt;。", "缺电。", "架线。", "2026-12-31"):
        assert text in html, text
    for text in (department.name, "分管工业的副市长", "草稿", "示例", "填报人：", "部门负责人：", "日期："):
        assert text in html, text
    assert "明年的事" not in html
    assert "撤销了的" not in html
    assert [line.row.action for line in response.context["lines"]] == [action, empty]
    assert response.context["lines"][1].targets == []
    assert "未填" in html


def test_the_sheet_asks_the_same_number_of_queries_for_one_line_and_for_five(client, department):
    def grow():
        action = an_action(department, leader=PostFactory())
        a_stage(action, date(2026, 11, 30), "厂房投产")
        approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
        ReportFactory(action=action, as_of=date(2026, 6, 30))

    grow()
    queries_of(client, SHEET)
    one = queries_of(client, SHEET)
    for _more in range(4):
        grow()
    assert queries_of(client, SHEET) == one
    assert one <= 16, one


def test_one_scan_proves_every_row_that_is_still_open_and_names_the_others(client, department):
    open_ones = [ReportFactory(action=an_action(department), as_of=date(2026, 6, 30)) for _ in range(2)]
    handed_in = ReportFactory(action=an_action(department), as_of=date(2026, 6, 30), state="submitted")
    decided = approved_report(an_action(department), date(2026, 6, 30), 40, date(2026, 7, 1))

    sent = {"department": department.code, "scan": an_upload(name="签字.pdf")}
    response = client.post(SCAN, sent, follow=True)

    file = EvidenceFile.objects.get()
    assert set(file.reports.all()) == set(open_ones)
    said = [str(message) for message in response.context["messages"]]
    assert said[0].startswith("扫描件已作为2项的佐证：")
    assert len(said) == 2
    assert said[1].startswith(f"{handed_in.action.code}：")
    assert not decided.files.exists()


def test_a_scan_that_can_prove_nothing_is_not_kept(client, department):
    ReportFactory(action=an_action(department), as_of=date(2026, 6, 30), state="submitted")
    for files in ({"scan": an_upload()}, {}, {"scan": an_upload(b"no pdf")}):
        response = client.post(SCAN, {"department": department.code} | files, follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not EvidenceFile.objects.exists()


def test_another_departments_sheet_stays_closed(client, department):
    other = an_action(DepartmentFactory(code="other"))
    report = ReportFactory(action=other, as_of=date(2026, 6, 30))

    assert client.get(SHEET, {"department": "other"}).status_code == 403
    assert client.post(SCAN, {"department": "other", "scan": an_upload()}).status_code == 403
    assert client.get(SHEET, {"colour": "red"}).status_code == 400
    assert not ProgressReport.objects.get(pk=report.pk).files.exists()
