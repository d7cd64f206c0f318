"""The webhook against a real HTTP server on this machine."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from recommendations.channels import NotSentError, Webhook, ways_out, webhook
from recommendations.services.outbox import deliver
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "a-long-shared-secret"


class Gateway(ThreadingHTTPServer):
    """What it got, and how it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.headers, self.delay = 200, {}, 0.0

    def handle_error(self, request: object, client_address: object) -> None:
        """Who does not wait for the answer hangs up; that is what is tested."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        time.sleep(self.server.delay)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write("网关繁忙".encode())

    do_GET = do_POST  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    settings.NOTIFY_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/in?to=sms"
    settings.NOTIFY_WEBHOOK_SECRET = SECRET
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_notice_arrives_signed_over_time_and_body(gateway):
    user = UserFactory(username="wei", last_name="韦", first_name="某", email="wei@example.org")
    notice = NoticeFactory(recipient=user, channel="webhook", address="wei", body="您有1项待办。")
    Webhook().send(notice)

    ((path, headers, body),) = gateway.got
    assert path == "/in?to=sms"
    stamp = headers["X-Register-Timestamp"]
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Register-Signature"] == f"sha256={expected}"
    assert abs(int(stamp) - time.time()) < 60
    assert json.loads(body) == {
        "id": f"notice-{notice.pk}",
        "to": {"username": "wei", "name": "韦某", "email": "wei@example.org"},
        "subject": notice.subject,
        "text": "您有1项待办。",
        "items": 1,
        "created_at": "2026-05-01T01:00:00+00:00",
    }


@pytest.mark.parametrize(("status", "nobody"), [(400, False), (404, False), (500, False), (503, True), (429, True)])
def test_a_refusal_is_kept_with_its_words(gateway, status, nobody):
    gateway.status = status
    with pytest.raises(NotSentError, match=f"HTTP {status} 网关繁忙") as fault:
        Webhook().send(NoticeFactory(channel="webhook"))
    assert fault.value.nobody is nobody


def test_a_redirect_is_a_refusal_and_is_not_followed(gateway):
    gateway.status, gateway.headers = 307, {"Location": f"http://127.0.0.1:{gateway.server_port}/elsewhere"}
    with pytest.raises(NotSentError, match="HTTP 307"):
        Webhook().send(NoticeFactory(channel="webhook"))
    assert len(gateway.got) == 1


def test_a_gateway_that_does_not_answer_in_time_is_left_for_the_next_run(gateway, monkeypatch):
    gateway.delay = 1
    monkeypatch.setattr(webhook, "TIMEOUT", 0.1)
    with pytest.raises(NotSentError, match=r"(?i)time") as fault:
        Webhook().send(NoticeFactory(channel="webhook"))
    assert fault.value.nobody


def test_a_gateway_that_is_not_there_is_left_for_the_next_run(gateway, settings):
    settings.NOTIFY_WEBHOOK_URL = "http://127.0.0.1:1/"
    with pytest.raises(NotSentError) as fault:
        Webhook().send(NoticeFactory(channel="webhook"))
    assert fault.value.nobody


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x"])
def test_other_schemes_open_nothing(gateway, settings, address):
    settings.NOTIFY_WEBHOOK_URL = address
    with pytest.raises(NotSentError):
        Webhook().send(NoticeFactory(channel="webhook"))


def test_after_a_server_error_it_is_sent_again_later(gateway, time_machine):
    time_machine.move_to("2026-05-01T01:00:10+00:00", tick=False)
    notice = NoticeFactory(channel="webhook")
    gateway.status = 500
    assert deliver().failed == 1
    gateway.status = 200
    time_machine.shift(301)

    assert deliver().sent == {"webhook": 1}
    notice.refresh_from_db()
    assert (notice.attempts, notice.error) == (2, "")
    assert len(gateway.got) == 2


def test_without_an_address_there_is_mail_alone(settings):
    assert [way.name for way in ways_out()] == ["email"]
