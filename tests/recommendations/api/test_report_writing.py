"""Writing reports by API: by role, field by field, with one shape for every refusal."""

import json
from datetime import date

import pytest
from django.test import Client

from recommendations.models import ProgressReport
from recommendations.services.progress import approve, send_back, submit
from tests.factories import (
    MembershipFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
    approved_report,
)

pytestmark = pytest.mark.django_db

REPORTS = "/api/v1/progress-reports/"
NO_TEXT = ("\x00", "\ud800")  # what JSON can write, and neither UTF-8 nor PostgreSQL can


@pytest.fixture
def reporter(action):
    return a_reporter(action.lead_department, username="writer")


def send(person, method="post", address=REPORTS, body=None, **options):
    client = Client(**options)
    if person is not None:
        client.force_login(person)
    return getattr(client, method)(address, json.dumps(body or {}), content_type="application/json")


def of(report, step=""):
    return f"{REPORTS}{report.ref}/{f'{step}/' if step else ''}"


def a_text(action, /, **changes):
    return {"action": action.code, "as_of": "2026-03-31", "percent": "40.5", "progress": "按计划推进。"} | changes


def refused(response, status):
    assert response.status_code == status, response.content.decode()
    answer = response.json()
    assert answer.keys() == {"detail", "parameter"}
    assert answer["detail"]
    return answer


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_a_reporter_drafts_and_gets_the_report_back(action, reporter):
    corrected = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    more = {
        "status": "in_progress",
        "problems": "缺地。",
        "next_steps": "找地。",
        "no_news": True,
        "evidence": "一份文件",
        "openness": "public",
        "corrects": corrected.ref,
    }
    response = send(reporter, body=a_text(action, **more))

    assert response.status_code == 201
    answer = response.json()
    assert answer | a_text(action, **more) == answer
    assert (answer["state"], answer["department"], answer["steps"]) == ("draft", action.lead_department.code, [])
    stored = ProgressReport.objects.get(ref=answer["ref"])
    assert (stored.created_by, stored.state, stored.corrects) == (reporter, "draft", corrected)


def test_a_reference_of_ones_own_makes_it_safe_to_send_it_twice(action, reporter):
    body = a_text(action, ref="ABCDEFGH23")
    first, second = send(reporter, body=body), send(reporter, body=body | {"progress": "别的话。"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert ProgressReport.objects.get().progress == "按计划推进。"


def test_somebody_elses_reference_is_refused_by_name(action, reporter):
    other = ReportFactory()

    assert refused(send(reporter, body=a_text(action, ref=other.ref)), 400)["parameter"] == "ref"
    assert ProgressReport.objects.get() == other


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"action": "9.9.9"}, "action"),
        ({"action": None}, "action"),
        ({"percent": "101"}, "percent"),
        ({"percent": "40.55"}, "percent"),
        ({"percent": "NaN"}, "percent"),
        ({"percent": None}, "percent"),
        ({"percent": "99", "status": "completed"}, "percent"),
        ({"status": "suspended"}, "status"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"as_of": "31.3.2026"}, "as_of"),
        ({"progress": "  "}, "progress"),
        *(({name: f"a{sign}"}, name) for name in ("progress", "action", "corrects", "status") for sign in NO_TEXT),
        ({"colour\ud800": "red"}, "colour?"),
        ({"no_news": "vielleicht"}, "no_news"),
        ({"no_news": True}, "percent"),
        ({"openness": "secret"}, "openness"),
        ({"corrects": "NOTHING222"}, "corrects"),
        ({"ref": "../../etc"}, "ref"),
        ({"state": "approved"}, "state"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_nothing_is_stored(action, reporter, changes, parameter):
    answer = refused(send(reporter, body=a_text(action, **changes)), 400)

    assert answer["parameter"] == parameter
    assert parameter is None or parameter in answer["detail"]
    assert not ProgressReport.objects.exists()


def test_all_faults_are_told_at_once(action, reporter):
    answer = refused(send(reporter, body=a_text(action, percent="x", progress="")), 400)

    assert "percent" in answer["detail"]
    assert "progress" in answer["detail"]


def test_what_is_no_object_or_no_json_is_refused(reporter, settings):
    client = Client()
    client.force_login(reporter)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20_000

    no_objects = ["[]", "{", '"x"', '{"percent": ' + "[" * 5000 + "]" * 5000 + "}"]
    for text, status in (*((text, 400) for text in no_objects), (json.dumps({"progress": "x" * 20_000}), 413)):
        refused(client.post(REPORTS, text, content_type="application/json"), status)
    refused(client.post(REPORTS, {"progress": "x"}), 415)


def test_another_departments_report_is_not_ones_to_correct_nor_seen(action, reporter):
    hidden = ReportFactory(state="draft")

    assert refused(send(reporter, body=a_text(action, corrects=hidden.ref)), 400)["parameter"] == "corrects"


def test_a_draft_and_a_returned_report_are_changed_in_part(action, reporter):
    for state, reason in (("draft", ""), ("returned", "数字不对")):
        report = ReportFactory(action=action, state=state, return_reason=reason, problems="旧问题")

        answer = send(reporter, "patch", of(report), {"percent": 55, "next_steps": "加快。"})

        assert answer.status_code == 200
        assert (answer.json()["percent"], answer.json()["problems"]) == ("55.0", "旧问题")
        report.refresh_from_db()
        assert (report.percent, report.next_steps, report.progress) == (55, "加快。", "按计划推进。")


def test_a_report_stays_with_its_action_and_its_reference(action, reporter):
    report = ReportFactory(action=action)

    for name in ("action", "ref", "state"):
        assert refused(send(reporter, "patch", of(report), {name: "x"}), 400)["parameter"] == name


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_was_handed_in_is_changed_no_more(action, reporter, state):
    report = (
        approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
        if state == "approved"
        else ReportFactory(action=action, state=state, submitted_by=reporter)
    )

    assert refused(send(reporter, "patch", of(report), {"percent": 55}), 409)["parameter"] is None
    assert refused(send(reporter, "delete", of(report)), 409 if report.created_by == reporter else 403)
    report.refresh_from_db()
    assert report.percent == 40


def test_a_draft_is_thrown_away_by_who_wrote_it_alone(action, reporter):
    report = ReportFactory(action=action, created_by=reporter)

    refused(send(a_reporter(action.lead_department), "delete", of(report)), 403)
    assert send(reporter, "delete", of(report)).status_code == 204
    assert not ProgressReport.objects.exists()


# --- who may ---------------------------------------------------------------------------------------------------------

STRANGERS = {
    "nobody": lambda _: None,
    "signed in": lambda _: UserFactory(),
    "a reader": lambda _: a_reader(),
    "another department": lambda _: a_reporter(),
    "the department's head": lambda action: MembershipFactory(department=action.lead_department, role="head").user,
}


@pytest.mark.parametrize("who", STRANGERS)
def test_only_the_leading_department_and_the_office_write(action, settings, who):
    settings.PUBLIC_PAGES = True
    person = STRANGERS[who](action)
    report = ReportFactory(action=action)

    refused(send(person, body=a_text(action)), 403)
    for method, address in (("patch", of(report)), ("post", of(report, "submit")), ("delete", of(report))):
        seen = who == "the department's head" or person is None
        refused(send(person, method, address), 403 if seen else 404)
    assert ProgressReport.objects.get().state == "draft"


def test_what_one_does_not_see_is_not_there_to_write_on():
    report = ReportFactory(state="submitted")

    for step in ("submit", "sign", "approve", "return"):
        refused(send(a_reporter(), address=of(report, step), body={"reason": "x"} if step == "return" else {}), 404)


def test_without_its_token_a_session_writes_nothing(action, reporter):
    answer = refused(send(reporter, body=a_text(action), enforce_csrf_checks=True), 403)

    assert "X-CSRFToken" in answer["detail"]
    assert not ProgressReport.objects.exists()


def test_what_is_written_takes_no_date(action, reporter):
    answer = refused(send(reporter, address=f"{REPORTS}?as_of=2026-01-01", body=a_text(action)), 400)

    assert answer["parameter"] == "as_of"


# --- the way of a report ---------------------------------------------------------------------------------------------


def test_a_report_goes_its_way_and_each_step_is_told(action, reporter):
    head = MembershipFactory(
        department=action.lead_department, role="head", user=UserFactory(last_name="韦", first_name="主任")
    ).user
    action.lead_department.needs_sign_off = True
    action.lead_department.save()
    office = a_coordinator()
    report = ReportFactory(action=action, created_by=reporter)

    def move(person, step, **body):
        response = send(person, address=of(report, step), body=body)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    assert move(reporter, "submit")["state"] == "submitted"
    assert move(head, "return", reason="请写明台数。")["state"] == "returned"
    move(reporter, "submit")
    assert move(head, "sign")["state"] == "signed"
    answer = move(office, "approve")

    assert answer["state"] == "approved"
    assert [(step["from_state"], step["to_state"], step["role"]) for step in answer["steps"]] == [
        ("draft", "submitted", "reporter"),
        ("submitted", "returned", "head"),
        ("returned", "submitted", "reporter"),
        ("submitted", "signed", "head"),
        ("signed", "approved", "coordinator"),
    ]
    assert {step["to_head"] for step in answer["steps"]} == {True}
    returned = answer["steps"][1]
    assert (returned["by"], returned["reason"], returned["department"], returned["post"]) == (
        "韦主任",
        "请写明台数。",
        action.lead_department.code,
        None,
    )


def test_a_return_wants_a_reason(action):
    report = ReportFactory(action=action, state="submitted")

    for body in ({}, {"reason": " "}, {"reason": None}):
        assert refused(send(a_coordinator(), address=of(report, "return"), body=body), 400)["parameter"] == "reason"


def test_steps_take_no_other_fields(action):
    report = ReportFactory(action=action, state="submitted")

    for step in ("submit", "sign", "approve", "return"):
        answer = refused(send(a_coordinator(), address=of(report, step), body={"reason": "x", "percent": 1}), 400)
        assert answer["parameter"] in {"percent", "reason"}


def test_who_comes_second_is_told(action, reporter):
    report = ReportFactory(action=action, created_by=reporter)
    submit(actor=reporter, report=report)
    approve(actor=a_coordinator(username="faster"), report=report)

    for step, body in (("approve", {}), ("return", {"reason": "x"})):
        assert "faster" in refused(send(a_coordinator(), address=of(report, step), body=body), 409)["detail"]


def test_what_was_handed_in_anew_is_not_decided_on_unseen(action, reporter):
    office = a_coordinator()
    report = ReportFactory(action=action, created_by=reporter)
    seen = send(reporter, address=of(report, "submit")).json()["steps"][-1]["at"]
    report.refresh_from_db()
    send_back(actor=office, report=report, reason="x")
    newer = send(reporter, address=of(report, "submit")).json()["steps"][-1]["at"]

    refused(send(office, address=of(report, "approve"), body={"seen": seen}), 409)
    assert send(office, address=of(report, "approve"), body={"seen": newer}).status_code == 200


def test_strangers_read_the_steps_without_persons_and_reasons(action, reporter, public_pages, client):
    office = a_coordinator(username="secretoffice")
    report = ReportFactory(action=action, created_by=reporter, openness="public")
    submit(actor=reporter, report=report)
    send_back(actor=office, report=report, reason="退回的理由")
    submit(actor=reporter, report=report)
    approve(actor=office, report=report)

    text = client.get(of(report)).content.decode()

    assert not [secret for secret in ("secretoffice", "退回的理由", "writer") if secret in text]
    assert [step["by"] for step in client.get(of(report)).json()["steps"]] == [None] * 4
    client.force_login(a_reader())
    assert "secretoffice" in client.get(of(report)).content.decode()
    assert "steps" not in client.get(REPORTS).json()["results"][0]
