"""A course as an index: the base period is 100."""

from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Observation

from .change import ratio
from .comparable import Declined, check_one_course, check_same_definition, single_period
from .digits import HUNDRED, rounded


def index(figures: Iterable[Observation], base_period: str) -> dict[str, Decimal]:
    """The figures of a course with that of the base period as 100.

    At current prices it is nominal (现价): the indicator's ``price_basis`` belongs beside it.

    Args:
        figures: one area's figures of one indicator, one a period.
        base_period: e.g. ``2015``.

    Returns:
        Index points by period, to the digits that the printed figures justify; without the periods whose figure is
        missing, a bound, of another definition, or otherwise not comparable with the base's.

    Raises:
        Declined: the base period has no figure to compute with (see ``change.percent_change``).
    """
    known = list(figures)
    base = next((figure for figure in known if figure.period == base_period), None)
    if base is None:
        raise Declined(_("基期 %(period)s 没有数。") % {"period": base_period})
    check_same_definition(base, base)
    multiple, _interval = ratio(base, base)
    points = {base_period: multiple * HUNDRED}
    for figure in known:
        if figure is not base:
            with suppress(Declined):
                check_one_course(*sorted((base, figure), key=lambda one: single_period(one).end))
                multiple, interval = ratio(figure, base)
                points[figure.period] = rounded(multiple * HUNDRED, interval * HUNDRED)
    return points
