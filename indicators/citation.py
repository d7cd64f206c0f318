"""How a figure is cited, after GB/T 7714—2015, as an electronic resource in a database (4.6 there).

The form is ``author. title: other title information[DB/OL]. publication: place in it(day of the version)[day of
reading]. address.`` An issue of a journal is written as there (4.4): ``name, year(issue)``. What the source does not
tell (a city, a publisher, pages) is left out; nothing is made up for it.
"""

import re
from dataclasses import dataclass
from datetime import date

from indicators.models import Observation

DATABASE_ONLINE = "[DB/OL]"
# A journal's issue as sources print it: 《柳州发展研究》2022年第3期, or Liuzhou Development Research, 2022, no. 3.
ISSUES = (re.compile(r"《(.+)》(\d{4})年第(\d+)期"), re.compile(r"(.+), (\d{4}), no\. (\d+)"))


@dataclass(frozen=True)
class Citation:
    """The same reference in Chinese, the language of the standard, and with the English names."""

    chinese: str
    english: str


def cite(figure: Observation, *, address: str, read_on: date) -> Citation | None:
    """The reference to a figure.

    Args:
        figure: with indicator, area and source.
        address: where this version of the figure can be read again, absolute.
        read_on: the day on which it was read.

    Returns:
        None for sample data: it is no evidence and may not be cited.
    """
    if figure.sample:
        return None
    return Citation(
        chinese=_reference(figure, address, read_on, ending=""),
        english=_reference(figure, address, read_on, ending="_en"),
    )


def _reference(figure: Observation, address: str, read_on: date, ending: str) -> str:
    def named(record: object, field: str) -> str:
        return getattr(record, field + ending) or getattr(record, field)

    source = figure.source
    subject = ", ".join((named(figure.indicator, "name"), named(figure.area, "name"), figure.period))
    title = f"{named(source, 'title')}: {subject}{DATABASE_ONLINE}"
    place = ": ".join(filter(None, (_published(named(source, "publication")), figure.locator)))
    days = f"({figure.vintage.isoformat()})[{read_on.isoformat()}]"
    return ". ".join(filter(None, (named(source, "author"), title, place + days, address))) + "."


def _published(text: str) -> str:
    """The publication as the standard writes it; what is no issue of a journal stays as it is."""
    for form in ISSUES:
        if issue := form.fullmatch(text):
            return "{}, {}({})".format(*issue.groups())
    return text
