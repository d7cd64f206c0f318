"""What tests need beside Python packages. Absent, tests are skipped loudly, or fail where it is required."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.study_text import STUDY_TEXT

DATA = Path(__file__).resolve().parents[2] / "shared/data"
PANEL_CSV = Path(os.environ.get("PANEL_CSV", DATA / "six_cities_panel_2010_2020.csv"))
POSTGRES_URL = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/test")


@dataclass(frozen=True)
class Need:
    """Something that may be absent.

    Attributes:
        name: what people call it.
        variable: the environment variable that makes its absence a failure.
        fault: asks the machine; None when it is there, else what is wrong.
        remedy: how to get it.
    """

    name: str
    variable: str
    fault: Callable[[], str | None]
    remedy: str

    @property
    def required(self) -> bool:
        return os.environ.get(self.variable, "").lower() in {"1", "true", "yes", "on"}

    def missing(self) -> str | None:
        """A sentence that says what is missing and how to get it, or None."""
        fault = self.fault()
        return fault and f"{fault}. {self.remedy}"


def chromium_path() -> str | None:
    """The Chromium, or a browser made from it, that is installed here."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def _browser() -> str | None:
    return None if chromium_path() else "No Chromium was found"


def _gettext() -> str | None:
    found = shutil.which("msgfmt") and shutil.which("xgettext")
    return None if found else "gettext's msgfmt and xgettext were not found"


def _study_text() -> str | None:
    return None if STUDY_TEXT.is_file() else f"The study's text is not at {STUDY_TEXT}"


def _panel() -> str | None:
    return None if PANEL_CSV.is_file() else f"The panel of the six cities is not at {PANEL_CSV}"


def _postgres() -> str | None:
    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split()).rstrip(".")
        return f"PostgreSQL does not answer at {POSTGRES_URL.rpartition('@')[2]} ({reason})"
    return None


BROWSER = Need("browser", "REQUIRE_BROWSER", _browser, "On Debian: apt install chromium fonts-noto-cjk.")
GETTEXT = Need("gettext", "REQUIRE_GETTEXT", _gettext, "On Debian: apt install gettext.")
STUDY = Need("study text", "REQUIRE_STUDY_TEXT", _study_text, "Set STUDY_TEXT to where it is.")
PANEL = Need("panel of the six cities", "REQUIRE_PANEL", _panel, "Set PANEL_CSV to where it is.")
POSTGRES = Need(
    "PostgreSQL",
    "REQUIRE_POSTGRES",
    _postgres,
    "Start it, or set POSTGRES_URL to a server that lets you create databases.",
)
