"""Mail against a real SMTP server on this machine."""

from collections.abc import Iterator
from email.header import decode_header, make_header

import pytest

from recommendations.channels import Mail, NotSentError
from recommendations.models import Notice
from recommendations.services.outbox import MOST_ATTEMPTS, deliver
from tests.factories import NoticeFactory
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as started:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "register@example.org"
        yield started


@pytest.fixture(autouse=True)
def _fresh(server, time_machine):
    """The factory's notices are made at nine in the morning of the first of May."""
    time_machine.move_to("2026-05-01T01:00:10+00:00", tick=False)


def test_a_notice_arrives_whole_in_a_conversation_with_a_server(server):
    notice = NoticeFactory(subject="您有1项待办，请办理", body="进展：柳州。\n.\nEnglish beneath.\n")
    assert deliver().sent.total() == 1

    ((sender, recipients, message),) = server.taken
    assert (sender, recipients) == ("register@example.org", [notice.address])
    assert str(make_header(decode_header(message["Subject"]))) == notice.subject
    assert message.get_payload(decode=True).decode().replace("\r\n", "\n").rstrip() == notice.body.rstrip()
    assert message.get_content_type() == "text/plain"
    assert message["Message-ID"] == f"<notice-{notice.pk}-{notice.slot}@localhost>"
    notice.refresh_from_db()
    assert (notice.attempts, notice.error, notice.claimed_until) == (1, "", None)
    assert notice.sent_at is not None


def test_many_go_through_one_connection(server):
    NoticeFactory.create_batch(5)
    assert deliver().sent.total() == 5
    assert server.connections == 1


def test_a_refused_recipient_stops_none_of_the_others(server):
    refused = NoticeFactory(address="gone@example.org")
    NoticeFactory.create_batch(2)
    server.answers["gone@example.org"] = "550 no such user"

    delivered = deliver()
    assert (delivered.sent.total(), delivered.failed) == (2, 1)
    refused.refresh_from_db()
    assert "550" in refused.error
    assert "no such user" in refused.error
    assert refused.sent_at is None


def test_after_a_temporary_failure_it_is_tried_again_and_arrives_once(server, time_machine):
    notice = NoticeFactory()
    server.answers["data"] = "451 try again later"
    assert deliver().failed == 1
    assert deliver().failed == 0  # it rests first
    server.answers.clear()
    time_machine.shift(301)

    assert deliver().sent.total() == 1
    assert deliver().sent.total() == 0
    notice.refresh_from_db()
    assert (notice.attempts, notice.error) == (2, "")
    assert len(server.taken) == 1


def test_after_so_many_attempts_it_is_left_to_the_office(server, time_machine):
    notice = NoticeFactory()
    server.answers["data"] = "451 try again later"
    for _ in range(MOST_ATTEMPTS + 3):
        deliver()
        time_machine.shift(3 * 3600)
    notice.refresh_from_db()
    assert notice.attempts == MOST_ATTEMPTS
    assert notice.claimed_until is None
    assert "451" in notice.error


def test_where_no_server_answers_one_attempt_is_enough(server, settings):
    settings.EMAIL_PORT = 1
    NoticeFactory.create_batch(3)

    delivered = deliver()
    assert (delivered.failed, list(Notice.objects.order_by("pk").values_list("attempts", flat=True))) == (1, [1, 0, 0])


@pytest.mark.parametrize("address", ["a\nBcc: b@example.org", "柳州", ""])
def test_a_bad_address_is_a_failure_of_that_one_alone(server, address):
    with pytest.raises(NotSentError) as fault:
        Mail().send(NoticeFactory(address=address))
    assert not fault.value.nobody
    assert server.taken == []


def test_a_server_that_hangs_up_is_left_for_the_next_run(server):
    NoticeFactory.create_batch(2)
    server.answers["data"] = "421 closing"
    delivered = deliver()
    assert delivered.failed >= 1
    assert server.taken == []
