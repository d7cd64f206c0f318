"""Figures that leave the course of their own series.

A change is an outlier where its modified z-score is above 3.5: its distance from the median of the series' changes, in
units of 1.4826 times their median absolute deviation (B. Iglewicz and D. C. Hoaglin, *How to Detect and Handle
Outliers*, 1993). Both stay what they are however far off one figure is. Changes are differences of logarithms a year
for levels, and differences a year for rates and shares. A series of fewer than seven changes says nothing of what is
usual, and declines.

What befell all areas in the same years is no doubt about one of them: where five areas or more have the change, it must
still be an outlier when their median distance is taken off (the effect of a column, as in J. W. Tukey's median polish,
*Exploratory Data Analysis*, 1977, ch. 11). The score decides only what a person should look at; it does not say that
the figure is wrong.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import exp, log
from statistics import median
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from indicators.analysis.comparable import is_level
from indicators.choices import QualityKind, Severity

from .figures import Figure
from .findings import Finding, comparison
from .intervals import Interval
from .series import Series
from .wording import allowed, shown

ENOUGH_CHANGES, ENOUGH_AREAS, LIMIT, MAD_TO_DEVIATION = 7, 5, 3.5, 1.4826
# A course may be so even that anything else would leave it: a spread below this (logarithms, a year) counts as this.
LEAST_SPREAD_OF_LEVELS = 0.02

# What the same change of other areas is known by: an indicator's id, a source's id, and the two periods.
Span = tuple[int, int, str, str]


class Step(NamedTuple):
    """Two figures that follow each other, the years between them, and the change a year."""

    before: Figure
    after: Figure
    years: int
    change: float

    @property
    def span(self) -> Span:
        return self.after.indicator.id, self.after.source.id, self.before.period, self.after.period


class Course(NamedTuple):
    """What is usual in a series: the median change a year, and the spread of changes around it."""

    steps: Sequence[Step]
    usual: float
    spread: float
    logarithms: bool

    def off(self, step: Step) -> float:
        """By how much a change is another than the usual one."""
        return step.change - self.usual

    def is_left_by(self, step: Step, common: float) -> bool:
        """Whether a change is unusual, and what it has in common with other areas does not explain it."""
        off = self.off(step)
        return min(abs(off), abs(off - common)) > LIMIT * self.spread

    def after(self, step: Step, deviations: float) -> Decimal:
        """The later figure, were the change so many deviations from the usual one; to a digit more than printed."""
        change = (self.usual + deviations * self.spread) * step.years
        value = step.before.value
        after = value * Decimal(exp(change)) if self.logarithms else value + Decimal(change)
        return shown(after, step.after.decimals + 1)


def check(several: Iterable[Series], set_aside: Collection[int]) -> Iterator[Finding]:
    """The figures that were not to be expected from the one before.

    Args:
        several: those of all areas, which are compared by indicator and source.
        set_aside: ids of figures that are left out, as known to be wrong.
    """
    courses = [course for series in several if (course := _course(series, set_aside))]
    common = _common(courses)
    for course in courses:
        way_back = 0.0
        for step in course.steps:
            off = course.off(step) if course.is_left_by(step, common.get(step.span, 0.0)) else 0.0
            if off and off * way_back >= 0:
                way_back = off
                yield _finding(course, step)
            else:  # all is well again, or this is the way back from a figure that was off
                way_back = 0.0


def _course(series: Series, set_aside: Collection[int]) -> Course | None:
    """None where the series is too short, and for levels that reach zero, which have no growth."""
    figures = [figure for figure in series.figures if figure.pk not in set_aside]
    logarithms = is_level(series.indicator)
    if len(figures) <= ENOUGH_CHANGES or (logarithms and any(figure.value <= 0 for figure in figures)):
        return None
    steps = _steps(figures, logarithms)
    usual = median(step.change for step in steps)
    deviation = MAD_TO_DEVIATION * median(abs(step.change - usual) for step in steps)
    rounding = 10.0 ** -min(step.after.decimals for step in steps)
    return Course(steps, usual, max(deviation, LEAST_SPREAD_OF_LEVELS if logarithms else rounding), logarithms)


def _steps(figures: Sequence[Figure], logarithms: bool) -> list[Step]:
    found = []
    for before, after in pairwise(figures):
        years = Series.years_between(before, after)
        change = log(after.value / before.value) if logarithms else float(after.value - before.value)
        found.append(Step(before, after, years, change / years))
    return found


def _common(courses: Iterable[Course]) -> Mapping[Span, float]:
    """By how much the same change is off in the median of the areas; nothing where there are few."""
    off: dict[Span, list[float]] = defaultdict(list)
    for course in courses:
        for step in course.steps:
            off[step.span].append(course.off(step))
    return {span: median(several) for span, several in off.items() if len(several) >= ENOUGH_AREAS}


def _finding(course: Course, step: Step) -> Finding:
    expected = course.after(step, 0)
    between = Interval(course.after(step, -LIMIT), course.after(step, LIMIT))
    return comparison(
        QualityKind.OUTLIER,
        Severity.WARNING,
        step.after,
        step.before,
        gettext_lazy(
            "%(area)s %(period)s %(indicator)s %(printed)s，偏离走势："
            "由 %(other_period)s 的 %(other_printed)s 按历年变化应为 %(expected)s（通常 %(usual)s）。"
        ),
        expected=expected,
        between=between,
        usual=allowed(between, step.after.decimals + 1),
    )
