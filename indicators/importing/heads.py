"""What a column's header fixes of the values below it: the indicator, area, period, unit, status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .catalogue import FOOTNOTE_MARKS, Catalogue, plain
from .header_periods import BadHeaderPeriodError, read_period, split_status
from .mapping import Known
from .units import is_unit
from .words import ADDS_NOTHING, BRACKETED_LAST, GROWTH, GROWTH_NAME, ROLES

YEARS = re.compile(r"((?:(?:19|20|21)\d\d年?[—–~～-]+)?(?:19|20|21)\d\d年[度末底]?)", re.ASCII)


@dataclass
class Head:
    """A header that was read.

    Attributes:
        known: what it fixes.
        unknown: the parts that were not understood; where there are any, the indicator is left open.
    """

    known: Known = field(default_factory=Known)
    unknown: list[str] = field(default_factory=list)

    @property
    def fixes_a_place(self) -> bool:
        """Whether all of it was understood, and says of what, where or when the values are."""
        return not self.unknown and bool(self.known.indicator or self.known.area or self.known.period)


def read_head(parts: list[str], catalogue: Catalogue, year: str = "") -> Head:
    """Read a column's header.

    Args:
        parts: its texts from above: ``["地区生产总值（亿元）", "2020年"]``.
        catalogue: the names that are known.
        year: the year of the whole table, for months without one; or ``""``.

    Returns:
        What it fixes. ``增长`` beside an indicator is another indicator, that of its growth.
    """
    head = Head()
    growth = False
    for part in _apart_from_years(parts):
        rest = _without_suffixes(part, head.known)
        if not rest or plain(rest) in ADDS_NOTHING or plain(rest) in ROLES:
            continue
        if plain(rest) in GROWTH:
            growth = True
        elif not _take_name(rest, head.known, catalogue):
            head.unknown.append(rest)
    _take_period(head, year)
    if growth:
        _turn_to_growth(head, catalogue)
    if head.unknown:
        head.known.indicator = ""
    return head


def _apart_from_years(parts: list[str]) -> Iterator[str]:
    """The parts, with a year before or behind a name as a part of its own.

    What belongs to the year (2020年 and 1—6月) is joined again when the period is read.
    """
    for part in parts:
        yield from filter(None, map(str.strip, YEARS.split(part)))


def split_unit(text: str) -> tuple[str, str]:
    """Part a name from its unit.

    Args:
        text: ``地区生产总值（亿元）``, with a footnote's mark behind it or without; ``gdp_100m_yuan``.

    Returns:
        The name and the unit as printed, ``""`` where there is none.
    """
    bracketed = BRACKETED_LAST.match(FOOTNOTE_MARKS.sub("", text))
    if bracketed and is_unit(bracketed["inside"]):
        return bracketed["before"], bracketed["inside"]
    words = text.split("_")
    for start in range(1, len(words)):
        unit = "_".join(words[start:])
        if is_unit(unit):
            return "-".join(words[:start]), unit
    return text, ""


def find_with_unit(text: str, catalogue: Catalogue) -> tuple[str, str]:
    """Find the indicator that a text names, with its unit behind the name or without.

    Args:
        text: ``地区生产总值（亿元）``.
        catalogue: the names that are known.

    Returns:
        The indicator's code, ``""`` where there is none; and the unit as printed, ``""`` where none is.
    """
    if code := catalogue.find_indicator(text):
        return code, ""
    name, unit = split_unit(text)
    return catalogue.find_indicator(name), unit


def _without_suffixes(part: str, known: Known) -> str:
    """A part without its unit and its word of status, which are taken."""
    if is_unit(part):
        known.unit = part
        return ""
    rest, unit = split_unit(part)
    known.unit = unit or known.unit
    rest, status = split_status(rest)
    known.status = status or known.status
    return rest


def _take_name(text: str, known: Known, catalogue: Catalogue) -> bool:
    """Take an area or indicator; a second and different one is not taken."""
    for attribute, find in (("area", catalogue.find_area), ("indicator", catalogue.find_indicator)):
        code = find(text)
        if code and getattr(known, attribute) in {"", code}:
            setattr(known, attribute, code)
            return True
    return False


def _take_period(head: Head, year: str) -> None:
    """Take the period that the parts not yet understood name together (2020年 over 1—6月), else one of them alone."""
    for text in ["".join(head.unknown), *head.unknown]:
        try:
            period = read_period(text, year)
        except BadHeaderPeriodError:
            continue
        head.known.period = period.period
        head.known.status = period.status or head.known.status
        head.unknown = [part for part in head.unknown if part not in text]
        return


def _turn_to_growth(head: Head, catalogue: Catalogue) -> None:
    indicator = catalogue.indicators.get(head.known.indicator)
    head.known.indicator = catalogue.find_indicator(f"{indicator.name}{GROWTH_NAME}") if indicator else ""
    if not head.known.indicator:
        head.unknown.append(GROWTH_NAME)
