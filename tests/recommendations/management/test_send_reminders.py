"""The command as cron runs it: once, twice, from two machines at once, with a server that is away."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from recommendations.models import Handover, Notice, ReportingPeriod
from tests.factories import AssignmentFactory, CycleFactory, MembershipFactory, UserFactory, a_reporter
from tests.mail_server import MailServer, mail_server

PEOPLE = 12


def a_receipt_to_confirm() -> Handover:
    """Something to do on any day on which the tests run."""
    assignment = AssignmentFactory()
    return Handover.objects.create(
        assignment=assignment,
        department=assignment.action.lead_department,
        handed_over_at=timezone.now(),
        handed_over_by=UserFactory(),
    )


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_it_sends_says_how_many_and_does_nothing_the_second_time(mailoutbox):
    handover = a_receipt_to_confirm()
    a_reporter(handover.department, email="one@example.org")
    a_reporter(handover.department, username="nobody")

    assert run() == "1人有新的提醒。\n发出1条。\n1人有待办而没有可送达的地址：nobody\n"
    assert run() == "0人有新的提醒。\n发出0条。\n1人有待办而没有可送达的地址：nobody\n"
    assert [letter.to for letter in mailoutbox] == [["one@example.org"]]


@pytest.mark.django_db
def test_with_nothing_to_tell_it_ends_well(mailoutbox):
    assert run() == "0人有新的提醒。\n发出0条。\n"
    assert mailoutbox == []


@pytest.mark.django_db
def test_it_lays_out_the_periods_that_lie_ahead(mailoutbox, time_machine):
    time_machine.move_to("2026-10-15 10:00+08:00")
    CycleFactory()
    run("--dry-run")
    assert not ReportingPeriod.objects.exists()
    run()
    assert ReportingPeriod.objects.count() == 3
    run()
    assert ReportingPeriod.objects.count() == 3


@pytest.mark.django_db
def test_a_dry_run_names_who_would_be_told_and_stores_nothing(mailoutbox):
    a_reporter(a_receipt_to_confirm().department, email="one@example.org")

    assert run("--dry-run") == "电子邮件 one@example.org 【柳州高质量发展对策库】您有1项待办\n1人有新的提醒。\n"
    assert not Notice.objects.exists()
    assert mailoutbox == []


@pytest.mark.django_db
def test_what_does_not_leave_is_an_error_that_says_why_and_the_run_ends(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    a_reporter(a_receipt_to_confirm().department, email="one@example.org")

    with pytest.raises(CommandError, match=r"1条没有发出，稍后会再试\nConnectionRefusedError"):
        run()
    assert "ConnectionRefusedError" in Notice.objects.get().error


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_send_each_digest_once(server):
    """The first letter is held up until the second process has come too: so both are at work at the same time."""
    for n in range(PEOPLE):
        handover = a_receipt_to_confirm()
        MembershipFactory(department=handover.department, user__email=f"person{n}@example.org")
    both = threading.Event()
    server.hold_until = both
    processes = [_start(server.port) for _ in range(2)]
    try:
        assert server.wait_for_connections(2, seconds=120), "the two never met"
        both.set()
        outputs = [process.communicate(timeout=120)[0] for process in processes]
    finally:
        both.set()
        for process in processes:
            process.kill()

    assert [process.returncode for process in processes] == [0, 0], outputs
    assert Counter(server.recipients) == {f"person{n}@example.org": 1 for n in range(PEOPLE)}
    assert Notice.objects.filter(sent_at__isnull=False, attempts=1).count() == PEOPLE == Notice.objects.count()


def _start(port: int) -> subprocess.Popen[str]:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        password = database["PASSWORD"] and f":{database['PASSWORD']}"
        where = f"{database['HOST']}:{database['PORT'] or 5432}"
        url = f"postgres://{database['USER']}{password}@{where}/{database['NAME']}"
    environment = {"SECRET_KEY": "x", "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}?timeout=60"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_reminders"],
        cwd=Path(django_settings.BASE_DIR),
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
