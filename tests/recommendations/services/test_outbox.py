"""What leaves, and how often it is tried."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from recommendations.models import Notice
from recommendations.services import outbox
from recommendations.services.outbox import CLAIM, MOST_ATTEMPTS, deliver, send_again, waiting
from recommendations.services.progress import OutdatedError
from tests.factories import NoticeFactory, UserFactory, a_coordinator, a_reader, a_reporter

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 5, 1, 1, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_nine(time_machine):
    time_machine.move_to(NINE, tick=False)


def failed(**more) -> Notice:
    return NoticeFactory(attempts=MOST_ATTEMPTS, error="550 no", recipient__email="now@example.org", **more)


def test_what_was_sent_is_not_sent_again(mailoutbox):
    NoticeFactory()
    assert [deliver().sent.total() for _ in range(3)] == [1, 0, 0]
    assert len(mailoutbox) == 1


def test_what_another_process_is_sending_is_left_to_it_until_it_must_have_died(mailoutbox, time_machine):
    NoticeFactory(attempts=1, claimed_until=NINE + CLAIM)
    assert deliver().sent.total() == 0
    time_machine.shift(CLAIM)
    assert deliver().sent.total() == 1


def test_of_two_takers_one_gets_it(mailoutbox):
    notice = NoticeFactory()
    first, second = (Notice.objects.get(pk=notice.pk) for _ in range(2))

    assert outbox._claim(first)
    assert not outbox._claim(second)


def test_the_mark_of_a_claim_that_ran_out_does_not_touch_the_next_one():
    notice = NoticeFactory()
    outbox._claim(notice)
    Notice.objects.update(attempts=2)  # another process took it over meanwhile
    assert not outbox._of(notice).update(error="late words")


def test_what_is_stale_or_overtaken_by_a_newer_one_is_not_sent(mailoutbox):
    person = UserFactory()
    NoticeFactory(created_at=NINE - timedelta(hours=25))
    NoticeFactory(recipient=person)
    newer = NoticeFactory(recipient=person)
    assert list(waiting(NINE)) == [newer]


def test_nothing_leaves_for_an_account_that_was_closed_meanwhile(mailoutbox):
    NoticeFactory(recipient=UserFactory(is_active=False))

    assert deliver().sent.total() == 0
    assert mailoutbox == []


def test_what_a_gateway_says_that_no_database_stores_holds_up_nothing():
    notice = NoticeFactory()
    outbox._claim(notice)
    outbox._note(notice, "HTTP 500 \x00\x01")

    notice.refresh_from_db()
    assert notice.error == "HTTP 500 \x01"


def test_a_notice_for_a_way_that_is_not_set_up_waits():
    NoticeFactory(channel="webhook")
    assert deliver().sent.total() == 0


def test_the_office_has_a_failed_one_sent_again_to_todays_address(mailoutbox):
    notice = failed()
    assert deliver().sent.total() == 0

    send_again(actor=a_coordinator(), notice=notice)
    assert deliver().sent.total() == 1
    assert mailoutbox[0].to == ["now@example.org"]


def test_it_is_refused_where_it_makes_no_sense():
    office = a_coordinator()
    sent = NoticeFactory(sent_at=NINE, recipient__email="a@example.org")
    being_sent = NoticeFactory(attempts=1, claimed_until=NINE + CLAIM, recipient__email="a@example.org")
    overtaken = failed()
    NoticeFactory(recipient=overtaken.recipient)
    without_address = NoticeFactory(attempts=MOST_ATTEMPTS, error="no")
    not_set_up = failed(channel="webhook")
    closed = failed(recipient__is_active=False)

    for notice, words in (
        (sent, "已经发出"),
        (being_sent, "正在发送"),
        (overtaken, "更新的提醒"),
        (without_address, "没有地址"),
        (not_set_up, "没有启用"),
        (closed, "已停用"),
    ):
        with pytest.raises(OutdatedError, match=words):
            send_again(actor=office, notice=notice)
    for person in (a_reporter(), a_reader()):
        with pytest.raises(PermissionDenied):
            send_again(actor=person, notice=failed())
