"""Asking for a later deadline and deciding on it, as departments and the office meet it in the admin."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Action, ExtensionRequest, PlanChange
from tests.factories import ActionFactory, AssignmentFactory, ExtensionRequestFactory, PlanChangeFactory, a_coordinator

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_extensionrequest_changelist")
ADD = reverse("admin:recommendations_extensionrequest_add")
ACTIONS = reverse("admin:recommendations_action_changelist")


def page(request):
    return reverse("admin:recommendations_extensionrequest_change", args=[request.pk])


def asking(action, **more):
    return {"action": action.pk, "new_due_date": "2027-06-30", "reason": "前置审批用时较长", **more}


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.fixture
def waiting(own):
    return ExtensionRequestFactory(
        action=own.action,
        asked_by=own.reporter,
        due_when_asked=date(2026, 12, 31),
        new_due_date=date(2027, 6, 30),
        reason="理由甲",
    )


def test_a_department_asks_from_its_list_of_actions(own, reporter):
    link = f"{ADD}?action={own.action.code}"
    assert link in reporter.get(ACTIONS).content.decode()
    assert link in reporter.get(reverse("admin:recommendations_action_change", args=[own.action.pk])).content.decode()
    response = reporter.get(link)
    assert response.context["adminform"].form.initial["action"] == own.action.pk
    assert "2026-12-31" in response.content.decode()

    response = reporter.post(link, asking(own.action), follow=True)
    assert "已提交，等待批复" in said(response)
    request = ExtensionRequest.objects.get()
    assert (request.asked_by, request.department, request.asked_on) == (
        own.reporter,
        own.action.lead_department,
        date(2026, 7, 1),
    )
    assert page(request) in reporter.get(ACTIONS).content.decode()
    assert link not in reporter.get(ACTIONS).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"new_due_date": "2026-12-31"}, "new_due_date", "新期限应晚于现行期限 2026-12-31。"),
        ({"new_due_date": "明年"}, "new_due_date", "有效的日期"),
        ({"reason": ""}, "reason", "必填"),
        ({"action": "999999"}, "action", ""),
    ],
)
def test_a_slip_is_told_next_to_its_field_and_what_was_written_stays(own, reporter, changes, field, sentence):
    response = reporter.post(ADD, asking(own.action) | changes)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert sentence in response.content.decode()
    assert not ExtensionRequest.objects.exists()


def test_a_second_request_is_refused_at_its_field(own, reporter, waiting):
    response = reporter.post(ADD, asking(own.action))

    assert "已有一份待批的延期申请" in " ".join(response.context["adminform"].form.errors["action"])


def test_a_late_request_is_told_at_once_that_it_leaves_the_overdue(own, reporter):
    with time_machine.travel("2027-01-05T09:00:00+08:00", tick=False):
        reporter.force_login(own.reporter)
        assert "逾期也不因此消除" in reporter.get(f"{ADD}?action={own.action.code}").content.decode()
        assert "逾期也不因此消除" in said(reporter.post(ADD, asking(own.action), follow=True))
    assert ExtensionRequest.objects.get().late


def test_another_departments_requests_and_actions_are_not_there(own, other, reporter, waiting, sign_in):
    stranger = sign_in(other.reporter)
    assert "理由甲" not in stranger.get(LIST).content.decode()
    assert stranger.get(page(waiting)).status_code in {403, 404}
    assert stranger.post(ADD, asking(own.action)).status_code == 200
    assert own.action.title not in stranger.get(f"{ADD}?action={own.action.code}").content.decode()
    assert ExtensionRequest.objects.count() == 1


def test_a_department_reads_its_request_and_does_not_decide_it(reporter, waiting):
    html = reporter.get(page(waiting)).content.decode()
    assert "理由甲" in html
    assert 'name="grant"' not in html
    assert reporter.post(page(waiting), {"grant": "yes"}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "asked"


def test_the_office_sees_what_it_decides_on(own, office, waiting):
    PlanChangeFactory(action=own.action, decided_on=date(2026, 6, 1), new_due_date=date(2027, 1, 31))
    html = office.get(page(waiting)).content.decode()

    for shown in ("2026-12-31", "2027-01-31", "1次", "理由甲", "2027-06-30"):
        assert shown in html


def test_the_office_grants_with_its_document(own, office, waiting):
    response = office.post(page(waiting), {"grant": "yes", "decision": "", "document": "会议纪要3号"}, follow=True)

    assert "已同意" in said(response)
    assert PlanChange.objects.get().document == "会议纪要3号"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by.username) == ("granted", "office")
    html = office.get(page(waiting)).content.decode()
    assert "会议纪要3号" not in html  # it stands with the change, to which the page leads
    assert reverse("admin:recommendations_planchange_change", args=[waiting.change_id]) in html


@pytest.mark.parametrize(
    ("sent", "field"), [({"grant": "no", "decision": " "}, "decision"), ({}, "grant"), ({"grant": "perhaps"}, "grant")]
)
def test_a_decision_says_which_and_a_refusal_says_why(office, waiting, sent, field):
    response = office.post(page(waiting), sent)

    assert list(response.context["adminform"].form.errors) == [field]
    waiting.refresh_from_db()
    assert waiting.state == "asked"


def test_the_office_refuses_with_words(office, reporter, waiting):
    office.post(page(waiting), {"grant": "no", "decision": "请按期完成"})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.change) == ("refused", None)
    assert "请按期完成" in reporter.get(page(waiting)).content.decode()
    assert office.post(page(waiting), {"grant": "yes"}).status_code == 403


def withdraw(request):
    return reverse("admin:recommendations_extensionrequest_withdraw", args=[request.pk])


def test_a_department_withdraws_its_request_and_asks_anew(own, reporter, office, waiting):
    html = reporter.get(page(waiting)).content.decode()
    assert withdraw(waiting) in html
    assert reporter.get(withdraw(waiting)).status_code == 405
    assert "已撤回" in said(reporter.post(withdraw(waiting), follow=True))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.withdrawn_by) == ("withdrawn", own.reporter)
    for client in (reporter, office):
        html = client.get(page(waiting)).content.decode()
        assert "撤回人" in html
        assert withdraw(waiting) not in html
        assert 'name="grant"' not in html
    assert f"{ADD}?action={own.action.code}" in reporter.get(ACTIONS).content.decode()
    assert "已提交，等待批复" in said(reporter.post(ADD, asking(own.action), follow=True))


def test_who_withdraws_too_late_is_told_who_decided(reporter, office, waiting):
    office.post(page(waiting), {"grant": "no", "decision": "请按期完成"})

    assert "批复：不同意" in said(reporter.post(withdraw(waiting), follow=True))
    waiting.refresh_from_db()
    assert waiting.state == "refused"


def test_another_department_finds_nothing_to_withdraw(other, waiting, sign_in):
    assert sign_in(other.reporter).post(withdraw(waiting)).status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == "asked"


def test_a_late_request_says_so_in_the_decision(office, waiting):
    ExtensionRequest.objects.update(asked_on=date(2027, 1, 5))
    assert "逾期也不因此消除" in office.get(page(waiting)).content.decode()
    with time_machine.travel("2027-01-06T09:00:00+08:00", tick=False):
        office.force_login(a_coordinator())
        assert "逾期也不因此消除" in said(office.post(page(waiting), {"grant": "yes"}, follow=True))


def test_what_waits_comes_first_and_the_list_asks_the_same_for_one_and_for_three(own, office, waiting):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        return len(asked)

    decided = ExtensionRequestFactory(asked_on=date(2026, 6, 30), state="refused", decided_at="2026-07-01T00:00Z")
    for address in (LIST, ACTIONS):
        queries(address)
        one = queries(address)
        for _ in range(2):
            action = ActionFactory(due_date=date(2026, 12, 31))
            AssignmentFactory(action=action)
            ExtensionRequestFactory(action=action)
        assert queries(address) == one
    rows = list(office.get(LIST).context["cl"].result_list)
    assert rows[-1] == decided
    assert {row.state for row in rows[:-1]} == {"asked"}
    assert Action.objects.count() == 6
