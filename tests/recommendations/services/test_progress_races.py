"""Steps that cannot both be taken, taken at once: one wins and leaves one row, the other is told, nothing is lost.

Real threads with a connection each, fifty pairs of each kind; and two processes that share nothing but the database.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

from recommendations.models import ProgressReport
from recommendations.services.progress import OutdatedError, approve, send_back, sign, submit
from tests.factories import ActionFactory, MembershipFactory, ReportFactory, UserFactory, a_coordinator, a_reporter

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 50


class Cast:
    """Two people of each kind, of one department that asks for its head's signature."""

    def __init__(self) -> None:
        self.action = ActionFactory()
        department = self.action.lead_department
        department.needs_sign_off = True
        department.save()
        self.offices = [a_coordinator(username=f"office-{n}") for n in range(2)]
        self.reporters = [a_reporter(department, username=f"reporter-{n}") for n in range(2)]
        self.heads = [
            MembershipFactory(user=UserFactory(username=f"head-{n}"), department=department, role="head").user
            for n in range(2)
        ]

    def draft(self, **fields) -> ProgressReport:
        return ReportFactory(action=self.action, created_by=self.reporters[0], **fields)

    def submitted(self, **fields) -> ProgressReport:
        return submit(actor=self.reporters[0], report=self.draft(**fields))

    def signed(self, **fields) -> ProgressReport:
        return sign(actor=self.heads[0], report=self.submitted(**fields))


@pytest.fixture
def cast():
    return Cast()


Step = Callable[[], ProgressReport]


def as_stored(report: ProgressReport) -> ProgressReport:
    return ProgressReport.objects.get(pk=report.pk)


def read_then(step, actor, report, **more) -> Step:
    """The step on the report as somebody has read it before both begin."""
    seen = as_stored(report)
    return lambda: step(actor=actor, report=seen, **more)


def race(pairs: list[tuple[Step, Step]]) -> list[list[ProgressReport | Exception]]:
    """Take the two steps of each pair at once, pair after pair; what each returned or raised."""
    gate = Barrier(2)

    def run(place: int) -> list[ProgressReport | Exception]:
        results = []
        try:
            for pair in pairs:
                gate.wait(timeout=30)
                try:
                    results.append(pair[place]())
                except Exception as error:
                    results.append(error)
        finally:
            connection.close()
        return results

    with ThreadPoolExecutor(2) as pool:
        return [list(results) for results in zip(*pool.map(run, range(2)), strict=True)]


def one_won(results: list[ProgressReport | Exception]) -> ProgressReport:
    """The report that its winner brought further; the other was told."""
    won = [result for result in results if isinstance(result, ProgressReport)]
    lost = [result for result in results if not isinstance(result, ProgressReport)]
    assert len(won) == len(lost) == 1, results
    assert isinstance(lost[0], OutdatedError), lost
    assert str(lost[0])
    return won[0]


def whole(won: ProgressReport, steps: int) -> None:
    """What is stored is what the winner did, and nothing of the loser's."""
    stored = as_stored(won)
    assert (stored.state, stored.return_reason) == (won.state, won.return_reason)
    assert stored.steps.count() == steps
    last = stored.steps.last()
    assert (last.to_state, last.by, last.at) == (
        stored.state,
        getattr(stored, f"{stored.state}_by"),
        getattr(stored, f"{stored.state}_at"),
    )
    if stored.state == "returned":
        assert stored.approved_by is None
        assert last.reason == stored.return_reason
    if stored.state == "approved":
        assert stored.returned_by is None
    assert stored.history.filter(state=stored.state).count() == 1


def approve_or_return(cast):
    report = cast.signed()
    yes, no = cast.offices
    return read_then(approve, yes, report), read_then(send_back, no, report, reason="数字不对"), 3


def approve_twice(cast):
    report = cast.signed()
    return (*(read_then(approve, office, report) for office in cast.offices), 3)


def submit_twice(cast):
    report = cast.draft()
    return (*(read_then(submit, reporter, report) for reporter in cast.reporters), 1)


def sign_or_return(cast):
    report = cast.submitted()
    yes, no = cast.heads
    return read_then(sign, yes, report), read_then(send_back, no, report, reason="再核"), 2


def approve_two_corrections(cast):
    wrong = approve(actor=cast.offices[0], report=cast.signed())
    one, other = (cast.signed(corrects=wrong) for _ in range(2))
    return read_then(approve, cast.offices[0], one), read_then(approve, cast.offices[1], other), 3


CONFLICTS = [approve_or_return, approve_twice, submit_twice, sign_or_return, approve_two_corrections]


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda conflict: conflict.__name__)
def test_of_fifty_pairs_exactly_one_of_each_wins(cast, conflict):
    made = [conflict(cast) for _ in range(PAIRS)]

    results = race([(one, other) for one, other, _steps in made])

    assert len(results) == PAIRS
    for pair, (_one, _other, steps) in zip(results, made, strict=True):
        whole(one_won(pair), steps)


def test_of_two_corrections_one_counts(cast):
    wrong = approve(actor=cast.offices[0], report=cast.signed())
    one, other = (cast.signed(corrects=wrong) for _ in range(2))

    (results,) = race([(read_then(approve, cast.offices[0], one), read_then(approve, cast.offices[1], other))])

    won = one_won(results)
    loser = as_stored(other if won == one else one)
    assert (loser.state, loser.steps.count(), loser.approved_by) == ("signed", 2, None)
    assert wrong.corrections.approved().get() == won


PROCESS = """
import sys
import django
django.setup()
from django.contrib.auth import get_user_model
from recommendations.models import ProgressReport
from recommendations.services.progress import OutdatedError, approve, send_back
who, step, *refs = sys.argv[1:]
actor = get_user_model().objects.get(username=who)
seen = [ProgressReport.objects.get(ref=ref) for ref in refs]
print("ready", flush=True)
sys.stdin.readline()
for report in seen:
    try:
        if step == "approve":
            approve(actor=actor, report=report)
        else:
            send_back(actor=actor, report=report, reason="数字不对")
    except OutdatedError:
        print("told", flush=True)
    else:
        print("won", flush=True)
"""


def a_process(*arguments: str) -> subprocess.Popen:
    """Another Python on the tests' database, that has read its reports and waits for a line to begin."""
    place = settings.DATABASES["default"] | connection.settings_dict
    address = (
        f"sqlite:///{place['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    )
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "of-a-test",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", PROCESS, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=settings.BASE_DIR,
    )


def test_of_two_processes_one_wins_each_report(cast):
    reports = [cast.signed() for _ in range(20)]
    refs = [report.ref for report in reports]
    both = [a_process("office-0", "approve", *refs), a_process("office-1", "return", *refs)]
    try:
        for process in both:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
        for process in both:
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=60) for process in both]
    finally:
        for process in both:
            process.kill()

    assert [error for _words, error in said] == ["", ""]
    pairs = list(zip(*(words.split() for words, _error in said), strict=True))
    assert [sorted(pair) for pair in pairs] == [["told", "won"]] * len(reports)
    for report, (approved, _returned) in zip(reports, pairs, strict=True):
        stored = as_stored(report)
        assert stored.state == ("approved" if approved == "won" else "returned")
        whole(stored, 3)
