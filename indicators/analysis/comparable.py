"""What may be computed from what: guards that decline with a sentence for the reader, never in silence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.choices import Accumulation, Bound, ObsStatus, PriceBasis
from indicators.models import Indicator, Observation
from indicators.periods import Period, parse

from .digits import as_printed

# What is counted in these changes by points or places, not by per cent of itself.
IN_POINTS = frozenset({"%", "‰", "个百分点", "位", "年"})


class Declined(Exception):  # noqa: N818 - an answer, not a fault
    """Something cannot be computed from the figures.

    Attributes:
        reason: a sentence in the reader's language that says why.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def named(figure: Observation) -> str:
    """The figure in a sentence: ``柳州 2020``."""
    return f"{figure.area} {figure.period}"


def is_level(indicator: Indicator) -> bool:
    """Whether the quantity is an amount, which grows by per cent; else it is a rate, a share or a place.

    A share that rises from 2% to 3% rises by one point; that it "grew by 50%" would be read as something else.
    """
    return indicator.unit not in IN_POINTS


def is_nominal(indicator: Indicator) -> bool:
    """Whether growth of the quantity holds the rise of prices too (现价); growth at constant ones is another thing."""
    return is_level(indicator) and indicator.price_basis == PriceBasis.CURRENT


def exact_value(figure: Observation) -> Decimal:
    """The value of a figure to compute with.

    Raises:
        Declined: there is none, or it is only a bound or said to be about right.
    """
    if figure.value is None:
        raise Declined(_("%(figure)s 缺数。") % {"figure": named(figure)})
    if figure.bound != Bound.EXACT:
        words = {"figure": named(figure), "bound": figure.get_bound_display()}
        raise Declined(_("%(figure)s 印的不是确数（%(bound)s），不能据以计算。") % words)
    return as_printed(figure)


def positive_value(figure: Observation) -> Decimal:
    """An exact value above zero, as a base or a root needs it.

    Raises:
        Declined: it is not above zero, or see ``exact_value``.
    """
    value = exact_value(figure)
    if value <= 0:
        raise Declined(_("%(figure)s 的数不大于零，不能作基数。") % {"figure": named(figure)})
    return value


def check_same_basis(one: Indicator, other: Indicator) -> None:
    """Refuse to compare or divide figures of indicators across price bases or ways of accumulation.

    Raises:
        Declined: levels at current prices meet growth at constant ones, or a stock a flow, or a year a part of it.
    """
    if one.price_basis != other.price_basis:
        raise Declined(
            _("“%(one)s”按%(basis)s计，“%(other)s”按%(other_basis)s计，价格基础不同，不能直接比较。")
            % {
                "one": one,
                "basis": one.get_price_basis_display(),
                "other": other,
                "other_basis": other.get_price_basis_display(),
            }
        )
    if one.accumulation != other.accumulation:
        raise Declined(
            _("“%(one)s”是%(kind)s，“%(other)s”是%(other_kind)s，累计方式不同，不能直接比较。")
            % {
                "one": one,
                "kind": one.get_accumulation_display(),
                "other": other,
                "other_kind": other.get_accumulation_display(),
            }
        )


def check_same_definition(one: Observation, other: Observation) -> None:
    """Refuse two figures of which one is a forecast and the other none, or one is of another definition.

    Two figures of status B need not share their definition, so neither is computed with.

    Raises:
        Declined: they do not belong to one series.
    """
    for figure in (one, other):
        if figure.status == ObsStatus.OTHER_DEFINITION:
            raise Declined(_("%(figure)s 的数口径不同，不与其他数一起计算。") % {"figure": named(figure)})
    if (one.status == ObsStatus.FORECAST) != (other.status == ObsStatus.FORECAST):
        forecast = one if one.status == ObsStatus.FORECAST else other
        raise Declined(_("%(figure)s 的数是预测，不与实际数一起计算。") % {"figure": named(forecast)})


def check_one_course(first: Observation, last: Observation) -> None:
    """Refuse two figures that are no two moments of one course: the same indicator and area, one after the other.

    Raises:
        Declined: a range of periods, periods of different length, parts of a year of different length, the wrong
            order, another area or indicator, or see ``check_same_definition``.
    """
    if first.indicator != last.indicator:
        check_same_basis(first.indicator, last.indicator)
        raise Declined(_("“%(one)s”和“%(other)s”是不同的指标。") % {"one": first.indicator, "other": last.indicator})
    if first.area != last.area:
        raise Declined(_("%(one)s和%(other)s是不同的地区。") % {"one": first.area, "other": last.area})
    check_same_definition(first, last)
    start, end = single_period(first), single_period(last)
    if _months(start) != _months(end):
        raise Declined(_("%(one)s 和 %(other)s 长短不同，不能相比。") % {"one": first.period, "other": last.period})
    if end.end <= start.end:
        raise Declined(_("%(other)s 不在 %(one)s 之后。") % {"one": first.period, "other": last.period})
    if first.indicator.accumulation == Accumulation.YEAR_TO_DATE and start.end.month != end.end.month:
        raise Declined(
            _("累计数只能与往年同月的累计数相比，%(one)s 和 %(other)s 不同月。")
            % {"one": first.period, "other": last.period}
        )


def single_period(figure: Observation) -> Period:
    """The figure's period.

    Raises:
        Declined: it is a range (2016/2020): it has no place in a course.
    """
    if "/" in figure.period:
        raise Declined(_("%(figure)s 是一段时期的数，不能作一期计算。") % {"figure": named(figure)})
    return parse(figure.period)


def whole_years(first: Observation, last: Observation) -> int:
    """The number of years from one figure's period to the other's.

    Raises:
        Declined: no whole number of them: growth a year would mix seasons.
    """
    start, end = single_period(first), single_period(last)
    months = 12 * (end.end.year - start.end.year) + end.end.month - start.end.month
    if months % 12 or months <= 0:
        raise Declined(
            _("%(one)s 到 %(other)s 不是整年，不能算年均增长。") % {"one": first.period, "other": last.period}
        )
    return months // 12


def _months(period: Period) -> int:
    return 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
