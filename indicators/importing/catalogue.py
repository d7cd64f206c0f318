"""The indicators, areas and sources that a file's words may mean, found by code or by name."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from indicators.models import Area, Indicator, Source

from .width import half_width

BRACKETED = re.compile(r"\([^()]*\)")
FOOTNOTE_MARKS = re.compile(r"(?<=.)(?:[*＊†‡#＃①-⑳¹²³⁰⁴-⁹]|[\[(［（]\d{1,2}[\])］）])+$", re.ASCII)
# 一、 （一） 1. (1) ① number the lines of a table; 其中： and # say that a line is part of the one above.
BEFORE_A_NAME = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\)|[①-⑳]|其中:?|ofwhich:?|#)+",
    re.ASCII,
)
DIVISION = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|自治州|省|市|地区)$")
SHORTEST_NAME = 2


def plain(text: str) -> str:
    """A name without what differs from table to table: case, width, spaces, marks of footnotes behind it."""
    return FOOTNOTE_MARKS.sub("", "".join(half_width(text).split()).casefold())


def plain_area(text: str) -> str:
    """An area's name without what is in brackets (``Ganzhou(city)``) and without 市, 省."""
    name = BRACKETED.sub("", plain(text))
    bare = DIVISION.sub("", name)
    return bare if len(bare) >= SHORTEST_NAME else name


@dataclass
class Catalogue:
    """What is known already; a name that could mean two records means none.

    Attributes:
        indicators: by code.
        areas: by code.
        sources: by code.
    """

    indicators: dict[str, Indicator]
    areas: dict[str, Area]
    sources: dict[str, Source]
    _indicator_names: dict[str, str] = field(init=False)
    _area_names: dict[str, str] = field(init=False)
    _source_names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._indicator_names = _names(self.indicators.values(), "name", plain)
        self._area_names = _names(self.areas.values(), "name", plain_area)
        self._source_names = _names(self.sources.values(), "title", plain)

    @classmethod
    def load(cls) -> Self:
        """Read it from the database, one query a kind."""
        return cls(
            indicators={indicator.code: indicator for indicator in Indicator.objects.all()},
            areas={area.code: area for area in Area.objects.all()},
            sources={source.code: source for source in Source.objects.all()},
        )

    def find_indicator(self, text: str) -> str:
        """The code of the indicator that a text names by its code or exact name in either language, or ``""``.

        What lists put before a name (``一、``, ``1.``, ``其中：``) may stand before it.
        """
        name = plain(text)
        return self._indicator_names.get(name) or self._indicator_names.get(BEFORE_A_NAME.sub("", name), "")

    def find_area(self, text: str) -> str:
        """The code of the area that a text names: ``450200``, ``柳州``, ``柳州市``, ``Liuzhou (city)``; or ``""``."""
        return self._area_names.get(plain_area(text), "")

    def find_source(self, text: str) -> str:
        """The code of the source that a text names by its code or title, or ``""``."""
        return self._source_names.get(plain(text), "")


def _names(records: Iterable[Any], attribute: str, spell: Callable[[str], str]) -> dict[str, str]:
    """Codes by all the ways to write a record, without those that would mean several records."""
    codes: dict[str, set[str]] = {}
    for record in records:
        for name in (record.code, getattr(record, attribute), getattr(record, f"{attribute}_en")):
            codes.setdefault(spell(name), set()).add(record.code)
    return {name: next(iter(found)) for name, found in codes.items() if name and len(found) == 1}
