"""How a workbook's cell shows what it holds: numbers with their format's decimals, dates as periods."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"
EXCEL_DIGITS = 15

BRACKETED = re.compile(r"\[[^\]]*\]")
CONDITION = re.compile(r"\[[<>=]")
PLACEHOLDERS = re.compile(
    r"(?P<whole>[#0?](?:[#0?,]*[#0?])?)?(?P<scale>,*)(?:\.(?P<fraction>[#0?]+)(?P<late_scale>,*))?", re.ASCII
)
TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<skipped>[_*].)|(?P<plain>.)', re.DOTALL)
STANDS_FOR_A_PLACE = "\ue000"
PLAIN_LITERALS = "%+-$ "


class NumberFormat(NamedTuple):
    """What a format says of a number.

    Attributes:
        least: decimals that are always shown.
        most: decimals that are shown where they are not zero.
        shift: powers of ten by which the number is shown larger (2 for a percentage, -3 a comma that scales).
        before: text before the number.
        after: text behind it.
    """

    least: int
    most: int
    shift: int
    before: str
    after: str


def number(value: float, number_format: str) -> str:
    """A number as its cell shows it, without separators of thousands.

    Args:
        value: the number as the file keeps it, a binary one.
        number_format: Excel's format code; one that is not understood (fractions, exponents) counts as ``General``.

    Returns:
        Its text: halves rounded away from zero as Excel does, the sign always written, whatever the format makes of it;
        ``General`` gives the fewest digits, without the noise of binary fractions.
    """
    exact = Decimal(f"{value:.{EXCEL_DIGITS}g}")
    shown = _read(_section(number_format, exact))
    if shown is None:
        return _plain(exact)
    magnitude = abs(exact).scaleb(shown.shift)
    rounded = magnitude.quantize(Decimal(1).scaleb(-shown.most), ROUND_HALF_UP)
    text = f"{rounded:f}"
    for _decimal in range(shown.most - shown.least):
        text = text.removesuffix("0")
    sign = "-" if exact < 0 and rounded else ""
    return f"{shown.before}{sign}{text.removesuffix('.')}{shown.after}"


def moment(value: date | datetime | time | timedelta, number_format: str) -> str:
    """A date as its cell shows it: the year alone (``2020``), with the month (``2020-03``), else the whole date."""
    if not isinstance(value, date):
        return str(value)
    parts = BRACKETED.sub("", re.sub(r'"[^"]*"', "", number_format)).lower()
    if "d" in parts or "y" not in parts:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in parts else f"{value:%Y}"


def _plain(exact: Decimal) -> str:
    return f"{exact.normalize():f}" if exact else "0"


def _section(number_format: str, exact: Decimal) -> str:
    """The part of a format that this number takes: one for positive, one for negative numbers, one for zero.

    Sections with conditions of their own ([>=10000]) are not followed.
    """
    if CONDITION.search(number_format):
        return GENERAL
    sections = _sections(number_format)
    if exact < 0 and len(sections) > 1:
        return sections[1]
    if not exact and len(sections) > 2:
        return sections[2]
    return sections[0]


@lru_cache(maxsize=1024)
def _sections(number_format: str) -> list[str]:
    bare = BRACKETED.sub("", number_format)
    sections, quoted = [""], False
    for character in bare:
        if character == '"':
            quoted = not quoted
        if character == ";" and not quoted:
            sections.append("")
        else:
            sections[-1] += character
    return sections


@lru_cache(maxsize=1024)
def _read(section: str) -> NumberFormat | None:
    """A section taken apart; None for ``General``, text, and what is not understood."""
    literals: list[str] = []
    pattern = ""
    percent = 0
    for token in TOKEN.finditer(section):
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        plain = token["plain"]
        if plain and (plain in PLAIN_LITERALS or not plain.isascii()):
            literal = plain
            percent += plain == "%"
        if literal is not None:
            literals.append(literal)
            pattern += STANDS_FOR_A_PLACE
        elif plain and plain not in "()":
            pattern += plain
    match = PLACEHOLDERS.fullmatch(pattern.strip(STANDS_FOR_A_PLACE))
    if not match or not (match["whole"] or match["fraction"]):
        return None
    leading = len(pattern) - len(pattern.lstrip(STANDS_FOR_A_PLACE))
    fraction = match["fraction"] or ""
    scale = len(match["scale"]) + len(match["late_scale"] or "")
    return NumberFormat(
        least=len(fraction.rstrip("#?")),
        most=len(fraction),
        shift=2 * percent - 3 * scale,
        before=_words(literals[:leading]),
        after=_words(literals[leading:]),
    )


def _words(literals: list[str]) -> str:
    """Literal text beside a number; signs and brackets are left out, since the number's own sign is always written."""
    return re.sub(r"[-+()（）]", "", "".join(literals)).strip()
