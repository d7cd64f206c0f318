"""What all tests share. The database is the one that ``DATABASE_URL`` names."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from recommendations.triggers import uninstall
from tests import needs
from tests.study_text import STUDY_TEXT

# The same examples in every run, however slow the machine: a failure is the change's, never the day's.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.load_profile("suite")


def pytest_sessionstart(session: pytest.Session) -> None:
    """What the environment requires is there, or no test runs."""
    if hasattr(session.config, "workerinput"):
        return
    wanted = [need for need in (needs.BROWSER, needs.GETTEXT, needs.STUDY, needs.PANEL) if need.required]
    faults = [f"{sentence} ({need.variable} is set.)" for need in wanted if (sentence := need.missing())]
    if faults:
        pytest.exit("\n".join(faults), returncode=1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly what was not tested."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("NOT TESTED", sep="!", bold=True, yellow=True)
        for reason, count in reasons.most_common():
            terminalreporter.line(f"{count} x {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite's test database is a file, as in use: in memory, threads would share one connection's locks."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _approved_reports_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions SQLite empties the tables row by row, which the triggers would refuse.

    The flush ends in ``post_migrate``, and that installs them again.
    """
    marker = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if not real:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    if connection.vendor == "sqlite":
        uninstall(connection.alias)


@pytest.fixture(autouse=True)
def _pages_need_sign_in(settings):
    """The default of the product, whatever the environment of the test run says."""
    settings.PUBLIC_PAGES = False


@pytest.fixture(autouse=True)
def _starts_in_chinese():
    """The default language of the product; a request would leave its own behind for the next test."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _files_lie_apart(tmp_path_factory):
    """No test, nor what a class of tests sets up, writes where the product keeps its files."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.getbasetemp() / "files"):
        yield


@pytest.fixture
def public_pages(settings):
    settings.PUBLIC_PAGES = True


@pytest.fixture(scope="session")
def study_text() -> str:
    """The printed study, as it was given; tests that ask for it are skipped where it is not."""
    if sentence := needs.STUDY.missing():
        pytest.skip(sentence)
    return Path(STUDY_TEXT).read_text(encoding="utf-8")
