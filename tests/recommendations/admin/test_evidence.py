"""The page of a report's evidence, and the office's list of all files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.writing import person
from recommendations.models import Evidence, EvidenceFile
from tests.factories import ReportFactory, a_file, an_instruction
from tests.files import a_docx, a_pdf, a_png, an_upload

pytestmark = pytest.mark.django_db

LIST = "/admin/recommendations/evidencefile/"


def page(report) -> str:
    return f"/admin/recommendations/progressreport/{report.pk}/evidence/"


def form(report) -> str:
    return f"/admin/recommendations/progressreport/{report.pk}/change/"


def read(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_several_files_are_uploaded_at_once_and_each_is_taken_or_refused_by_itself(own, reporter):
    draft = own.reports["draft"]

    response = reporter.post(
        page(draft),
        {
            "files": [an_upload(name="甲.pdf"), an_upload(a_docx(), "乙.docx"), an_upload(a_png(), "丙.pdf")],
            "openness": "public",
        },
        follow=True,
    )

    assert response.redirect_chain[-1][0] == page(draft)
    assert told(response) == [
        "已添加“甲.pdf”。",
        "已添加“乙.docx”。",
        "“丙.pdf”：文件名是 .pdf，内容却是 PNG。请用原来的程序重新保存后再上传。",
    ]
    assert {file.name for file in draft.files.all()} == {"甲.pdf", "乙.docx"}
    assert {file.openness for file in draft.files.all()} == {"public"}


def test_the_upload_page_warns_and_the_form_leads_to_it(own, reporter):
    draft = own.reports["draft"]
    a_file(draft, name="佐证甲.pdf")

    assert "非涉密系统，严禁上传涉密信息" in read(reporter, page(draft))
    html = read(reporter, form(draft))
    assert page(draft) in html
    assert "现有1个" in html
    assert "佐证甲.pdf" in html


def test_a_file_is_taken_off_while_the_report_is_written(own, reporter):
    draft = own.reports["draft"]
    file = a_file(draft)

    response = reporter.post(page(draft), {"remove": file.ref}, follow=True)

    assert told(response) == ["已移除“佐证.pdf”。"]
    assert not EvidenceFile.objects.exists()
    again = reporter.post(page(draft), {"remove": file.ref}, follow=True)
    assert told(again) == ["这个文件刚才已被移除。"]


def test_one_scan_is_used_for_another_report(own, reporter):
    scan = a_file(own.reports["draft"], name="签批表.pdf")
    returned = own.reports["returned"]
    assert "签批表.pdf" in read(reporter, page(returned))

    reporter.post(page(returned), {"use": scan.ref})

    assert Evidence.objects.filter(file=scan).count() == 2


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_of_what_was_handed_in_the_evidence_is_only_read(own, reporter, state):
    report = own.reports[state]

    html = read(reporter, page(report))
    response = reporter.post(page(report), {"files": an_upload()}, follow=True)

    assert 'type="file"' not in html
    assert "这份报告已由" in told(response)[0]
    assert not EvidenceFile.objects.exists()


def test_another_departments_evidence_is_not_there(own, other, reporter):
    file = a_file(other.reports["draft"], name="乙的佐证.pdf")

    assert reporter.get(page(other.reports["draft"])).status_code == 404
    assert reporter.post(page(other.reports["draft"]), {"files": an_upload()}).status_code == 404
    assert reporter.get("/admin/recommendations/progressreport/x/evidence/").status_code == 404
    response = reporter.post(page(own.reports["draft"]), {"use": file.ref}, follow=True)
    assert told(response) == ["这个文件刚才已被移除。"]
    assert "乙的佐证" not in read(reporter, page(own.reports["draft"]))


def test_nothing_chosen_and_nonsense_are_said(own, reporter):
    draft = own.reports["draft"]

    assert told(reporter.post(page(draft), {}, follow=True)) == ["请先选择文件。"]
    response = reporter.post(page(draft), {"files": an_upload(), "openness": "secret"}, follow=True)
    assert told(response) == ["公开属性无法识别，没有上传。"]


def test_names_are_shown_as_text(own, reporter, office):
    a_file(own.reports["draft"], name="<script>alert(1)</script>.pdf")

    for html in (read(reporter, page(own.reports["draft"])), read(office, LIST)):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_office_reads_all_files_and_where_they_are_used(own, other, office):
    scan = a_file(own.reports["draft"], own.reports["returned"], name="签批表.pdf")
    paper = an_instruction(other.action, scan=a_file(content=a_pdf("paper"), name="批示件.pdf"))

    html = read(office, LIST)

    for report in scan.reports.all():
        assert form(report) in html
    assert paper.get_absolute_url() in html
    assert scan.get_absolute_url() in html
    assert person(scan.uploaded_by) in html
    assert "签批表.pdf" in read(office, LIST + "?q=签批")
    assert office.get(LIST + "add/").status_code == 403
    assert office.post(f"{LIST}{scan.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.post(f"{LIST}{scan.pk}/change/", {"name": "x"}).status_code == 403


def test_departments_have_no_list_of_files(own, reporter):
    file = a_file(own.reports["draft"])

    assert reporter.get(LIST).status_code == 403
    assert reporter.get(f"{LIST}{file.pk}/change/").status_code == 403


def test_the_list_costs_no_query_a_row(own, office):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(office, LIST)
        return len(captured)

    a_file(own.reports["draft"])
    one = cost()
    for number in range(4):
        file = a_file(ReportFactory(), content=a_pdf(f"{number}"))
        an_instruction(own.action, scan=file)
    assert cost() == one
