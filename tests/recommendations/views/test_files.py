"""Downloads: to whom a file is handed out, how, and what pages and API tell of it."""

from datetime import date
from urllib.parse import quote

import pytest

from recommendations.models import EvidenceFile, ProgressReport
from tests.factories import (
    DepartmentFactory,
    ReportFactory,
    a_contribution,
    a_coordinator,
    a_file,
    a_leader,
    a_reader,
    a_reporter,
    an_instruction,
    grow,
)
from tests.files import a_pdf, an_upload
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-06-10T12:00:00+08:00", tick=False)]


@pytest.fixture
def action():
    return grow()


def an_approved_file(action, *, openness="internal", of_file="internal", **more):
    """A file that proves an approved report."""
    draft = ReportFactory(action=action, as_of=date(2026, 6, 1), openness=openness)
    file = a_file(draft, openness=of_file, **more)
    ProgressReport.objects.filter(pk=draft.pk).update(
        state="approved", approved_at="2026-06-02T04:00Z", approved_by=a_coordinator()
    )
    return file


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_download_is_saved_not_shown_and_nothing_of_it_runs(client, action):
    file = a_file(ReportFactory(action=action), name="一季度 佐证.pdf")
    client.force_login(a_reporter(action.lead_department))

    response = client.get(file.get_absolute_url())

    assert response.status_code == 200
    assert body(response) == a_pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('一季度 佐证.pdf')}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]


def test_what_the_browser_has_already_is_not_sent_again(client, action):
    file = a_file(ReportFactory(action=action))
    client.force_login(a_coordinator())
    first = client.get(file.get_absolute_url())

    again = client.get(file.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.usefixtures("public_pages")
def test_who_may_have_the_file_of_a_draft(client, action):
    file = a_file(ReportFactory(action=action), openness="public")
    people = {
        "own": a_reporter(action.lead_department),
        "office": a_coordinator(),
        "other": a_reporter(),
        "supporting": a_reporter(action.supporting_departments.get()),
        "reader": a_reader(),
    }

    assert client.get(file.get_absolute_url()).status_code == 404
    for name, person in people.items():
        client.force_login(person)
        assert client.get(file.get_absolute_url()).status_code == (200 if name in {"own", "office"} else 404), name


@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("openness", ["public", "on_request", "internal"])
@pytest.mark.parametrize("of_file", ["public", "on_request", "internal"])
def test_strangers_have_only_public_files_of_public_approved_reports(client, action, openness, of_file):
    file = an_approved_file(action, openness=openness, of_file=of_file)

    response = client.get(file.get_absolute_url())
    assert response.status_code == (200 if openness == of_file == "public" else 404)
    assert "private" not in response.get("Cache-Control", "")
    client.force_login(a_reporter())
    assert client.get(file.get_absolute_url()).status_code == 200


def test_without_public_pages_strangers_are_led_to_sign_in(client, action):
    file = an_approved_file(action, openness="public", of_file="public")

    assert client.get(file.get_absolute_url())["Location"].startswith("/login/")


def test_an_unknown_reference_or_parameter_is_refused(client):
    client.force_login(a_coordinator())

    assert client.get("/files/NOSUCHFILE/").status_code == 404
    assert client.get("/files/..%2F..%2Fetc%2Fpasswd/").status_code == 404
    assert client.get("/files/NOSUCHFILE/", {"path": "x"}).status_code == 400
    assert client.post("/files/NOSUCHFILE/").status_code == 405


def test_content_that_is_gone_from_the_disk_is_said_and_logged(client, action, caplog):
    file = a_file(ReportFactory(action=action))
    file.content.storage.delete(file.content.name)
    client.force_login(a_coordinator())

    response = client.get(file.get_absolute_url())

    assert response.status_code == 404
    assert "内容却找不到了" in response.content.decode()
    assert file.ref in caplog.text


# --- where files are shown ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("public_pages")
def test_the_action_page_links_the_files_that_the_reader_may_see_and_names_are_text(client, action):
    shown = an_approved_file(action, openness="public", of_file="public", name="<b>粗</b>.pdf")
    hidden = an_approved_file(action, openness="public", content=a_pdf("hidden"), name="内部.pdf")
    draft = a_file(ReportFactory(action=action), content=a_pdf("draft"), name="草稿.pdf")

    html = client.get(action.get_absolute_url()).content.decode()
    assert shown.get_absolute_url() in html
    assert "&lt;b&gt;粗&lt;/b&gt;.pdf" in html
    assert "<b>粗" not in html
    assert hidden.name not in html

    client.force_login(a_reader())
    html = client.get(action.get_absolute_url()).content.decode()
    assert hidden.get_absolute_url() in html
    assert draft.name not in html


@pytest.mark.usefixtures("public_pages")
def test_the_api_lists_the_files_of_a_report_that_the_caller_may_see(client, action):
    shown = an_approved_file(action, openness="public", of_file="public")
    report = shown.reports.get()
    address = f"/api/v1/progress-reports/{report.ref}/"

    assert client.get(address).json()["files"] == [
        {"ref": shown.ref, "name": "佐证.pdf", "kind": "pdf", "size": shown.size, "url": f"/files/{shown.ref}/"}
    ]
    EvidenceFile.objects.update(openness="internal")
    assert client.get(address).json()["files"] == []
    client.force_login(a_reader())
    assert len(client.get(address).json()["files"]) == 1


@pytest.mark.parametrize("address", ["page", "api"])
def test_files_cost_no_query_a_row(client, action, address):
    path = action.get_absolute_url() if address == "page" else "/api/v1/progress-reports/"
    client.force_login(a_reader())
    an_approved_file(action)
    count = queries_of(client, path)
    for number in range(3):
        an_approved_file(action, content=a_pdf(f"{number}"))

    assert queries_of(client, path) == count


# --- instructions ---------------------------------------------------------------------------------------------------


def test_a_scan_is_recorded_with_the_instruction_and_read_by_whoever_reads_it(client, action):
    office = a_coordinator()
    client.force_login(office)
    post = an_instruction(action).post

    response = client.post(
        "/instructions/new/",
        {
            "post": post.pk,
            "text": "请说明",
            "urgency": "normal",
            "actions": [action.code],
            "given_on": "2026-06-09",
            "scan": an_upload(name="批示件.pdf"),
        },
    )

    assert response.status_code == 302, response.content.decode()
    file = EvidenceFile.objects.get(proofs=None)
    assert file.department is None
    for person, status in (
        (a_reporter(action.lead_department), 200),
        (a_leader(), 200),
        (a_reporter(), 404),
        (a_reader(), 404),
    ):
        client.force_login(person)
        assert client.get(file.get_absolute_url()).status_code == status
    client.force_login(a_reporter(action.lead_department))
    assert "批示件.pdf" in client.get(response["Location"]).content.decode()


def test_a_scan_that_cannot_be_taken_records_nothing_and_says_why(client, action):
    client.force_login(a_coordinator())
    given = {"post": an_instruction(action).post_id, "text": "请说明", "urgency": "normal"}

    response = client.post(
        "/instructions/new/",
        given | {"actions": [action.code], "given_on": "2026-06-09", "scan": an_upload(b"text", "批示.pdf")},
    )

    assert "“批示.pdf”：这种文件不能上传" in response.content.decode()
    assert not EvidenceFile.objects.filter(proofs=None).exists()
    assert action.instructions.filter(text="请说明").count() == 0


def test_a_scan_is_added_later_by_who_speaks_for_the_post_until_it_is_closed(client, action):
    given = an_instruction(action)
    client.force_login(a_reporter(action.lead_department))
    assert client.post(given.get_absolute_url(), {"add_scan": "true", "scan": an_upload()}).status_code == 403

    client.force_login(a_coordinator())
    assert "非涉密系统" in client.get(given.get_absolute_url()).content.decode()
    client.post(given.get_absolute_url(), {"add_scan": "true", "scan": an_upload()})
    client.post(given.get_absolute_url(), {"add_scan": "true", "scan": an_upload(a_pdf("better"))})

    given.refresh_from_db()
    assert EvidenceFile.objects.get(proofs=None) == given.scan
    type(given).objects.update(closed_at="2026-06-09T00:00Z")
    assert client.post(given.get_absolute_url(), {"add_scan": "true", "scan": an_upload()}).status_code == 409


# --- contributions --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("public_pages")
def test_the_action_page_tells_what_was_asked_and_given_to_those_concerned(client, action):
    department = DepartmentFactory()
    action.supporting_departments.add(department)
    a_contribution(action, department, question="问的话", text="给的话")
    a_contribution(action, department, as_of=date(2026, 3, 31), state="withdrawn", question="撤回的话")

    for person, told in (
        (None, False),
        (a_reader(), False),
        (a_reporter(), False),
        (a_reporter(department), True),
        (a_reporter(action.lead_department), True),
        (a_leader(), True),
        (a_coordinator(), True),
    ):
        client.logout()
        if person:
            client.force_login(person)
        html = client.get(action.get_absolute_url()).content.decode()
        assert ("问的话" in html, "给的话" in html) == (told, told)
        assert "撤回的话" not in html


def test_on_a_past_day_what_was_given_later_is_not_told_yet(client, action):
    a_contribution(action, question="问的话", text="给的话", given_at="2026-06-05T00:00Z")
    client.force_login(a_coordinator())

    html = client.get(action.get_absolute_url(), {"as_of": "2026-06-01"}).content.decode()

    assert "问的话" in html
    assert "给的话" not in html
