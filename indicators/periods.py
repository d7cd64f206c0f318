"""Statistical periods as SDMX writes them: ``2020``, ``2020-Q1``, ``2020-03``, or a range ``2016/2020``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

SINGLE = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d{2}))?", re.ASCII)


class BadPeriodError(ValueError):
    """A text that is no period."""


@dataclass(frozen=True)
class Period:
    """A span of whole months.

    Attributes:
        text: the period as written, e.g. ``2020-Q1``.
        start: its first day.
        end: its last day.
    """

    text: str
    start: date
    end: date


def parse(text: str) -> Period:
    """Read a period.

    Args:
        text: ``2020``, ``2020-Q1``, ``2020-03`` or a range of two of the same kind, ``2016/2020``.

    Returns:
        The period with its first and last day.

    Raises:
        BadPeriodError: the text is none of these (``2020-13``), or the range ends before or as it begins.
    """
    first, slash, last = text.partition("/")
    start, kind = _single(first)
    end, last_kind = _single(last) if slash else (start, kind)
    if kind != last_kind:
        raise BadPeriodError(text)
    if slash and end[0] <= start[0]:
        raise BadPeriodError(text)
    return Period(text=text, start=start[0], end=end[1])


def _single(text: str) -> tuple[tuple[date, date], str]:
    match = SINGLE.fullmatch(text)
    if not match or not 1900 <= int(match["year"]) <= 2200:
        raise BadPeriodError(text)
    year = int(match["year"])
    if match["quarter"]:
        last_month = 3 * int(match["quarter"])
        first_month, kind = last_month - 2, "quarter"
    elif match["month"]:
        first_month = last_month = int(match["month"])
        kind = "month"
        if not 1 <= first_month <= 12:
            raise BadPeriodError(text)
    else:
        first_month, last_month, kind = 1, 12, "year"
    end = date(year, last_month, calendar.monthrange(year, last_month)[1])
    return (date(year, first_month, 1), end), kind
