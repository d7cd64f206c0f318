"""How a figure changed from one period to another."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Observation
from indicators.quality.intervals import Interval

from .comparable import Declined, check_one_course, exact_value, is_level, named, positive_value, whole_years
from .digits import HUNDRED, possible, rounded


def absolute_change(first: Observation, last: Observation) -> Decimal:
    """The later value minus the earlier one.

    Args:
        first, last: two figures of one indicator and area.

    Returns:
        The difference in the indicator's unit (for % in percentage points), exact on the printed figures.

    Raises:
        Declined: one is missing or a bound, or they are no one course (see ``comparable``).
    """
    check_one_course(first, last)
    return exact_value(last) - exact_value(first)


def percent_change(first: Observation, last: Observation) -> Decimal:
    """The change in per cent of the earlier value, over the whole span.

    At current prices it is nominal (现价): the indicator's ``price_basis`` belongs beside it.

    Args:
        first, last: two figures of one indicator and area.

    Returns:
        Per cent, to the digits that the printed figures justify.

    Raises:
        Declined: the earlier value is zero or below, the later one below zero, the quantity changes by points, or see
            ``absolute_change``.
    """
    check_one_course(first, last)
    return percent_more(last, first)


def percent_more(figure: Observation, base: Observation) -> Decimal:
    """By how many per cent of the base a figure is above it (below: negative), whatever the two are.

    Raises:
        Declined: see ``ratio``.
    """
    multiple, interval = ratio(figure, base)
    return rounded((multiple - 1) * HUNDRED, (interval - 1) * HUNDRED)


def compound_growth(first: Observation, last: Observation) -> Decimal:
    """The growth a year that, compounded, leads from the earlier value to the later one.

    At current prices it is nominal (现价): the indicator's ``price_basis`` belongs beside it.

    Args:
        first, last: two figures of one indicator and area, whole years apart.

    Returns:
        Per cent a year, to the digits that the printed figures justify.

    Raises:
        Declined: they are no whole years apart, or see ``percent_change``.
    """
    check_one_course(first, last)
    years = whole_years(first, last)
    multiple, interval = ratio(last, first)
    return rounded((root(multiple, years) - 1) * HUNDRED, (interval.root(years) - 1) * HUNDRED)


def root(multiple: Decimal, years: int) -> Decimal:
    """The factor a year that makes ``multiple`` in so many years; zero for what falls to nothing or below."""
    return multiple ** (Decimal(1) / years) if multiple > 0 else Decimal(0)


def ratio(figure: Observation, base: Observation) -> tuple[Decimal, Interval]:
    """A figure as a multiple of another of the same course, and what it may be for all that was printed.

    Raises:
        Declined: the base is not above zero, the figure below zero, or the quantity changes by points.
    """
    if not is_level(base.indicator):
        raise Declined(
            _("“%(indicator)s”以“%(unit)s”计，只说变化多少，不说增长百分之几。")
            % {"indicator": base.indicator, "unit": base.indicator.unit}
        )
    positive_value(base)
    if exact_value(figure) < 0:
        raise Declined(_("%(figure)s 的数小于零，与基数异号，不能算增长。") % {"figure": named(figure)})
    return figure.value / base.value, possible(figure) / possible(base)
