"""Reads periods as headers and cells of statistics write them: 2020年1—6月, 2020年一季度, “十三五”时期."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from indicators.choices import Accumulation, ObsStatus
from indicators.periods import BadPeriodError, from_sdmx, parse

from .width import half_width

PLANS = {"一": 1953, "二": 1958, "三": 1966, "四": 1971, "五": 1976, "六": 1981, "七": 1986, "八": 1991, "九": 1996}
PLANS |= {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
PLAN_YEARS = 5

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
STATUSES = [
    (ObsStatus.PRELIMINARY, "初步核算数?|初步统计|初步数?|快报数?|快报"),
    (ObsStatus.NORMAL, "最终核实数?|最终数?|年报数?|核实数"),
    (ObsStatus.FORECAST, "预计数?|预测数?"),
    (ObsStatus.ESTIMATED, "估计数?|估算数?"),
]
STATUS_WORDS = [(status, re.compile(rf"\(?(?:{words})\)?$")) for status, words in STATUSES]
LETTERS = [(ObsStatus.PRELIMINARY, re.compile(r"\(p\)$")), (ObsStatus.FORECAST, re.compile(r"\(f\)$"))]

FILLERS = re.compile(r"[\s“”\"'「」]|时期|期间|全年")
DASHES = re.compile(r"[—–―─‒−~～至到]+|--+")
YEAR = r"(?P<year>\d{4})"
MONTH = r"(?P<month>1[0-2]|0?[1-9])"

SINGLE_YEAR = re.compile(rf"{YEAR}(?:年度?|年[末底])?")
YEARS = re.compile(rf"{YEAR}年?[-/](?P<last>\d{{4}})年?")
SINGLE_MONTH = re.compile(rf"{YEAR}(?:年{MONTH}月[末底]?|-(?P<written>\d\d)|\.(?P<pointed>\d\d)|(?P<joined>\d\d))")
MONTHS = re.compile(rf"{YEAR}年?\(?{MONTH}月?-(?P<last>1[0-2]|0?[1-9])月(?:累计)?\)?")
QUARTER = re.compile(rf"{YEAR}年?(?:第?(?P<quarter>[一二三四1-4])季度|-?[Qq](?P<short>[1-4]))")
QUARTER_FIRST = re.compile(rf"[Qq](?P<short>[1-4]){YEAR}")
PART_OF_YEAR = re.compile(rf"{YEAR}年?(?P<part>上半年|前三季度|前3季度|下半年|H1|H2)")
PARTS_OF_YEAR = {
    "上半年": (1, 6),
    "H1": (1, 6),
    "前三季度": (1, 9),
    "前3季度": (1, 9),
    "下半年": (7, 12),
    "H2": (7, 12),
}
PLAN = re.compile(r"(?P<plan>十[一二三四五六]?|[一二三四五六七八九])五(?:规划|计划)?")


class BadHeaderPeriodError(ValueError):
    """A text that is no period; its text is the sentence for the person."""


@dataclass(frozen=True)
class HeaderPeriod:
    """What a header says of time.

    Attributes:
        period: as ``periods.parse`` reads it.
        accumulation: ``year_to_date`` where the months run from January on and do not fill the year; else ``""``.
        status: P for preliminary figures (快报), A for final ones (年报), F, E; ``""`` where nothing is said.
    """

    period: str
    accumulation: str = ""
    status: str = ""


def read_period(text: str, year: str = "") -> HeaderPeriod:
    """Read a period.

    Args:
        text: the header or cell.
        year: four digits; the year where the text names none (``1—6月`` under a title that names 2020).

    Returns:
        The period. Months that run from January are a range (``2020-01/2020-06``) and year-to-date; all twelve are the
        year.

    Raises:
        BadHeaderPeriodError: it is none (``2020-13``), or could be more than one.
    """
    bare, status = split_status(text)
    bare = DASHES.sub("-", FILLERS.sub("", half_width(bare)))
    for read in (_read(bare), _read(f"{year}年{bare}")):
        if bare and _is_period(read.period):
            return replace(read, status=status)
    raise BadHeaderPeriodError(
        _("“%(text)s”不是时期，可写作 2020、2020年、2020年3月、2020年1—6月、2020年一季度、2016/2020。") % {"text": text}
    )


def split_status(text: str) -> tuple[str, str]:
    """Part a text from the word for how final its figures are.

    Args:
        text: ``2020年（快报）``, ``年报``.

    Returns:
        The rest and an OBS_STATUS code; ``""`` as code where there is no such word.
    """
    bare = half_width(text).strip()
    for status, words in STATUS_WORDS + LETTERS:
        if match := words.search(bare):
            return bare[: match.start()].strip(), status.value
    return text, ""


def _is_period(text: str) -> bool:
    try:
        parse(text)
    except BadPeriodError:
        return False
    return True


def _read(text: str) -> HeaderPeriod:
    for read in (_years, _months, _quarters, _plan):
        if period := read(text):
            return period
    return HeaderPeriod(from_sdmx(text))


def _years(text: str) -> HeaderPeriod | None:
    if match := SINGLE_YEAR.fullmatch(text):
        return HeaderPeriod(match["year"])
    if match := YEARS.fullmatch(text):
        return HeaderPeriod(f"{match['year']}/{match['last']}")
    return None


def _months(text: str) -> HeaderPeriod | None:
    if match := MONTHS.fullmatch(text):
        return _span(match["year"], int(match["month"]), int(match["last"]))
    if match := PART_OF_YEAR.fullmatch(text):
        return _span(match["year"], *PARTS_OF_YEAR[match["part"]])
    if match := SINGLE_MONTH.fullmatch(text):
        month = match["month"] or match["written"] or match["pointed"] or match["joined"]
        return HeaderPeriod(f"{match['year']}-{int(month):02}")
    return None


def _span(year: str, first: int, last: int) -> HeaderPeriod:
    if (first, last) == (1, 12):
        return HeaderPeriod(year)
    if first == last:
        return HeaderPeriod(f"{year}-{first:02}")
    accumulation = Accumulation.YEAR_TO_DATE.value if first == 1 else ""
    return HeaderPeriod(f"{year}-{first:02}/{year}-{last:02}", accumulation)


def _quarters(text: str) -> HeaderPeriod | None:
    if match := QUARTER.fullmatch(text):
        return HeaderPeriod(f"{match['year']}-Q{QUARTERS[match['quarter'] or match['short']]}")
    if match := QUARTER_FIRST.fullmatch(text):
        return HeaderPeriod(f"{match['year']}-Q{match['short']}")
    return None


def _plan(text: str) -> HeaderPeriod | None:
    if match := PLAN.fullmatch(text):
        first = PLANS[match["plan"]]
        return HeaderPeriod(f"{first}/{first + PLAN_YEARS - 1}")
    return None
