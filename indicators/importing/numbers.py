"""Reads a cell of figures as statistics print them; what has two readings is refused, nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.choices import Bound, ObsStatus
from indicators.validators import DIGITS

from .units import MOST_DECIMALS, is_unit
from .width import half_width

MOST_TEXT = 200

PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?", re.ASCII)
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII)
UNGROUPED = re.compile(r"\d*\.?\d+", re.ASCII)
EXPONENT = re.compile(r"[+-]?\d[\d.]*E[+-]?\d+", re.ASCII | re.IGNORECASE)
MISSING = re.compile(r"[-–—―─‒−]+|\.{2,}|[…⋯]+|/|n/?a|n\.a\.|nan|null|无|缺|空缺|暂无", re.IGNORECASE)
BRACKETED_NUMBER = re.compile(r"\([-+]?[\d.,]+%?\)", re.ASCII)

FOOTNOTE = r"[*†‡#]+|[①-⑳]+|[¹²³⁰⁴-⁹]+|\[\d{1,2}\]|\(\d{1,2}\)|\(?[a-z]\)"
LEADING_MARK = re.compile(rf"(?P<mark>{FOOTNOTE})(?=.)\s*", re.ASCII)
TRAILING_MARK = re.compile(rf"\s*(?P<mark>{FOOTNOTE})$", re.ASCII)
TRAILING_NOTE = re.compile(r"\s*\((?P<note>[^()]*[^\W\d_a-zA-Z][^()]*|[pef])\)$")

STATUSES = {
    "快报": ObsStatus.PRELIMINARY,
    "快报数": ObsStatus.PRELIMINARY,
    "初步": ObsStatus.PRELIMINARY,
    "初步数": ObsStatus.PRELIMINARY,
    "初步核算": ObsStatus.PRELIMINARY,
    "初步核算数": ObsStatus.PRELIMINARY,
    "p": ObsStatus.PRELIMINARY,
    "预计": ObsStatus.FORECAST,
    "预测": ObsStatus.FORECAST,
    "f": ObsStatus.FORECAST,
    "估计": ObsStatus.ESTIMATED,
    "估算": ObsStatus.ESTIMATED,
    "e": ObsStatus.ESTIMATED,
}
STATUS_BEHIND = re.compile(r"(?<=\d)\s*(?P<word>快报数?|初步数|p)$")

BEFORE = {
    Bound.AT_MOST: "不超过|不高于|不多于|不足|不到|低于|少于|小于|至多|≤|<=|<",
    Bound.AT_LEAST: "超过|突破|不低于|不少于|高于|多于|大于|至少|超|≥|>=|>",
    Bound.ABOUT: "大约|约|接近|将近|近|≈|~",
}
BEHIND = {
    Bound.AT_LEAST: "及以上|以上|余|多|\\+",
    Bound.AT_MOST: "及以下|以下|以内",
    Bound.ABOUT: "左右|上下",
}
BOUND_BEFORE = [(bound, re.compile(rf"(?:{words})\s*")) for bound, words in BEFORE.items()]
BOUND_BEHIND = [(bound, re.compile(rf"\s*(?:{words})$")) for bound, words in BEHIND.items()]
BOUND_WITHIN = re.compile(r"(?<=\d)(?P<word>余|多|\+)(?=\S)")


class BadNumberError(ValueError):
    """A cell that is no figure; its text is the sentence for the person."""


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed.

    Attributes:
        value: the number in the unit printed; None for a missing one.
        decimals: how many decimals were printed.
        bound: ``exact``, ``at_least``, ``at_most`` or ``about``.
        status: M for a missing one, P for a preliminary one; ``""`` where the cell says nothing.
        unit: the unit within the cell, as printed; ``""`` where there is none.
        marks: marks of footnotes, as printed.
        note: what else stands in brackets behind the number.
    """

    value: Decimal | None
    decimals: int = 0
    bound: str = Bound.EXACT.value
    status: str = ""
    unit: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""


def parse_number(text: str) -> Printed:
    """Read a cell.

    Args:
        text: ``505.10``, ``1,234.5``, ``１２３．４``, ``-3.2%``, ``约 900 亿元``, ``505.1*``, ``505.1（快报）``,
            ``----``, ``…``, empty.

    Returns:
        The figure; a missing one (``----``, empty) has no value and the status M.

    Raises:
        BadNumberError: it is none, or it can be read in two ways (``1,23``, ``(5.0)``), or it has more than 15 digits
            or six decimals.
    """
    if PLAIN.fullmatch(text):
        value = Decimal(text)
        if len(value.as_tuple().digits) <= DIGITS:
            return Printed(value=value if value else abs(value), decimals=_decimals(text))
    return _Reading(text).printed()


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


class _Reading:
    """One cell that is peeled from its outside: marks, notes, bounds and units, until only a number is left."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = half_width(text).strip()
        self._marks: list[str] = []
        self._notes: list[str] = []
        self._status = ""
        self._bound = Bound.EXACT
        self._unit = ""

    def printed(self) -> Printed:
        if len(self._text) > MOST_TEXT:
            raise BadNumberError(_("这一格过长，不是数。"))
        self._refuse_ambiguous()
        self._peel_marks_and_notes()
        if not self._left or MISSING.fullmatch(self._left):
            return self._made(None, 0)
        self._peel_status()
        self._peel_bounds()
        self._peel_unit()
        self._peel_bounds()
        return self._number()

    def _made(self, value: Decimal | None, decimals: int) -> Printed:
        return Printed(
            value=value,
            decimals=decimals,
            bound=self._bound.value,
            status=ObsStatus.MISSING.value if value is None else self._status,
            unit=self._unit,
            marks=tuple(self._marks),
            note="；".join(self._notes),
        )

    def _refuse_ambiguous(self) -> None:
        if BRACKETED_NUMBER.fullmatch(self._left):
            raise BadNumberError(_("“%(text)s”：括号里的数可能是负数，也可能是注码，请写明。") % {"text": self._text})
        if EXPONENT.fullmatch(self._left):
            raise BadNumberError(
                _("“%(text)s”是科学计数法，可能已丢失位数，请把单元格设为数值格式后重新保存。") % {"text": self._text}
            )

    def _peel_marks_and_notes(self) -> None:
        behind: list[str] = []
        while True:
            if note := TRAILING_NOTE.search(self._left):
                self._take_note(note["note"].strip())
                self._left = self._left[: note.start()]
            elif mark := TRAILING_MARK.search(self._left):
                behind.insert(0, mark["mark"])
                self._left = self._left[: mark.start()]
            else:
                break
        while mark := LEADING_MARK.match(self._left):
            self._marks.append(mark["mark"])
            self._left = self._left[mark.end() :]
        self._marks += behind

    def _take_note(self, note: str) -> None:
        if note in STATUSES:
            self._status = STATUSES[note].value
        elif is_unit(note):
            self._take_unit(note)
        else:
            self._notes.insert(0, note)

    def _peel_status(self) -> None:
        if word := STATUS_BEHIND.search(self._left):
            self._status = STATUSES[word["word"]].value
            self._left = self._left[: word.start()]

    def _peel_bounds(self) -> None:
        for bound, words in BOUND_BEFORE:
            if match := words.match(self._left):
                self._take_bound(bound)
                self._left = self._left[match.end() :]
                break
        for bound, words in BOUND_BEHIND:
            if match := words.search(self._left):
                self._take_bound(bound)
                self._left = self._left[: match.start()]
                break

    def _take_bound(self, bound: Bound) -> None:
        if self._bound not in {Bound.EXACT, bound}:
            raise BadNumberError(_("“%(text)s”有两种不同的界限。") % {"text": self._text})
        self._bound = bound

    def _peel_unit(self) -> None:
        if match := BOUND_WITHIN.search(self._left):
            self._take_bound(Bound.AT_LEAST)
            self._left = self._left[: match.start()] + self._left[match.end() :]
        end = len(self._left)
        start = next((at + 1 for at in range(end - 1, -1, -1) if self._left[at].isdecimal()), end)
        unit = self._left[start:].strip()
        if unit and is_unit(unit):
            self._take_unit(unit)
            self._left = self._left[:start]

    def _take_unit(self, unit: str) -> None:
        if self._unit and self._unit != unit:
            raise BadNumberError(_("“%(text)s”有两个不同的单位。") % {"text": self._text})
        self._unit = unit

    def _number(self) -> Printed:
        left = self._left.strip()
        sign = ""
        if left[:1] in {"-", "+", "−", "–", "‑", "‐"}:
            sign, left = "" if left[0] == "+" else "-", left[1:].lstrip()
        if GROUPED.fullmatch(left):
            digits = left.replace(",", "").replace(" ", "")
        elif UNGROUPED.fullmatch(left):
            digits = left
        elif re.fullmatch(r"[\d.,' ]*\d[\d.,' ]*", left, re.ASCII):
            raise BadNumberError(_("“%(text)s”里的逗号或点可以有几种读法，请只用小数点。") % {"text": self._text})
        else:
            raise BadNumberError(_("“%(text)s”不是数。") % {"text": self._text})
        return self._bounded(sign, digits)

    def _bounded(self, sign: str, digits: str) -> Printed:
        whole = digits.partition(".")[0]
        if len(whole) > 1 and whole.startswith("0"):
            raise BadNumberError(_("“%(text)s”以 0 开头，像是代码而不是数。") % {"text": self._text})
        decimals = _decimals(digits)
        if decimals > MOST_DECIMALS:
            raise BadNumberError(
                _("“%(text)s”有 %(decimals)d 位小数，最多 %(most)d 位。")
                % {"text": self._text, "decimals": decimals, "most": MOST_DECIMALS}
            )
        value = Decimal(digits)
        if len(whole) > DIGITS or len(value.normalize().as_tuple().digits) > DIGITS:
            raise BadNumberError(_("“%(text)s”的位数过多，最多 %(most)d 位。") % {"text": self._text, "most": DIGITS})
        return self._made(-value if sign and value else value, decimals)
