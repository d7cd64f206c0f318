"""Reports by API: what each reader may see, and that nothing else leaks."""

from datetime import date

import pytest

from tests.api import get, keys_of, refusal, rows, values
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

SECRETS = {
    "public": "公开的进展",
    "internal": "内部的进展",
    "on_request": "依申请的进展",
    "draft": "草稿里的话",
    "submitted": "待核准的话",
    "returned": "被退回的话",
    "reason": "退回的理由",
    "writer": "secretwriter",
    "approver": "secretapprover",
}
UNAPPROVED = {"draft", "submitted", "returned"}
APPROVED = {"public", "internal", "on_request"}


@pytest.fixture
def action():
    action = ActionFactory()
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def reports(action):
    """One report of each kind, of the same department, that says what nobody else may read."""
    writer = UserFactory(username=SECRETS["writer"])
    approver = UserFactory(username=SECRETS["approver"])
    made = {}
    for day, openness in enumerate(("public", "on_request", "internal"), start=1):
        report = approved_report(
            action,
            as_of=date(2026, 3, day),
            percent=10 * day,
            approved=date(2026, 4, day),
            openness=openness,
            progress=SECRETS[openness],
            problems=SECRETS[openness] + "问题",
            next_steps=SECRETS[openness] + "措施",
            evidence=SECRETS[openness] + "佐证",
            created_by=writer,
        )
        made[openness] = report
    for state in sorted(UNAPPROVED):
        reason = {"return_reason": SECRETS["reason"]} if state == "returned" else {}
        made[state] = ReportFactory(
            action=action,
            as_of=date(2026, 5, 1),
            state=state,
            openness="public",
            progress=SECRETS[state],
            created_by=writer,
            submitted_by=writer,
            returned_by=approver,
            **reason,
        )
    return made


READERS = {
    "a stranger": (lambda _action: None, {"public"}),
    "somebody signed in without a role": (lambda _action: UserFactory(), {"public"}),
    "a reader": (lambda _action: a_reader(), APPROVED),
    "another department's reporter": (lambda _action: a_reporter(), APPROVED),
    "its department's reporter": (lambda action: a_reporter(action.lead_department), APPROVED | UNAPPROVED),
    "the office": (lambda _action: a_coordinator(), APPROVED | UNAPPROVED),
}


@pytest.mark.parametrize("who", READERS)
def test_each_sees_what_is_theirs_to_see(client, action, reports, who):
    person, visible = READERS[who]
    reader = person(action)
    if reader:
        client.force_login(reader)

    found = {row["ref"]: row for row in rows(client, "progress-reports")}

    assert found.keys() == {reports[name].ref for name in visible}
    for name, report in reports.items():
        if name in visible:
            assert get(client, f"progress-reports/{report.ref}")["progress"] == SECRETS[name]
        else:
            refusal(client, f"progress-reports/{report.ref}", expected=404)


@pytest.mark.parametrize("who", READERS)
def test_nothing_leaks_into_any_list(client, action, reports, who):
    person, visible = READERS[who]
    reader = person(action)
    if reader:
        client.force_login(reader)
    hidden = [SECRETS[name] for name in (APPROVED | UNAPPROVED) - visible]
    hidden += [SECRETS["reason"], SECRETS["writer"], SECRETS["approver"]]

    for address in ("actions", "measures", "paths", "departments", "progress-reports", "annual-reviews/2026"):
        answer = client.get(f"/api/v1/{address}/", {"as_of": "2026-12-31"}).content.decode()
        assert not [secret for secret in hidden if secret in answer]
    table = client.get("/api/v1/annual-reviews/2026/", {"format": "csv"}).content.decode()
    assert not [secret for secret in hidden if secret in table]


@pytest.mark.parametrize("who", READERS)
def test_search_and_order_find_nothing_hidden(client, action, reports, who):
    person, visible = READERS[who]
    reader = person(action)
    if reader:
        client.force_login(reader)

    for name, report in reports.items():
        expected = [report.ref] if name in visible else []
        assert values(client, "progress-reports", "ref", search=SECRETS[name]) == expected
    assert values(client, "progress-reports", "ref", search=SECRETS["reason"]) == []
    assert refusal(client, "progress-reports", ordering="created_by")["parameter"] == "ordering"


def test_persons_never_show_not_even_to_the_office(client, reports):
    client.force_login(a_coordinator())

    fields = set(keys_of(rows(client, "progress-reports")))

    assert not fields & {"created_by", "submitted_by", "approved_by", "returned_by", "return_reason"}


def test_the_percent_of_an_action_shows_though_its_report_is_not_public(client, action, reports):
    found = get(client, f"actions/{action.code}", as_of="2026-12-31")

    assert found["percent"] == "30.0"
    assert found["report_as_of"] == "2026-03-03"
    assert reports["internal"].ref not in values(client, "progress-reports", "ref")


def test_a_report_as_it_is_given(client, action):
    first = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5), openness="public")
    second = approved_report(
        action,
        date(2026, 3, 31),
        45,
        date(2026, 4, 8),
        openness="public",
        corrects=first,
        problems="缺地。",
        next_steps="找地。",
        evidence="柳政办〔2026〕1号",
        sample=True,
    )

    assert get(client, f"progress-reports/{second.ref}") == {
        "ref": second.ref,
        "action": action.code,
        "department": action.lead_department.code,
        "as_of": "2026-03-31",
        "status": "in_progress",
        "percent": "45.0",
        "no_news": False,
        "progress": "按计划推进。",
        "problems": "缺地。",
        "next_steps": "找地。",
        "evidence": "柳政办〔2026〕1号",
        "files": [],
        "openness": "public",
        "state": "approved",
        "approved_at": "2026-04-08T12:00:00+08:00",
        "corrects": first.ref,
        "sample": True,
        "steps": [],
    }
    assert set(values(client, "progress-reports", "ref")) == {first.ref, second.ref}


def test_the_dates_leave_out_what_is_later(client, reports):
    client.force_login(a_coordinator())
    names = {report.ref: name for name, report in reports.items()}

    def found(**query):
        return {names[ref] for ref in values(client, "progress-reports", "ref", **query)}

    assert found(as_of="2026-03-02") == {"public", "on_request"}
    assert found(as_of="2026-02-28") == set()
    assert found(as_of="2026-12-31", known_on="2026-04-02") == {"public", "on_request"}
    assert found(as_of="2026-12-31") == set(reports)
    refusal(client, f"progress-reports/{reports['internal'].ref}", expected=404, known_on="2026-04-02")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "completed"}, {"sample"}),
        ({"status": "in_progress"}, {*APPROVED, *UNAPPROVED}),
        ({"state": "draft"}, {"draft"}),
        ({"state": "submitted"}, {"submitted"}),
        ({"state": "returned"}, {"returned"}),
        ({"state": "approved"}, {*APPROVED, "sample"}),
        ({"openness": "internal"}, {"internal", "sample"}),
        ({"openness": "on_request"}, {"on_request"}),
        ({"openness": "public", "state": "approved"}, {"public"}),
        ({"sample": "true"}, {"sample"}),
        ({"sample": "false", "state": "draft"}, {"draft"}),
    ],
)
def test_filters(client, reports, query, found):
    sample = approved_report(
        ActionFactory(), date(2026, 6, 1), 100, date(2026, 6, 2), status="completed", sample=True, openness="internal"
    )
    everything = reports | {"sample": sample}
    client.force_login(a_coordinator())

    assert set(values(client, "progress-reports", "ref", **query)) == {everything[name].ref for name in found}


def test_a_filter_opens_nothing(client, reports):
    assert values(client, "progress-reports", "ref", state="draft") == []
    assert values(client, "progress-reports", "ref", openness="internal") == []


def test_a_correction_does_not_tell_of_a_report_that_the_reader_may_not_see(client, action):
    hidden = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    public = approved_report(action, date(2026, 3, 31), 45, date(2026, 4, 8), openness="public", corrects=hidden)

    assert get(client, f"progress-reports/{public.ref}")["corrects"] is None
    client.force_login(a_coordinator())
    assert get(client, f"progress-reports/{public.ref}")["corrects"] == hidden.ref
