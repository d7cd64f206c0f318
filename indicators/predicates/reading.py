"""JSON to formula, strictly: every fault is found and names its key; a key that no test has is a fault."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from django.utils.translation import gettext as _

from indicators.periods import BadPeriodError, parse

from .formulas import Comparison, Difference, Formula, HowMany, Reference, Relation, comparisons, every, none_of

NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
MOST_AREAS, MOST_YEARS, MOST_PARTS, DEEPEST = 50, 30, 20, 4
MOST_COMPARISONS = 2_000  # in all: what is nested multiplies


class BadPredicateError(ValueError):
    """A text or mapping that is no predicate; ``faults`` are sentences in the reader's language, each with its key."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Predicate:
    """What must hold, and which figures may be asked.

    Attributes:
        formula: what must hold.
        other_definitions: whether figures of status B take part.
        implied: whether figures that follow from others take part.
    """

    formula: Formula
    other_definitions: bool = False
    implied: bool = False


def read(data: Any) -> Predicate:
    """Read a predicate.

    Args:
        data: what JSON gives: mappings, lists, texts.

    Raises:
        BadPredicateError: with everything that is wrong.
    """
    if not _can_be_stored(data):
        raise BadPredicateError([_("里面有无法保存的字符，或套得太深。")])
    faults: dict[str, None] = {}
    keys = _Keys(data, faults)
    formula = keys.test(beside=("other_definitions", "implied"))
    if keys.size.comparisons > MOST_COMPARISONS:
        keys.fault("", _("要比较的数太多，最多比较 %(most)d 次。") % {"most": MOST_COMPARISONS})
    switches = {name: keys.truth(name) for name in ("other_definitions", "implied")}
    if faults:
        raise BadPredicateError(list(faults))
    return Predicate(formula, **switches)


def _can_be_stored(data: Any) -> bool:
    """Whether it is JSON that a database takes: PostgreSQL has no NUL, and half a surrogate pair is no character."""
    try:
        text = json.dumps(data, ensure_ascii=False, default=str)
        text.encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return r"\u0000" not in text


@dataclass
class _Size:
    """How many comparisons have been read, wherever in the predicate they stand."""

    comparisons: int = 0


@dataclass
class _Keys:
    """A mapping of the predicate, and how its keys are read.

    A key that cannot be read notes a fault and gives something harmless, so that the reading goes on to the next one.

    Attributes:
        path: where the mapping stands, e.g. ``of.2.``.
        area: the area that a ``count`` puts in; empty: the mapping names its own.
        depth: how many tests stand around this one.
        size: shared by all mappings of the predicate.
    """

    data: Any
    faults: dict[str, None]
    path: str = ""
    area: str = ""
    depth: int = 1
    size: _Size = field(default_factory=_Size)
    taken: set[str] = field(default_factory=set)

    def fault(self, key: str, sentence: str) -> None:
        place = f"{self.path}{key}".rstrip(".")
        self.faults[_("%(key)s：%(fault)s") % {"key": place or "test", "fault": sentence}] = None

    def take(self, key: str, *, required: bool = True) -> Any:
        self.taken.add(key)
        if key not in self.data and required:
            self.fault(key, _("没有写。"))
        return self.data.get(key)

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.take(key, required=required)
        if key in self.data and not (isinstance(value, str) and value):
            self.fault(key, _("应为文字（数字和代码加引号）。"))
            return ""
        return value or ""

    def texts(self, key: str, least: int = 1) -> list[str]:
        values = self.take(key)
        if key not in self.data:
            return []
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            self.fault(key, _("应为一列文字。"))
        elif len(set(values)) < len(values):
            self.fault(key, _("里面有重复。"))
        elif not least <= len(values) <= MOST_AREAS:
            self.fault(key, _("应有 %(least)d 到 %(most)d 个。") % {"least": least, "most": MOST_AREAS})
        else:
            return values
        return []

    def word(self, key: str, words: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in words:
            self.fault(key, _("“%(value)s”不在 %(words)s 之中。") % {"value": value, "words": " / ".join(words)})
            return ""
        return value

    def whole(self, key: str, most: int) -> int:
        value = self.take(key)
        if key in self.data and not (type(value) is int and 1 <= value <= most):
            self.fault(key, _("应为 1 到 %(most)d 的整数。") % {"most": most})
            return 1
        return value or 1

    def truth(self, key: str) -> bool:
        value = self.take(key, required=False)
        if key in self.data and not isinstance(value, bool):
            self.fault(key, _("应为 true 或 false。"))
        return value is True

    def periods(self, key: str = "period") -> list[str]:
        one = isinstance(self.data.get(key), str)
        texts = [self.text(key)] if one else self.texts(key)
        for text in texts:
            try:
                parse(text)
            except BadPeriodError:
                self.fault(key, _("时期“%(text)s”无法识别。") % {"text": text})
        return texts

    def year(self, key: str, *, after: int | None = None, or_same: bool = False) -> int | None:
        """A year, later than another; None where there is none to go on with."""
        text = self.text(key)
        if not YEAR.fullmatch(text):
            if text:
                self.fault(key, _("应为年份，例如 2018。"))
            return None
        year = int(text)
        if after is not None and not after + (not or_same) <= year <= after + MOST_YEARS:
            words = {"first": after + (not or_same), "last": after + MOST_YEARS}
            self.fault(key, _("应在 %(first)d 年到 %(last)d 年之间。") % words)
            return None
        return year

    def unknown(self, beside: tuple[str, ...] = ()) -> None:
        """Note the keys that nobody took."""
        for key in sorted(map(str, self.data.keys() - self.taken - set(beside))):
            self.fault(key, _("没有名为 %(key)s 的键。") % {"key": key})

    def own_area(self) -> str:
        return self.area or self.text("area")

    def inner(self, key: str, data: Any, **changes: Any) -> "_Keys":
        return replace(self, data=data, path=f"{self.path}{key}.", depth=self.depth + 1, taken=set(), **changes)

    def test(self, beside: tuple[str, ...] = ()) -> Formula:
        """The mapping as a test; ``beside``: keys that its reader takes itself."""
        if not isinstance(self.data, dict):
            self.data = {}
            self.fault("", _("应为一条判定（含 test 的一组键值）。"))
            return none_of()
        kind = self.word("test", tuple(TESTS))
        if self.depth > DEEPEST:
            self.fault("test", _("判定套得太深，最多 %(most)d 层。") % {"most": DEEPEST})
        elif kind and self.size.comparisons <= MOST_COMPARISONS:
            formula = TESTS[kind](self)
            if kind not in COMPOSED:
                self.size.comparisons += sum(1 for _comparison in comparisons(formula))
            self.unknown(beside)
            return formula
        return none_of()


def _compare(keys: _Keys) -> Formula:
    indicator, area, periods = keys.text("indicator"), keys.own_area(), keys.periods()
    relation = keys.word("relation", tuple(Relation.values)) or Relation.GREATER
    lefts = [Reference(indicator, area, period) for period in periods]
    if ("number" in keys.data) == ("other" in keys.data):
        keys.fault("number", _("number 和 other 须写一个，且只写一个。"))
        keys.taken |= {"number", "other"}
        return none_of()
    right = _number(keys) if "number" in keys.data else _other(keys)
    sides = ((left, replace(left, **right) if isinstance(right, dict) else right) for left in lefts)
    return every(Comparison(left, Relation(relation), other) for left, other in sides) if lefts else none_of()


def _number(keys: _Keys) -> Decimal:
    text = keys.text("number")
    if text and not NUMBER.fullmatch(text):
        keys.fault("number", _("“%(text)s”不是数。") % {"text": text})
        return Decimal(0)
    return Decimal(text or 0)


def _other(keys: _Keys) -> dict[str, str]:
    """What differs on the other side of a comparison."""
    other = keys.inner("other", keys.take("other"))
    if not isinstance(other.data, dict) or not other.data:
        keys.fault("other", _("应写明另一边的 indicator、area 或 period。"))
        return {}
    changes = {name: other.text(name) for name in ("indicator", "area") if name in other.data}
    if "period" in other.data:
        found = other.periods()
        if len(found) == 1:
            changes["period"] = found[0]
        elif found:
            other.fault("period", _("应为一个时期。"))
    other.unknown()
    return changes


def _rank(keys: _Keys) -> Formula:
    indicator, area, periods = keys.text("indicator"), keys.own_area(), keys.periods()
    among = keys.texts("among", least=2)
    ahead = Relation.GREATER if keys.word("from", ("highest", "lowest")) == "highest" else Relation.LESS
    place = keys.whole("place", most=max(len(among), 1))
    if among and area and area not in among:
        keys.fault("among", _("%(area)s 不在其中。") % {"area": area})

    def at(period: str) -> Formula:
        own = Reference(indicator, area, period)
        others = [Comparison(Reference(indicator, other, period), ahead, own) for other in among if other != area]
        return HowMany(tuple(others), place - 1, place - 1)

    return every(map(at, periods)) if periods else none_of()


def _trend(keys: _Keys) -> Formula:
    indicator, area, minus = keys.text("indicator"), keys.own_area(), keys.text("minus", required=False)
    course = keys.word("course", ("rising", "falling"))
    relation = Relation.LESS if course == "rising" else Relation.GREATER
    first = keys.year("from")
    last = keys.year("to", after=first)
    if minus and minus == area:
        keys.fault("minus", _("应为另一个地区。"))

    def at(year: int) -> Reference | Difference:
        own = Reference(indicator, area, str(year))
        return Difference(own, replace(own, area=minus)) if minus else own

    if first is None or last is None:
        return none_of()
    # Every pair, not only neighbours: where a year is missing, those around it may contradict all the same.
    sides = [at(year) for year in range(first, last + 1)]
    return every(Comparison(earlier, relation, later) for earlier, later in combinations(sides, 2))


def _first_year(keys: _Keys) -> Formula:
    indicator, area, passed = keys.text("indicator"), keys.own_area(), keys.text("passes")
    since = keys.year("since")
    turn = keys.year("year", after=since)
    until = keys.year("until", after=turn, or_same=True)
    if passed and passed == area:
        keys.fault("passes", _("应为另一个地区。"))
    if since is None or turn is None or until is None:
        return none_of()

    def at(year: int) -> Comparison:
        own = Reference(indicator, area, str(year))
        relation = Relation.GREATER if year >= turn else Relation.AT_MOST
        return Comparison(own, relation, replace(own, area=passed))

    return every(at(year) for year in range(since, until + 1))


def _order(keys: _Keys) -> Formula:
    indicators, area, periods = keys.texts("indicators", least=2), keys.own_area(), keys.periods()

    found = [
        Comparison(Reference(larger, area, period), Relation.GREATER, Reference(smaller, area, period))
        for period in periods
        for larger, smaller in pairwise(indicators)
    ]
    return every(found) if found else none_of()


def _count(keys: _Keys) -> Formula:
    among, template = keys.texts("among"), keys.take("of")
    if keys.area:
        keys.fault("test", _("一个 count 里面不能再有 count。"))
        return none_of()
    parts = {area: keys.inner("of", template, area=area).test() for area in among}
    how_many = keys.take("how_many")
    total = len(parts)
    words = {"all": (total, total), "most": (total // 2 + 1, total), "none": (0, 0)}
    if isinstance(how_many, str) and how_many in words:
        return HowMany(tuple(parts.values()), *words[how_many])
    if isinstance(how_many, dict) and how_many.keys() == {"at_least"}:
        return HowMany(tuple(parts.values()), keys.inner("how_many", how_many).whole("at_least", max(total, 1)), total)
    if isinstance(how_many, dict) and how_many.keys() == {"only"}:
        inner = keys.inner("how_many", how_many)
        only = inner.texts("only")
        for area in set(only) - set(among):
            inner.fault("only", _("%(area)s 不在 among 之中。") % {"area": area})
        return every(parts[area] if area in only else none_of(parts[area]) for area in among) if among else none_of()
    if "how_many" in keys.data:
        keys.fault("how_many", _('应为 "all"、"most"、"none"、{"at_least": 个数} 或 {"only": [地区]}。'))
    return none_of()


def _all(keys: _Keys) -> Formula:
    parts = keys.take("of")
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        keys.fault("of", _("应为一列判定，1 到 %(most)d 条。") % {"most": MOST_PARTS})
        return none_of()
    return every([keys.inner(f"of.{number}", part).test() for number, part in enumerate(parts, start=1)])


COMPOSED = frozenset({"count", "all"})  # of other tests, which count their comparisons themselves
TESTS: dict[str, Callable[[_Keys], Formula]] = {
    "compare": _compare,
    "rank": _rank,
    "trend": _trend,
    "first_year": _first_year,
    "order": _order,
    "count": _count,
    "all": _all,
}
