"""What is filled in of a report, and the mark by which one sees whether it was edited, in the file or meanwhile."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from recommendations.choices import ReportStatus
from recommendations.models import ProgressReport, ReportingPeriod

# A cell holds none of these, so that a text with them would seem edited on its way through the file.
NO_CELL_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
MOST_OF_A_CELL = 32_000  # characters; a spreadsheet takes 32,767, some of which the guard against formulas may need
NOTHING_STORED = "NEW"  # shorter than any reference
STAMP = re.compile(r"([0-9A-Z-]{3,20}):([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True)
class Values:
    """One row's cells that a department fills in; ``percent`` from 0 to 100, None where it is left empty."""

    as_of: date | None
    status: str
    percent: Decimal | None
    no_news: bool
    progress: str
    problems: str
    next_steps: str
    evidence: str


@dataclass(frozen=True)
class Stamp:
    """What a row was when it was written: the report's reference, ``NEW`` for none, and the digest of its values."""

    ref: str
    digest: str

    def __str__(self) -> str:
        return f"{self.ref}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> "Stamp | None":
        """The stamp that a cell holds; None where it holds none."""
        found = STAMP.fullmatch(text.strip())
        return cls(*found.groups()) if found else None


def normal(text: str) -> str:
    """The text as it comes back from a cell."""
    return NO_CELL_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def values_of(report: ProgressReport) -> Values:
    """What a report holds."""
    return Values(
        as_of=report.as_of,
        status=report.status,
        percent=report.percent,
        no_news=report.no_news,
        progress=normal(report.progress),
        problems=normal(report.problems),
        next_steps=normal(report.next_steps),
        evidence=normal(report.evidence),
    )


def empty_values(period: ReportingPeriod, today: date) -> Values:
    """What a row without a report begins with."""
    day = min(period.cut_off, today)
    return Values(day, ReportStatus.IN_PROGRESS.value, None, False, "", "", "", "")


def digest(values: Values) -> str:
    """A mark of the values: equal ones have the same, others another."""
    plain = asdict(values) | {
        "as_of": values.as_of and values.as_of.isoformat(),
        "percent": None if values.percent is None else f"{values.percent:.1f}",
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def stamp_of(report: ProgressReport | None, shown: Values) -> Stamp:
    """The stamp of a row that shows these values."""
    return Stamp(report.ref if report else NOTHING_STORED, digest(shown))
