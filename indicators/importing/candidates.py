"""From a sheet to figures: a candidate for every cell that holds one, with every fault found on the way.

The loop runs once a row of files with hundreds of thousands, so whatever repeats (an area's name, a period, a unit) is
resolved once and remembered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from indicators import choices
from indicators.models import Observation
from indicators.validators import DIGITS, validate_digits
from indicators.writing import NOTHING, enumerated, local, sentences

from .catalogue import Catalogue
from .checking import fault_of_locator
from .header_periods import BadHeaderPeriodError, read_period, split_status
from .heads import find_with_unit
from .layout import is_heading
from .mapping import Known, Mapping, Role, column_name
from .numbers import BadNumberError, Printed, parse_number
from .sheet import Sheet
from .units import BadUnitError, convert

LONGEST_TEXT, SHOWN_OF_LONG = 300, 20
MOST_DECIMALS = Observation._meta.get_field("value").decimal_places
# By the number of decimals: what is smaller has no more digits than are stored.
PLAIN = [Decimal(10) ** (DIGITS - decimals) for decimals in range(MOST_DECIMALS + 1)]
NAMES = ("indicator", "area", "period", "source", "locator", "status", "bound", "period_basis")
INDICATOR, STATUS = NAMES.index("indicator"), NAMES.index("status")  # what stands before the latter is the key
NORMAL, MISSING = choices.ObsStatus.NORMAL.value, choices.ObsStatus.MISSING.value
EXACT, ABOUT = choices.Bound.EXACT.value, choices.Bound.ABOUT.value
FINENESS = {"annual": 0, "quarterly": 1, "monthly": 2}


class Key(NamedTuple):
    """Which figure: codes, a period, and the place in the source."""

    indicator: str
    area: str
    period: str
    source: str
    locator: str


class Figure(NamedTuple):
    """What a figure says. What is None of the last three, the file does not say."""

    value: Decimal | None
    decimals: int
    status: str
    bound: str
    period_basis: str | None = None
    note: str | None = None
    note_en: str | None = None

    @property
    def printed(self) -> str:
        """``≥600.0``; a dash for a missing one."""
        if self.value is None:
            return NOTHING
        return f"{choices.Bound(self.bound).sign}{self.value:.{self.decimals}f}"


@dataclass(slots=True)
class Candidate:
    """A cell that holds a figure.

    Attributes:
        row: counted from 0, as in ``Sheet.rows``.
        column: likewise.
        key: which figure; codes that could not be resolved stand as the file has them.
        vintage: the day on which it was learnt.
        figure: what it says; None where that could not be read.
        converted: the cell's text with its unit, where the unit was converted.
        fault: all that is wrong with it, a sentence each; empty where nothing is.
        misfit: why its indicator has no figures of such a period; one that is known already may stay.
    """

    row: int
    column: int
    key: Key
    vintage: date
    figure: Figure | None
    converted: str = ""
    fault: str = ""
    misfit: str = ""

    @property
    def cell(self) -> str:
        """The cell's name in a spreadsheet: ``C7``."""
        return f"{column_name(self.column)}{self.row + 1}"


class Resolved(NamedTuple):
    """What a text of the file means; where it means nothing, the text itself and why.

    Attributes:
        meaning: a code, a period, a place in the source.
        fault: why it means nothing; empty where it means something.
        unit: the unit that an indicator's name brings along: ``地区生产总值（亿元）``.
    """

    meaning: str
    fault: str = ""
    unit: str = ""


class UnfitError(ValueError):
    """What a cell says does not go together; the message says what."""


def candidates(sheet: Sheet, mapping: Mapping, catalogue: Catalogue, *, today: date) -> Iterator[Candidate]:
    """Read the figures of a sheet; empty cells hold none, and a heading between the rows (一、综合) is passed over.

    Args:
        sheet: the grid of texts.
        mapping: how it is read; one that ``checking.check`` let pass.
        catalogue: what is known of indicators, areas and sources.
        today: the vintage where neither file nor mapping names one, and the latest that there can be.
    """
    rows = _Rows(sheet, mapping, catalogue, today)
    left_out = set(mapping.skipped)
    for row in range(mapping.first, min(mapping.last, len(sheet.rows))):
        if row not in left_out and not is_heading(sheet.rows[row]):
            yield from rows.read(row)


@dataclass(slots=True)
class _Values:
    """A column of values.

    Attributes:
        index: its place from the left.
        meanings: by place in ``NAMES``, what its header or the whole sheet fixes.
        told: places in ``NAMES`` that rows tell, each with the column that tells it.
        unit: the unit that its header names.
        vintage: the vintage that its header names.
    """

    index: int
    meanings: list[str]
    told: list[tuple[int, int]]
    unit: str
    vintage: str


class _Rows:
    """Reads row by row, with what was resolved so far."""

    def __init__(self, sheet: Sheet, mapping: Mapping, catalogue: Catalogue, today: date) -> None:
        self.sheet, self.mapping, self.catalogue, self.today = sheet, mapping, catalogue, today
        self.tellers = {
            str(column.role): i
            for i, column in enumerate(mapping.columns)
            if column.role not in {Role.VALUE, Role.IGNORED}
        }
        self.width = len(mapping.columns)
        resolvers: list[Callable[[str], Resolved]] = [
            *(self._indicator, self._area, _period, self._source, _locator),
            *(partial(_choice, codes) for codes in (choices.ObsStatus, choices.Bound, choices.PeriodBasis)),
        ]
        self.resolve = [cache(partial(_short, resolver)) for resolver in resolvers]
        self.values = [
            self._values(i, column.fixed) for i, column in enumerate(mapping.columns) if column.role == Role.VALUE
        ]
        self.vintage, self.misfit = cache(self._vintage), cache(self._misfit)
        self.status_in, self.is_unit_of = cache(_status_in), cache(self._is_unit_of)
        self.tells_note = "note" in self.tellers or bool(mapping.footnotes)

    def _values(self, index: int, fixed: Known) -> _Values:
        meanings, told, given = [], [], self.mapping.given
        for place, name in enumerate(NAMES):
            stated = getattr(fixed, name, "")
            if not stated and name in self.tellers:
                told.append((place, self.tellers[name]))
            stated = stated or getattr(given, name, "") or (self.sheet.name if name == "locator" else "")
            meanings.append(self.resolve[place](stated).meaning if stated else "")
        return _Values(index, meanings, told, fixed.unit, fixed.vintage)

    def read(self, row: int) -> Iterator[Candidate]:
        cells, faults = self.sheet.rows[row], self.sheet.faults
        if len(cells) < self.width:
            cells = [*cells, *[""] * (self.width - len(cells))]
        has_status = "status" in self.tellers and cells[self.tellers["status"]]
        for values in self.values:
            text = cells[values.index]
            if text or has_status or (row, values.index) in faults:
                yield self._candidate(row, values, text, cells)

    def _said(self, role: str, cells: list[str]) -> str:
        return cells[self.tellers[role]] if role in self.tellers else ""

    def _candidate(self, row: int, values: _Values, text: str, cells: list[str]) -> Candidate:
        faults = self._faults_of_cells(row, values.index) if self.sheet.faults else []
        meanings, beside = values.meanings.copy(), ""
        for place, teller in values.told:
            if cells[teller]:
                meanings[place], fault, unit = self.resolve[place](cells[teller])
                beside = beside or unit
                if fault:
                    faults.append(fault)
        key = Key(*meanings[:STATUS])
        if not all(key):
            missing = [str(Role(name).label) for name, what in zip(Key._fields, key, strict=True) if not what]
            faults.append(_("没有写明%(what)s。") % {"what": enumerated(missing)})
        vintage, fault = self.vintage(values.vintage or self._said("vintage", cells) or self.mapping.given.vintage)
        if fault:
            faults.append(fault)
        figure, converted = None, ""
        if not faults or (row, values.index) not in self.sheet.faults:
            try:
                figure, converted = self._figure(values, text, cells, meanings, beside)
            except (BadNumberError, BadUnitError, UnfitError) as error:
                faults.append(str(error))
        misfit = "" if faults else self.misfit(key.indicator, key.period)
        return Candidate(row, values.index, key, vintage, figure, converted, sentences(faults), misfit)

    def _figure(
        self, values: _Values, text: str, cells: list[str], meanings: list[str], beside: str
    ) -> tuple[Figure, str]:
        """What a cell says; and the cell's text with its unit, where that was converted.

        Args:
            values: the cell's column.
            text: what stands in the cell.
            cells: the cell's row.
            meanings: what is known of the figure, by place in ``NAMES``.
            beside: the unit beside the indicator's name in the row; a unit told elsewhere but in a title goes before.

        Raises:
            BadNumberError: it says no number.
            BadUnitError: its unit is none of the indicator's.
            UnfitError: it does not go together with what its row says, or has too many digits.
        """
        printed = parse_number(text)
        status, bound, basis = meanings[STATUS:]
        status = status or self.status_in(self._said("period", cells))
        status, bound = _status(printed, status, bool(self._said("status", cells))), _bound(printed, bound)
        value, decimals, converted = printed.value, printed.decimals, ""
        unit = printed.unit or values.unit or self._said("unit", cells) or beside or self.mapping.given.unit
        indicator = meanings[INDICATOR]
        if value is not None and unit and not self.is_unit_of(unit, indicator):
            value, decimals, exact = convert(value, decimals, unit, self.catalogue.indicators[indicator].unit)
            bound = bound if exact or bound != EXACT else ABOUT
            if value != printed.value:
                converted = text if printed.unit else f"{text} {unit}"
        if value is not None and abs(value) >= PLAIN[decimals]:
            _refuse_digits(value)
        return Figure(value, decimals, status, bound, basis or None, *self._notes(cells, printed.note)), converted

    def _faults_of_cells(self, row: int, index: int) -> list[str]:
        places = [(row, index), *((row, i) for i in self.tellers.values())]
        return [self.sheet.faults[place] for place in places if place in self.sheet.faults]

    def _indicator(self, text: str) -> Resolved:
        code, unit = find_with_unit(text, self.catalogue)
        if not code:
            return Resolved(text, _("没有名为“%(text)s”的指标。") % {"text": text})
        return Resolved(code, unit=unit)

    def _area(self, text: str) -> Resolved:
        code = self.catalogue.find_area(text)
        return Resolved(code) if code else Resolved(text, _("没有名为“%(text)s”的地区。") % {"text": text})

    def _source(self, text: str) -> Resolved:
        new = self.mapping.new_source
        code = text if new and text == new.code else self.catalogue.find_source(text)
        return Resolved(code) if code else Resolved(text, _("没有代码为“%(text)s”的来源。") % {"text": text})

    def _vintage(self, text: str) -> tuple[date, str]:
        if not text:
            return self.today, ""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return self.today, _("录入日“%(text)s”无法识别，请写成 2022-12-31。") % {"text": text}
        if day > self.today:
            return day, _("录入日 %(day)s 还没有到。") % {"day": text}
        return day, ""

    def _misfit(self, indicator: str, period: str) -> str:
        """Why a period is none of the indicator's; empty where it is one, or where either is unknown."""
        about = self.catalogue.indicators.get(indicator)
        if about is None:
            return ""
        fineness, ranges = _fineness(period), "/" in period
        if fineness > FINENESS[about.frequency]:
            sentence = _("“%(indicator)s”是%(frequency)s指标，不收时期“%(period)s”。")
        elif ranges and about.accumulation == choices.Accumulation.POINT:
            sentence = _("“%(indicator)s”是时点数，没有时期“%(period)s”的数。")
        elif ranges and fineness and about.accumulation != choices.Accumulation.YEAR_TO_DATE:
            sentence = _("“%(indicator)s”不是累计数，时期“%(period)s”的累计要记在累计指标下。")
        else:
            return ""
        frequency = choices.Frequency(about.frequency).label
        return sentence % {"indicator": local(about, "name"), "frequency": frequency, "period": period}

    def _is_unit_of(self, unit: str, indicator: str) -> bool:
        """Whether a figure stands in its indicator's unit already; so does one whose indicator is unknown."""
        about = self.catalogue.indicators.get(indicator)
        return about is None or unit in {about.unit, about.unit_en}

    def _notes(self, cells: list[str], beside: str) -> tuple[str | None, str | None]:
        """The row's note, the cell's own and the sheet's footnotes as one; None where the file has no place for any."""
        note = note_en = None
        if self.tells_note or beside:
            texts = (self._said("note", cells), beside, *self.mapping.footnotes)
            note = even_lines("\n".join([text for text in texts if text]))
        if "note_en" in self.tellers:
            note_en = even_lines(cells[self.tellers["note_en"]])
        return note, note_en


def even_lines(text: str) -> str:
    """A text with its line ends made equal, as browsers, workbooks and CSV write each their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _status_in(period: str) -> str:
    """What a period's text says of how final its figures are: 2020年（快报）."""
    return split_status(period)[1]


def _fineness(period: str) -> int:
    return 1 if "Q" in period else 2 if "-" in period else 0


def _short(resolve: Callable[[str], Resolved], text: str) -> Resolved:
    """A text's meaning; one far too long for any has none, and is not repeated in full."""
    if len(text) <= LONGEST_TEXT:
        return resolve(text)
    start = f"{text[:SHOWN_OF_LONG]}…"
    return Resolved(start, _("“%(text)s”过长。") % {"text": start})


def _period(text: str) -> Resolved:
    try:
        return Resolved(read_period(text).period)
    except BadHeaderPeriodError as error:
        return Resolved(text, str(error))


def _locator(text: str) -> Resolved:
    return Resolved(text, fault_of_locator(text))


def _choice(codes: type[TextChoices], text: str) -> Resolved:
    """A code of a list, or its word in the reader's language."""
    for code in codes:
        if text in {code.value, str(code.label)}:
            return Resolved(code.value)
    known = enumerated(f"{code.value} {code.label}" for code in codes)
    return Resolved(text, _("“%(text)s”不是其中一种：%(known)s。") % {"text": text, "known": known})


def _status(printed: Printed, stated: str, in_row: bool) -> str:
    """A figure's status; a missing one is missing, whatever the header says of its column.

    Raises:
        UnfitError: the row says otherwise.
    """
    if printed.value is not None:
        if stated == MISSING:
            raise UnfitError(_("状态为缺失（M），却有数值。"))
        return (stated if in_row else printed.status or stated) or NORMAL
    if in_row and stated != MISSING:
        raise UnfitError(_("没有数值；确实缺失的，状态写 M。"))
    return MISSING


def _bound(printed: Printed, stated: str) -> str:
    """Which bound a figure is.

    Raises:
        UnfitError: sign and column name two.
    """
    if stated and printed.bound not in {EXACT, stated}:
        raise UnfitError(_("数值前的记号与“界限”一列不符。"))
    return stated or printed.bound


def _refuse_digits(value: Decimal) -> None:
    """Refuse a number with more digits than every database keeps exactly.

    Raises:
        UnfitError: it has more.
    """
    try:
        validate_digits(value)
    except ValidationError as fault:
        raise UnfitError(" ".join(fault.messages)) from None
    if value.adjusted() >= DIGITS:
        raise UnfitError(_("数值太大。"))
