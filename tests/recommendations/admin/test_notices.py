"""The outbox in the admin, and the office's 催报."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from recommendations.models import Handover, Notice
from recommendations.services.outbox import MOST_ATTEMPTS
from tests.factories import AssignmentFactory, NoticeFactory, UserFactory, a_reporter

pytestmark = pytest.mark.django_db
LIST = "/admin/recommendations/notice/"
ACTIONS = "/admin/recommendations/action/"


def texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_office_reads_what_went_and_what_did_not_and_why(office):
    NoticeFactory(subject="甲", sent_at=datetime(2026, 5, 1, 1, 2, tzinfo=UTC), attempts=1)
    NoticeFactory(subject="乙", attempts=2, error="451 later")
    NoticeFactory(subject="丙", attempts=MOST_ATTEMPTS, error="550 no such user")
    NoticeFactory(subject="丁")

    html = office.get(LIST).content.decode()
    assert "2026-05-01 09:02</span>已发出" in html
    assert "未发出，稍后再试：451 later" in html
    assert "发送失败，不再自动重试：550 no such user" in html
    assert "等待发送" in html
    unsent = office.get(LIST, {"sent": "false"}).context["cl"].result_list
    assert {notice.subject for notice in unsent} == {"乙", "丙", "丁"}
    assert {notice.subject for notice in office.get(LIST, {"sent": "failed"}).context["cl"].result_list} == {"乙", "丙"}


def test_the_text_is_read_and_nothing_can_be_changed(office):
    notice = NoticeFactory(body="<b>您好</b>")
    page = f"{LIST}{notice.pk}/change/"

    assert "&lt;b&gt;您好&lt;/b&gt;" in office.get(page).content.decode()
    assert office.post(page, {"body": "x"}).status_code == 403
    assert office.get(f"{LIST}add/").status_code == 403
    assert office.get(f"{LIST}{notice.pk}/delete/").status_code == 403


def test_departments_see_no_outbox(reporter):
    notice = NoticeFactory()
    assert reporter.get(LIST).status_code == 403
    assert reporter.get(f"{LIST}{notice.pk}/change/").status_code == 403


def test_failed_ones_are_sent_again_with_a_result_for_each(office):
    failed = NoticeFactory(attempts=MOST_ATTEMPTS, error="550", recipient__email="a@example.org", subject="甲")
    sent = NoticeFactory(sent_at=timezone.now(), recipient__email="b@example.org", subject="乙")
    asked = {"action": "send_again_selected", "_selected_action": [failed.pk, sent.pk]}

    assert set(texts(office.post(LIST, asked, follow=True))) == {
        "甲：下一次发送时发出",
        "乙：这条提醒已经发出，正在发送，或稍后会自动再发。",
    }
    failed.refresh_from_db()
    assert (failed.attempts, failed.error) == (0, "")


def test_the_office_urges_selected_actions_with_a_result_for_each(office):
    assignment = AssignmentFactory()
    action, idle = assignment.action, AssignmentFactory().action
    Handover.objects.create(
        assignment=assignment,
        department=action.lead_department,
        handed_over_at=timezone.now(),
        handed_over_by=UserFactory(),
    )
    person = a_reporter(action.lead_department, email="a@example.org")
    asked = {"action": "remind_selected", "_selected_action": [action.pk, idle.pk]}

    assert set(texts(office.post(ACTIONS, asked, follow=True))) == {
        f"{action}：已列入待发，下一次发送提醒时发给{person.username}",
        f"{idle}：没有人现在要为它办理什么，或有关部门没有指定人员",
    }
    assert Notice.objects.get().recipient == person
    moment = f"{timezone.localtime(Notice.objects.get().created_at):%m-%d %H:%M}"
    said = texts(office.post(ACTIONS, {**asked, "_selected_action": [action.pk]}, follow=True))
    assert said == [f"{action}：{person.username}已在{moment}收到提醒，不再重复"]


def test_a_department_cannot_urge(reporter, own):
    asked = {"action": "remind_selected", "_selected_action": [own.action.pk]}
    reporter.post(reverse("admin:recommendations_action_changelist"), asked)
    assert not Notice.objects.exists()
    assert "remind_selected" not in reporter.get(ACTIONS).content.decode()
