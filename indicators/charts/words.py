"""What charts say: roles, labels and the sentences that stand in for a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.choices import Bound, ObsStatus
from indicators.models import Area, Observation
from indicators.periods import parse
from indicators.writing import figure, in_english, local, sentences

NOT_FINAL = frozenset({ObsStatus.PRELIMINARY, ObsStatus.ESTIMATED, ObsStatus.IMPUTED, ObsStatus.FORECAST})
CHINESE_NUMERALS = "零一二三四五六七八九十"


def role(area: Area, chosen: Area | None = None) -> str:
    """How an area is drawn: ``focus`` (the chosen one, else the focus city), ``benchmark`` or ``peer``."""
    if area.code == chosen.code if chosen else area.kind == "focus":
        return "focus"
    return "benchmark" if area.kind == "benchmark" else "peer"


def arrow(observation: Observation) -> str:
    """Where the real figure lies of which only a bound is known: ``more``, ``less`` or empty."""
    return {Bound.AT_LEAST: "more", Bound.AT_MOST: "less"}.get(observation.bound, "")


def labelled(observation: Observation) -> str:
    """``柳州 ≥600``."""
    return f"{local(observation.area, 'name')} {figure(observation)}"


def described(observation: Observation) -> str:
    """``柳州 2020年，≥600 家，快报``: a figure by itself, as a tooltip needs it."""
    status = "" if observation.status == ObsStatus.NORMAL else str(ObsStatus(observation.status).label)
    return phrase(
        f"{local(observation.area, 'name')} {in_words(observation.period)}",
        f"{figure(observation)} {local(observation.indicator, 'unit')}".rstrip(),
        status,
    )


def in_words(period: str) -> str:
    """A period as a sentence names it: 2020年, 2020年第1季度, 2020年3月, 2016—2020年, 2020年3月至2020年5月."""
    first, _slash, last = period.partition("/")
    if last and "-" not in first:
        return _("%(first)s—%(last)s年") % {"first": first, "last": last}
    if last:
        return _("%(first)s至%(last)s") % {"first": in_words(first), "last": in_words(last)}
    year, _dash, part = first.partition("-")
    if part.startswith("Q"):
        return _("%(year)s年第%(quarter)s季度") % {"year": year, "quarter": part[1]}
    if part:
        return date_format(date(int(year), int(part), 1), "YEAR_MONTH_FORMAT")
    return _("%(year)s年") % {"year": year}


def peers_median(peers: int, median: str) -> str:
    """``五市中位数 185.08``."""
    many = CHINESE_NUMERALS[peers] if peers < len(CHINESE_NUMERALS) and not in_english() else peers
    sentence = ngettext("%(count)s市中位数 %(median)s", "%(count)s市中位数 %(median)s", peers)
    return sentence % {"count": many, "median": median}


def phrase(*parts: str) -> str:
    """Parts joined by a comma; empty ones are left out."""
    return _("，").join(part for part in parts if part)


@dataclass(frozen=True)
class Course:
    """One area's figures in order of time."""

    role: str
    figures: tuple[Observation, ...]


def told(title: str, courses: list[Course]) -> str:
    """What a chart over time shows, for those who do not see it.

    Args:
        title: what is measured.
        courses: the areas drawn; only figures with a value.

    Returns:
        The title and span, how the chosen area went from first to last, the highest and lowest of the newest period.
    """
    days = {parse(f.period).end: f.period for course in courses for f in course.figures}
    first, newest = days[min(days)], days[max(days)]
    span = in_words(first if first == newest else f"{first}/{newest}")
    focus = next((course for course in courses if course.role == "focus"), None)
    last = [f for c in courses for f in c.figures if f.period == newest and c.role != "benchmark"]
    return sentences(
        [
            _("%(title)s，%(span)s。") % {"title": title, "span": span},
            _moved(focus.figures) if focus else "",
            _extremes(newest, last) if len(last) > 1 else "",
        ]
    )


def listed(title: str, figures: Iterable[Observation]) -> str:
    """Areas with their figures, as given."""
    return _("%(title)s：%(list)s。") % {"title": title, "list": _("、").join(labelled(f) for f in figures)}


def _moved(figures: tuple[Observation, ...]) -> str:
    first, last = figures[0], figures[-1]
    facts = {
        "area": local(first.area, "name"),
        "first": figure(first),
        "from": in_words(first.period),
        "last": figure(last),
        "to": in_words(last.period),
    }
    if len(figures) == 1:
        return _("%(area)s%(to)s为%(last)s。") % facts
    if last.value > first.value:
        return _("%(area)s由%(from)s的%(first)s升至%(to)s的%(last)s。") % facts
    if last.value < first.value:
        return _("%(area)s由%(from)s的%(first)s降至%(to)s的%(last)s。") % facts
    return _("%(area)s%(from)s和%(to)s同为%(last)s。") % facts


def _extremes(period: str, figures: list[Observation]) -> str:
    highest = max(figures, key=lambda f: f.value)
    lowest = min(figures, key=lambda f: f.value)
    return _("%(period)s最高为%(highest)s，最低为%(lowest)s。") % {
        "period": in_words(period),
        "highest": labelled(highest),
        "lowest": labelled(lowest),
    }
