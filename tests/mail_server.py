"""A real SMTP server on this machine, for tests of mail."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller


class MailServer:
    """What the server took, and how it answers: by default it takes everything.

    Attributes:
        port: where it listens.
        taken: sender, recipients and message of each letter.
        answers: what it says to a recipient, or after ``data``, instead of OK.
        hold_until: an event that letters wait for.
        connections: how many have been opened.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[tuple[str, list[str], Message]] = []
        self.answers: dict[str, str] = {}
        self.hold_until: threading.Event | None = None
        self.connections = 0

    @property
    def recipients(self) -> list[str]:
        return [recipient for _sender, recipients, _message in self.taken for recipient in recipients]

    def wait_for_connections(self, number: int, seconds: float) -> bool:
        """Whether so many connections were opened in time."""
        end = time.monotonic() + seconds
        while self.connections < number and time.monotonic() < end:
            time.sleep(0.05)
        return self.connections >= number

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if "data" in self.answers:
            return self.answers["data"]
        while self.hold_until is not None and not self.hold_until.is_set():
            await asyncio.sleep(0.02)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The server, for as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = MailServer(port)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
