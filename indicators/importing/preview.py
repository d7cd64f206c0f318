"""What an import would do: every figure of the file against what is known, before anything is stored."""

import gc
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Observation
from indicators.writing import sentences

from .candidates import Candidate, Figure, Key, candidates, even_lines
from .catalogue import Catalogue
from .checking import check
from .mapping import Mapping
from .sheet import Sheet

AT_ONCE = 10_000


class Outcome(TextChoices):
    """What becomes of a figure; in the order in which a person looks at them."""

    REFUSED = "refused", gettext_lazy("不能导入")
    CHANGED = "changed", gettext_lazy("有更正")
    CREATED = "created", gettext_lazy("新增")
    UNCHANGED = "unchanged", gettext_lazy("相同")


REFUSED, CHANGED, CREATED, UNCHANGED = Outcome.values


TOLD = Figure._fields.index("period_basis")  # what stands before it, every file tells
AT_FIRST = ("stated", "", "")  # basis of the period, note, note in English


@dataclass(slots=True)
class Line:
    """What becomes of one candidate.

    Attributes:
        candidate: the cell and its figure.
        outcome: an ``Outcome``.
        old: the newest figure known of the same key, where it matters.
        reason: why it is refused; empty otherwise.
    """

    candidate: Candidate
    outcome: str
    old: Figure | None = None
    reason: str = ""

    @property
    def new(self) -> Figure:
        """The figure as it would be stored: what the file does not say stays as it was known, or at its default."""
        value, decimals, status, bound, basis, note, note_en = self.candidate.figure
        known_basis, known_note, known_note_en = self.old[TOLD:] if self.old else AT_FIRST
        return Figure(
            *(value, decimals, status, bound),
            known_basis if basis is None else basis,
            known_note if note is None else note,
            known_note_en if note_en is None else note_en,
        )


@dataclass
class Preview:
    """All that an import would do.

    Attributes:
        lines: its figures, in the order of the file.
        mapping: how the file was read.
        counts: how many figures have each outcome.
    """

    lines: list[Line]
    mapping: Mapping
    counts: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = Counter(line.outcome for line in self.lines)

    @property
    def refused(self) -> list[Line]:
        return self.of(REFUSED)

    @property
    def storable(self) -> bool:
        """Whether there is something to store and nothing that stands against it."""
        new = self.counts[CREATED] + self.counts[CHANGED]
        return bool(new) and not self.counts[REFUSED]

    def of(self, outcome: str) -> list[Line]:
        return [line for line in self.lines if line.outcome == outcome]

    def in_order(self) -> list[Line]:
        """The refused ones first, then the changed."""
        return [line for outcome in Outcome.values for line in self.of(outcome)]

    def fingerprint(self) -> str:
        """The same text for the same outcome: what a person has seen is what is stored, or nothing is."""
        seen = hashlib.sha256(repr((self.mapping.revision, self.mapping.new_source)).encode())
        for line in self.lines:
            told = line.candidate
            seen.update(repr((told.key, told.vintage, told.figure, line.outcome, line.old, line.reason)).encode())
        return seen.hexdigest()


def preview(sheet: Sheet, mapping: Mapping, *, today: date) -> Preview:
    """Judge every figure of a sheet.

    Args:
        sheet: the grid of texts.
        mapping: how it is read.
        today: the vintage where none is named.

    Raises:
        BrokenMappingError: the mapping cannot be used.
    """
    catalogue = Catalogue.load()
    check(mapping, catalogue, today=today)
    with without_collecting():
        found = list(candidates(sheet, mapping, catalogue, today=today))
        return Preview(judge(found, known_figures(found, catalogue)), mapping)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles: it would walk time and again over a million new objects without any."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def judge(found: Iterable[Candidate], known: dict[Key, dict[date, Figure]]) -> list[Line]:
    """What becomes of each candidate.

    Args:
        found: the file's figures.
        known: what is stored of their keys, by vintage.
    """
    lines: list[Line] = []
    met: dict[tuple[Key, date], Line] = {}
    for candidate in found:
        line = _judged(candidate, known.get(candidate.key))
        lines.append(line)
        if candidate.fault:
            continue
        first = met.setdefault((candidate.key, candidate.vintage), line)
        if first is not line:
            _refuse_twins(first, line)
    return lines


def _judged(candidate: Candidate, versions: dict[date, Figure] | None) -> Line:
    if candidate.fault:
        return Line(candidate, REFUSED, reason=candidate.fault)
    newest = max(versions) if versions else None
    compared = versions.get(candidate.vintage) or versions[newest] if versions else None
    if compared and _says_the_same(candidate.figure, compared):
        return Line(candidate, UNCHANGED, compared)
    if candidate.misfit:
        return Line(candidate, REFUSED, compared, candidate.misfit)
    if newest is None:
        return Line(candidate, CREATED)
    if candidate.vintage <= newest:
        reason = _("与已知的数不同，而录入日 %(day)s 不晚于已知的 %(newest)s；更正要有更晚的录入日。") % {
            "day": candidate.vintage,
            "newest": newest,
        }
        return Line(candidate, REFUSED, compared, reason)
    return Line(candidate, CHANGED, compared)


def _says_the_same(told: Figure, known: Figure) -> bool:
    """Whether a file says what is known; on what it is silent there is no difference."""
    return told[:TOLD] == known[:TOLD] and all(
        mine is None or mine == theirs for mine, theirs in zip(told[TOLD:], known[TOLD:], strict=True)
    )


def _refuse_twins(first: Line, second: Line) -> None:
    """Neither of two cells that give the same figure is taken: which of them holds, the file's maker must say."""
    for line, other in ((first, second), (second, first)):
        sentence = _("与单元格 %(cell)s 重复：指标、地区、时期、来源、出处都相同。") % {"cell": other.candidate.cell}
        line.reason = sentences([line.reason, sentence])
        line.outcome = REFUSED


def known_figures(found: list[Candidate], catalogue: Catalogue) -> dict[Key, dict[date, Figure]]:
    """What is stored of the candidates' keys, by vintage; one query."""
    wanted = {candidate.key for candidate in found if not candidate.fault}
    indicators = {catalogue.indicators[code].pk: code for code in {key.indicator for key in wanted}}
    areas = {catalogue.areas[code].pk: code for code in {key.area for key in wanted}}
    sources = {catalogue.sources[code].pk: code for code in {key.source for key in wanted} if code in catalogue.sources}
    rows = Observation.objects.filter(indicator__in=indicators, area__in=areas, source__in=sources).order_by()
    columns = ("indicator_id", "area_id", "period", "source_id", "locator", "vintage", *Figure._fields)
    known: dict[Key, dict[date, Figure]] = {}
    for indicator, area, period, source, locator, vintage, *said in rows.values_list(*columns).iterator(AT_ONCE):
        key = Key(indicators[indicator], areas[area], period, sources[source], locator)
        if key in wanted:
            figure = Figure(*said)
            if figure.note or figure.note_en:
                figure = figure._replace(note=even_lines(figure.note), note_en=even_lines(figure.note_en))
            known.setdefault(key, {})[vintage] = figure
    return known
