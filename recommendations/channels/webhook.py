"""A signed POST to a gateway that passes reminders on as 短信 or by 政务微信; ``docs/reminders.md`` has the format."""

import hashlib
import hmac
import json
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    UnknownHandler,
)

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from indicators.writing import person
from recommendations.choices import Channel
from recommendations.models import Notice

from .base import NotSentError

TIMEOUT = 10  # seconds
LONGEST_ANSWER = 200  # characters of a refusal that are kept
# Not among them: what follows redirects, asks proxies, or opens files.
HANDLERS = (HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler, UnknownHandler)


class Webhook:
    """Nothing but HTTP and HTTPS, straight to the address: redirects are refusals, proxies are not asked."""

    name = Channel.WEBHOOK

    def __init__(self) -> None:
        self.address, self.secret = settings.NOTIFY_WEBHOOK_URL, settings.NOTIFY_WEBHOOK_SECRET
        self.opener = OpenerDirector()
        for handler in HANDLERS:
            self.opener.add_handler(handler())

    @property
    def is_set_up(self) -> bool:
        return bool(self.address)

    def address_of(self, user: AbstractBaseUser) -> str:
        """The gateway knows people by their sign-in names."""
        return user.get_username()

    def send(self, notice: Notice) -> None:
        body = json.dumps(_said(notice), ensure_ascii=False).encode()
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Register-Timestamp": stamp,
            "X-Register-Signature": f"sha256={sign(self.secret, stamp, body)}",
        }
        request = Request(self.address, body, headers, method="POST")  # noqa: S310  the opener knows no other schemes
        try:
            with self.opener.open(request, timeout=TIMEOUT):
                return
        except HTTPError as refusal:
            with refusal:
                words = refusal.read(LONGEST_ANSWER).decode(errors="replace")
            # Overloaded or down for everybody; any other answer is about this notice.
            raise NotSentError(f"HTTP {refusal.code} {words}".strip(), nobody=refusal.code in {429, 503}) from refusal
        except (URLError, OSError, HTTPException) as fault:
            raise NotSentError(f"{type(fault).__name__}: {fault}", nobody=True) from fault

    def close(self) -> None:
        self.opener.close()


def sign(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over time stamp, a full stop and the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _said(notice: Notice) -> dict[str, object]:
    user = notice.recipient
    return {
        "id": f"notice-{notice.pk}",
        "to": {"username": notice.address, "name": person(user), "email": user.email},
        "subject": notice.subject,
        "text": notice.body,
        "items": len(notice.items),
        "created_at": notice.created_at.isoformat(),
    }
