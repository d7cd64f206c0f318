"""What figures say of a claim: supported, contradicted, or not to be decided; always with the figures that were asked.

What may testify is stricter than what is shown. A forecast says nothing of what was, sample figures say nothing at all,
and a bound that is printed where the claim is made (超过两位数) is the claim itself, not evidence for it. Figures of
another definition (status B), and figures that follow from others, take part only where the predicate says so, and then
the verdict says it too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from indicators import choices
from indicators.models import Area, Claim, Indicator, Observation
from indicators.predicates import Comparison, Difference, Predicate, Reference, Relation, references
from indicators.predicates.formulas import Side
from indicators.writing import enumerated, figure, in_english, number

from .implied import Implied
from .intervals import Interval, stands_for
from .truth import Truth, deciding, truth

MOST_TOLD = 3  # comparisons that a reason spells out


@dataclass(frozen=True)
class Missing:
    """A figure that a claim asks for and that is not known."""

    indicator: Indicator
    area: Area
    period: str

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"


@dataclass(frozen=True)
class Verdict:
    """What figures say of a claim.

    Attributes:
        reason: sentences in the reader's language.
        figures: those that were asked and are known, in the order of asking; of an implied one its inputs.
        missing: those that were asked and are not known.
        other_definitions: whether a figure of status B took part.
        implied: whether one took part that follows from others.
    """

    claim: Claim
    verdict: choices.Verdict
    reason: str
    figures: tuple[Observation, ...]
    missing: tuple[Missing, ...]
    other_definitions: bool
    implied: bool


@dataclass(frozen=True)
class Evidence:
    """All that is known of what claims ask for.

    Attributes:
        figures: of each reference, in order of trust.
        implied: figures that follow from others.
        indicators: by code, for their names.
        areas: by code, for their names.
    """

    figures: Mapping[Reference, Sequence[Observation]]
    implied: Mapping[Reference, Implied]
    indicators: Mapping[str, Indicator]
    areas: Mapping[str, Area]


def judge(claim: Claim, predicate: Predicate, evidence: Evidence) -> Verdict:
    """Judge a claim.

    Args:
        claim: with ``source`` loaded.
        predicate: the claim's, as read.
        evidence: what is known of the figures that it asks for.
    """
    return _Hearing(claim, predicate, evidence).verdict()


class _Hearing:
    """One claim before what may testify of it."""

    def __init__(self, claim: Claim, predicate: Predicate, evidence: Evidence) -> None:
        self.claim, self.formula, self.evidence = claim, predicate.formula, evidence
        self.asked = references(self.formula)
        self.printed: dict[Reference, Observation] = {}
        self.followed: dict[Reference, Implied] = {}
        for reference in self.asked:
            known = [o for o in evidence.figures.get(reference, ()) if self._may_testify(o, predicate)]
            if known:
                self.printed[reference] = known[0]
            elif predicate.implied and reference in evidence.implied:
                self.followed[reference] = evidence.implied[reference]

    def _may_testify(self, figure: Observation, predicate: Predicate) -> bool:
        if figure.value is None or figure.status == choices.ObsStatus.FORECAST or figure.source.sample:
            return False
        if figure.status == choices.ObsStatus.OTHER_DEFINITION and not predicate.other_definitions:
            return False
        return not self._is_the_claim_itself(figure)

    def _is_the_claim_itself(self, figure: Observation) -> bool:
        place = (figure.source_id, figure.locator)
        return figure.bound != choices.Bound.EXACT and place == (self.claim.source_id, self.claim.locator)

    def verdict(self) -> Verdict:
        told = truth(self.formula, self._stands_for)
        verdict = {
            True: choices.Verdict.SUPPORTED,
            False: choices.Verdict.CONTRADICTED,
            None: choices.Verdict.UNDECIDABLE,
        }[told]
        inputs = [o for implied in self.followed.values() for o in implied.inputs]
        figures = dict.fromkeys([*self.printed.values(), *inputs])
        return Verdict(
            claim=self.claim,
            verdict=verdict,
            reason=self._reason(told),
            figures=tuple(figures),
            missing=tuple(self._named(reference) for reference in self.asked if not self._is_known(reference)),
            other_definitions=any(o.status == choices.ObsStatus.OTHER_DEFINITION for o in figures),
            implied=bool(self.followed),
        )

    def _is_known(self, reference: Reference) -> bool:
        return reference in self.printed or reference in self.followed

    def _stands_for(self, reference: Reference) -> Interval | None:
        if reference in self.printed:
            found = self.printed[reference]
            return stands_for(found.value, found.decimals, found.bound)
        return self.followed[reference].interval if reference in self.followed else None

    def _named(self, reference: Reference) -> Missing:
        evidence = self.evidence
        return Missing(evidence.indicators[reference.indicator], evidence.areas[reference.area], reference.period)

    def _reason(self, told: Truth) -> str:
        facts = list(dict.fromkeys(deciding(self.formula, self._stands_for)))
        if told is None:
            return _joined(self._open(facts) + self._marks())
        said = _some(self._sentence(comparison, held) for comparison, held in facts)
        opening = _("数字与论断相符：%(facts)s。") if told else _("数字与论断不符：%(facts)s。")
        return _joined([opening % {"facts": said}, *self._marks()])

    def _open(self, facts: Iterable[tuple[Comparison, Truth]]) -> list[str]:
        """Why nothing can be told: what is missing, and what is too close or only a bound."""
        lacking: dict[Reference, None] = {}
        close: list[str] = []
        for comparison, _held in facts:
            missing = [reference for reference in references(comparison) if not self._is_known(reference)]
            lacking |= dict.fromkeys(missing)
            if not missing:
                left, right = self._side(comparison.left), self._side(comparison.right, beside=comparison.left)
                close.append(_("%(left)s与%(right)s") % {"left": left, "right": right})
        sentences = []
        if lacking:
            named = _some(str(self._named(reference)) for reference in lacking)
            sentences.append(_("缺数：%(figures)s。") % {"figures": named})
        if close:
            sentences.append(_("差在印出的位数或界限之内，分不出大小：%(pairs)s。") % {"pairs": _some(close)})
        return sentences

    def _marks(self) -> list[str]:
        marks = []
        if any(o.status == choices.ObsStatus.OTHER_DEFINITION for o in self.printed.values()):
            marks.append(_("其中有口径不同（B）的数。"))
        if self.followed:
            names = enumerated(
                f"{self._named(reference)} {implied.printed}" for reference, implied in self.followed.items()
            )
            marks.append(_("其中有推算数：%(figures)s。") % {"figures": names})
        lacking = [o for r in self.asked if not self._is_known(r) for o in self.evidence.figures.get(r, ())]
        if any(self._is_the_claim_itself(o) for o in lacking):
            marks.append(_("论断自己所印的界限就是论断，不作证据。"))
        return marks

    def _sentence(self, comparison: Comparison, held: Truth) -> str:
        """The comparison as it is in truth: greater or less where that can be told, whatever relation was declared."""
        strictly = (replace(comparison, relation=relation) for relation in (Relation.GREATER, Relation.LESS))
        told = [strict.relation for strict in strictly if truth(strict, self._stands_for)]
        relation = [*told, comparison.relation if held else comparison.relation.opposite][0]
        words = {
            "left": self._side(comparison.left),
            "relation": relation.label,
            "right": self._side(comparison.right, beside=comparison.left),
        }
        return _("%(left)s%(relation)s%(right)s") % words

    def _side(self, side: Side, beside: Side | None = None) -> str:
        """A side with its value; an indicator that stands on the left already is not named again."""
        if isinstance(side, Difference):
            one, other = self._named(side.one), self._named(side.other)
            words = {"indicator": one.indicator, "one": one.area, "other": other.area, "period": one.period}
            value = self._difference(side)
            words["value"] = "" if value is None else _bracketed(value)
            return _("%(indicator)s %(one)s减%(other)s %(period)s%(value)s") % words
        if not isinstance(side, Reference):
            return number(side)
        named = self._named(side)
        same = isinstance(beside, Reference) and beside.indicator == side.indicator
        words = f"{named.area} {named.period}" if same else str(named)
        return words + self._value(side)

    def _value(self, reference: Reference) -> str:
        if reference in self.printed:
            return _bracketed(figure(self.printed[reference]))
        return _bracketed(self.followed[reference].printed) if reference in self.followed else ""

    def _difference(self, side: Difference) -> str | None:
        if side.one not in self.printed or side.other not in self.printed:
            return None
        return number(self.printed[side.one].value - self.printed[side.other].value)


def _joined(sentences: Iterable[str]) -> str:
    return (" " if in_english() else "").join(sentences)


def _bracketed(value: str) -> str:
    return _("（%(value)s）") % {"value": value}


def _some(texts: Iterable[str]) -> str:
    """The first few, and how many there are in all where there are more."""
    listed = list(texts)
    first = _("；").join(islice(listed, MOST_TOLD))
    if len(listed) <= MOST_TOLD:
        return first
    return _("%(first)s等%(n)d项") % {"first": first, "n": len(listed)}
