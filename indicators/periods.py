"""Statistical periods as SDMX writes them: ``2020``, ``2020-Q1``, ``2020-03``, or a range ``2016/2020``."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

SINGLE = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d{2}))?", re.ASCII)
SDMX_RANGE = re.compile(
    r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-01/P(?=\d)(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,4})M)?", re.ASCII
)


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


def frequency(text: str) -> str:
    """What the period is counted in, as SDMX's CL_FREQ names it; a range counts in what it is a range of.

    Args:
        text: a period that ``parse`` reads.

    Returns:
        ``A`` for years, ``Q`` for quarters, ``M`` for months.
    """
    first = text.partition("/")[0]
    if "Q" in first:
        return "Q"
    return "M" if "-" in first else "A"


def to_sdmx(text: str) -> str:
    """The period as an SDMX time period: a range becomes its first day and its duration (SDMX 3.0, part 6, 4.2.7).

    Years are counted in years (``2016-01-01/P5Y``), months in months (``2020-01-01/P6M``), and quarters, for which ISO
    8601 has no letter, in years and months (``2020-01-01/P0Y9M``): so ``from_sdmx`` gives the same text back.

    Args:
        text: a period that ``parse`` reads.

    Raises:
        BadPeriodError: it does not.
    """
    period = parse(text)
    if "/" not in text:
        return text
    months = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
    years, rest = divmod(months, 12)
    duration = {"A": f"P{years}Y", "M": f"P{months}M", "Q": f"P{years}Y{rest}M"}[frequency(text)]
    return f"{period.start}/{duration}"


def from_sdmx(text: str) -> str:
    """The inverse of ``to_sdmx``; what starts within a year or quarter is given in months, other texts as they are."""
    match = SDMX_RANGE.fullmatch(text)
    if not match:
        return text
    year, month = int(match["year"]), int(match["month"])
    months = 12 * int(match["years"] or 0) + int(match["months"] or 0)
    if not months:
        return text
    last_year, last_month = divmod(12 * year + month - 1 + months - 1, 12)
    if match["months"] is None and month == 1:
        first, last = f"{year}", f"{last_year}"
    elif match["years"] is not None and month % 3 == 1 and months % 3 == 0:
        first, last = f"{year}-Q{month // 3 + 1}", f"{last_year}-Q{last_month // 3 + 1}"
    else:
        first, last = f"{year}-{month:02}", f"{last_year}-{last_month + 1:02}"
    return first if first == last else f"{first}/{last}"


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
