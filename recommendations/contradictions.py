"""What does not fit together in what is said of an action: each rule a few lines, over facts that others gather.

A rule takes the facts of one action and returns a sentence, or None where nothing is wrong. A sentence is a reason to
look, never a verdict: nothing is blocked by it, and no light changes. ``settings.CONTRADICTIONS`` names the rules that
are on.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.writing import enumerated, percent

from .choices import Pace

COMPLETE = Decimal(100)
LONGEST_COMPARED = 2_000  # characters; comparing two texts takes time that grows with both


@dataclass(frozen=True)
class Said:
    """What the rules read of one report.

    Attributes:
        as_of: the day that it speaks of.
        percent: as reported.
        text: the progress told.
        no_news: whether the department ticked that there is none.
        proved: whether it names any evidence, in words or as a file.
    """

    as_of: date
    percent: Decimal
    text: str
    no_news: bool = False
    proved: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of one action on one day.

    Attributes:
        day: the day looked at.
        newest: the report that is judged: the one that counts, or one that waits to be approved.
        before: the counting report before it, or None.
        pace: of the newest report against the plan.
        worsening: names of the measure's indicators that move away from where they should go.
        waits: whether the action is somebody's duty, in force and not completed.
        silent_since: the day of the last report that told something new, or of the mandate where none did.
        silent_supporters: supporting departments that never contributed, though they were asked and the day has
            passed, or the action is reported as complete.
    """

    day: date
    newest: Said | None = None
    before: Said | None = None
    pace: Pace | None = None
    worsening: tuple[str, ...] = ()
    waits: bool = False
    silent_since: date | None = None
    silent_supporters: tuple[str, ...] = ()


def worsening_on_schedule(facts: Facts) -> str | None:
    """Reported as on schedule or ahead, while an indicator of the measure moves the wrong way."""
    if facts.pace in {Pace.ON_SCHEDULE, Pace.AHEAD} and facts.worsening:
        return _("填报符合或超前于序时进度，但对策的指标在变差：%(names)s。") % {"names": enumerated(facts.worsening)}
    return None


def complete_without_evidence(facts: Facts) -> str | None:
    """Reported as 100%, with neither a word nor a file that proves it."""
    if facts.newest and facts.newest.percent == COMPLETE and not facts.newest.proved:
        return _("填报完成100%，但没有写明佐证，也没有附件。")
    return None


def percent_went_back(facts: Facts) -> str | None:
    """Less complete than in the report before."""
    if facts.newest and facts.before and facts.newest.percent < facts.before.percent:
        return _("完成比例从%(before)s退到%(now)s（上次截至%(day)s）。") % {
            "before": percent(facts.before.percent),
            "now": percent(facts.newest.percent),
            "day": facts.before.as_of.isoformat(),
        }
    return None


def text_repeated(facts: Facts) -> str | None:
    """The same words as in the report before, or nearly; who ticks "no news" repeats nothing."""
    if facts.newest is None or facts.before is None or facts.newest.no_news:
        return None
    now, before = _bare(facts.newest.text), _bare(facts.before.text)
    if now == before:
        return _("进展情况与上次（截至%(day)s）一字不差。") % {"day": facts.before.as_of.isoformat()}
    alike = _alike(now, before)
    if alike >= settings.REPEATED_TEXT:
        return _("进展情况与上次（截至%(day)s）有%(share)s相同。") % {
            "day": facts.before.as_of.isoformat(),
            "share": percent(Decimal(int(alike * 100))),
        }
    return None


def no_news(facts: Facts) -> str | None:
    """Nothing new told for so many days as ``settings.NO_NEWS_DAYS`` says, of what is still to be done."""
    if not facts.waits or facts.silent_since is None:
        return None
    days = (facts.day - facts.silent_since).days
    if days <= settings.NO_NEWS_DAYS:
        return None
    return ngettext("已%(days)d天没有新进展。", "已%(days)d天没有新进展。", days) % {"days": days}


def silent_supporter(facts: Facts) -> str | None:
    """A supporting department that never contributed."""
    if facts.silent_supporters:
        return _("配合单位从未提供过内容：%(names)s。") % {"names": enumerated(facts.silent_supporters)}
    return None


Rule = Callable[[Facts], str | None]
RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        worsening_on_schedule,
        complete_without_evidence,
        percent_went_back,
        text_repeated,
        no_news,
        silent_supporter,
    )
}


def contradictions_in(facts: Facts) -> dict[str, str]:
    """The sentences of the rules that are on and find something, by the rule's name, in the order above."""
    found = {name: rule(facts) for name, rule in RULES.items() if name in settings.CONTRADICTIONS}
    return {name: sentence for name, sentence in found.items() if sentence}


def _bare(text: str) -> str:
    """The text without spaces, punctuation and width: what a copy can differ in without saying anything new."""
    letters = unicodedata.normalize("NFKC", text).lower()
    return "".join(letter for letter in letters if letter.isalnum())[:LONGEST_COMPARED]


def _alike(now: str, before: str) -> float:
    """How much of two texts is the same, from 0 to 1; 0 where a quick look shows that it is too little to matter."""
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for bound in (matcher.real_quick_ratio, matcher.quick_ratio):
        if bound() < settings.REPEATED_TEXT:
            return 0
    return matcher.ratio()
