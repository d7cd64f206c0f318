"""When an area that is behind would draw level, and what growth a target needs.

Both are extrapolations, not forecasts: they say what would follow if each area went on as it did in a stated window.
An amount grows by per cent, so its compound growth is carried on; a rate, a share or a place moves by points, so its
mean change a year is (``comparable.is_level``). Only years count, and of them only those of which both areas have an
exact figure of the common definition that is no forecast.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Context, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.choices import Direction, ObsStatus
from indicators.models import Area, Indicator, Observation
from indicators.periods import Period
from indicators.writing import NOTHING, enumerated

from .change import compound_growth, root
from .comparable import (
    Declined,
    check_same_definition,
    exact_value,
    is_level,
    named,
    positive_value,
    whole_years,
)
from .digits import HUNDRED, as_printed, possible, rounded

# Two points make a line whatever they are; with a third somebody can see whether the window is a course.
FEWEST_YEARS = 3
WHOLES = {"%": 100, "‰": 1000}  # what a share may be at most, by unit
HORIZON = 50  # years: beyond, "if all goes on as it did" says nothing

WIDE = Context(prec=400)  # what multiplies every year for fifty has many digits before its decimals

EXTRAPOLATED = gettext_lazy("按所列年份的增长外推所得，不是预测。")


class Method(TextChoices):
    """How a course is carried on."""

    COMPOUND = "compound", gettext_lazy("复合增长率外推")
    LINEAR = "linear", gettext_lazy("年均变化外推")

    @classmethod
    def of(cls, indicator: Indicator) -> "Method":
        """Amounts compound; rates, shares and places move by points."""
        return cls.COMPOUND if is_level(indicator) else cls.LINEAR


@dataclass(frozen=True)
class Step:
    """What a year adds, by either method.

    Attributes:
        method: whether ``size`` is multiplied or added.
        size: the factor a year, or the points a year; not rounded.
    """

    method: Method
    size: Decimal

    def after(self, value: Decimal, years: int) -> Decimal:
        """The value so many years later, in the unit of the value."""
        return value * self.size**years if self.method == Method.COMPOUND else value + self.size * years


@dataclass(frozen=True)
class Course:
    """One area in the window.

    Attributes:
        first, last: its figures at the window's ends.
        growth: per cent a year (compound) or points a year (linear), to the digits that the figures justify.
        step: the same, not rounded.
    """

    first: Observation
    last: Observation
    growth: Decimal
    step: Step

    @property
    def area(self) -> Area:
        return self.last.area

    def after(self, years: int) -> Decimal:
        """The value so many years after the window, in the indicator's unit."""
        return self.step.after(self.last.value, years)


@dataclass(frozen=True)
class CatchUp:
    """In which year an area would draw level with another, if both went on as in the window.

    Attributes:
        indicator: the quantity; where its ``price_basis`` is current, the growth is nominal (现价).
        method: how the courses are carried on.
        window: first and last year, ``2015/2020``.
        behind, ahead: the two areas' courses in it.
        gap: the one behind minus the one ahead at the window's end, in the indicator's unit.
        year: the first year in which the one behind is level or better.
        projected_behind, projected_ahead: their values then, with the decimals of their last figures.
    """

    indicator: Indicator
    method: Method
    window: str
    behind: Course
    ahead: Course
    gap: Decimal
    year: int
    projected_behind: Decimal
    projected_ahead: Decimal

    @property
    def sample(self) -> bool:
        """Whether any of the figures is sample data."""
        return any(figure.sample for course in (self.behind, self.ahead) for figure in (course.first, course.last))


@dataclass(frozen=True)
class Needed:
    """What an area would have to grow a year to reach a target.

    Attributes:
        indicator: the quantity; where its ``price_basis`` is current, the growth is nominal (现价).
        method: whether ``growth`` compounds or adds.
        start: the figure it starts from.
        target: the value to reach, in the indicator's unit.
        year: when.
        gap: the figure minus the target.
        growth: per cent a year (compound) or points a year (linear).
    """

    indicator: Indicator
    method: Method
    start: Observation
    target: Decimal
    year: int
    gap: Decimal
    growth: Decimal

    @property
    def sample(self) -> bool:
        """Whether the figure is sample data."""
        return self.start.sample


def catch_up(behind: Iterable[Observation], ahead: Iterable[Observation], window: Period | None = None) -> CatchUp:
    """The year in which the gap between two areas closes, if each goes on as in the window.

    Args:
        behind: the figures of the area that wants to catch up, one a period, of one indicator.
        ahead: those of the area to catch up with.
        window: look at its years only; None: at all that both have in common.

    Returns:
        The year with all that it rests on. Of the window's years the first and the last that both areas have count.

    Raises:
        Declined: fewer than three years in common; the indicator has no direction; values not above zero or of
            different signs where growth compounds; nothing to catch up; the gap stays or widens; beyond 50 years; a
            share or a rate would leave the range from 0 to 100%.
    """
    ours, theirs = _by_year(behind, window), _by_year(ahead, window)
    years = sorted(ours.keys() & theirs.keys())
    if len(years) < FEWEST_YEARS:
        raise Declined(
            _("两地都有同口径确数的年份不足 %(fewest)d 个（有 %(known)s），不作推算。")
            % {"fewest": FEWEST_YEARS, "known": enumerated(years) or NOTHING}
        )
    start, end = years[0], years[-1]
    indicator = ours[end].indicator
    sign = _sign(indicator)
    gap = as_printed(ours[end]) - as_printed(theirs[end])
    if sign * gap >= 0:
        raise Declined(_("%(year)s 年%(area)s并不落后，没有差距要追。") % {"year": end, "area": ours[end].area})
    if Method.of(indicator) == Method.COMPOUND:
        _check_signs(ours[start], ours[end], theirs[start], theirs[end])
    mine, other = _course(ours[start], ours[end]), _course(theirs[start], theirs[end])
    if mine.step.size == other.step.size:
        raise Declined(_("%(start)s—%(end)s 年两地增长相同，差距不会缩小。") % {"start": start, "end": end})
    if sign * (mine.step.size - other.step.size) < 0:
        raise Declined(
            _("%(start)s—%(end)s 年%(area)s的变化不如%(other)s，差距在扩大。")
            % {"start": start, "end": end, "area": mine.area, "other": other.area}
        )
    for after in range(1, HORIZON + 1):
        reached, moved = mine.after(after), other.after(after)
        if sign * (reached - moved) >= 0:
            _check_range(mine, reached, int(end) + after)
            _check_range(other, moved, int(end) + after)
            return CatchUp(
                indicator=indicator,
                method=mine.step.method,
                window=f"{start}/{end}",
                behind=mine,
                ahead=other,
                gap=gap,
                year=int(end) + after,
                projected_behind=_rounded_as(mine.last, reached),
                projected_ahead=_rounded_as(other.last, moved),
            )
    raise Declined(_("照此增长，%(years)d 年内追不上。") % {"years": HORIZON})


def growth_needed(start: Observation, target: Decimal, year: int) -> Needed:
    """The growth a year that leads from a figure to a target.

    Args:
        start: the newest figure of the area; of a year.
        target: the value to reach, in the indicator's unit.
        year: the year in which to reach it.

    Returns:
        The growth with all that it rests on.

    Raises:
        Declined: the year is not after the figure's or over 50 years off; the target is reached already (where the
            indicator has no direction: it is the figure); a value is not above zero where growth compounds; the figure
            is no exact one of a year, or a forecast.
    """
    indicator, value = start.indicator, _value_of_year(start)
    sign = 0 if indicator.direction == Direction.NEUTRAL else _sign(indicator)
    ahead = year - int(start.period)
    if not 0 < ahead <= HORIZON:
        words = {"figure": named(start), "years": HORIZON}
        raise Declined(_("目标年须在 %(figure)s 之后，并且不超过 %(years)d 年。") % words)
    if value == target or sign * (value - target) > 0:
        raise Declined(_("%(figure)s 已达到目标。") % {"figure": named(start)})
    method = Method.of(indicator)
    if method == Method.LINEAR:
        growth = rounded((target - value) / ahead, (target - possible(start)) / ahead)
    elif target <= 0:
        raise Declined(_("目标不大于零，不能算复合增长率。"))
    else:
        multiple = target / positive_value(start)
        growth = rounded((root(multiple, ahead) - 1) * HUNDRED, ((target / possible(start)).root(ahead) - 1) * HUNDRED)
    return Needed(
        indicator=indicator,
        method=method,
        start=start,
        target=target,
        year=year,
        gap=value - target,
        growth=growth,
    )


def newest_of_a_year(figures: Iterable[Observation]) -> Observation | None:
    """The newest figure that a course can start from: exact, of a year, no forecast; None if there is none."""
    return max(_by_year(figures, None).values(), key=lambda figure: figure.period, default=None)


def _course(first: Observation, last: Observation) -> Course:
    years = whole_years(first, last)
    method = Method.of(last.indicator)
    if method == Method.COMPOUND:
        return Course(first, last, compound_growth(first, last), Step(method, root(last.value / first.value, years)))
    step = (last.value - first.value) / years
    return Course(first, last, rounded(step, (possible(last) - possible(first)) / years), Step(method, step))


def _check_range(course: Course, value: Decimal, year: int) -> None:
    """Decline to carry on what is counted in per cent, and was within 0 and 100 in the window, beyond that.

    Of such a course most are shares, and no share can be there.
    """
    whole = WHOLES.get(course.last.indicator.unit)
    if whole is None or not all(0 <= figure.value <= whole for figure in (course.first, course.last)):
        return
    if not 0 <= value <= whole:
        words = {"area": course.area, "year": year, "value": _rounded_as(course.last, value), "whole": whole}
        raise Declined(_("照此，%(area)s %(year)d 年将是 %(value)s，超出 0 到 %(whole)d 的范围，不作推算。") % words)


def _check_signs(*figures: Observation) -> None:
    if any(figure.value < 0 for figure in figures) and any(figure.value > 0 for figure in figures):
        raise Declined(_("几个数有正有负，不能算复合增长率。"))
    for figure in figures:
        positive_value(figure)


def _sign(indicator: Indicator) -> int:
    """1 where more is better, -1 where less is.

    Raises:
        Declined: neither is.
    """
    if indicator.direction == Direction.NEUTRAL:
        raise Declined(_("“%(indicator)s”不分高低，谈不上追赶。") % {"indicator": indicator})
    return -1 if indicator.direction == Direction.LOWER else 1


def _by_year(figures: Iterable[Observation], window: Period | None) -> dict[str, Observation]:
    found = {}
    for figure in figures:
        with suppress(Declined):
            _value_of_year(figure)
            if window is None or window.start.year <= int(figure.period) <= window.end.year:
                found[figure.period] = figure
    return found


def _value_of_year(figure: Observation) -> Decimal:
    check_same_definition(figure, figure)
    if figure.status == ObsStatus.FORECAST:
        raise Declined(_("%(figure)s 的数是预测，不作推算的根据。") % {"figure": named(figure)})
    if not figure.period.isdecimal():
        raise Declined(_("%(figure)s 不是一年的数。") % {"figure": named(figure)})
    return exact_value(figure)


def _rounded_as(figure: Observation, value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-figure.decimals), context=WIDE)
