"""A part of a whole."""

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Observation

from .comparable import Declined, check_same_basis, check_same_definition, exact_value, named, positive_value
from .digits import HUNDRED, possible, rounded


def share(part: Observation, whole: Observation) -> Decimal:
    """The part in per cent of the whole.

    Args:
        part, whole: figures of one period in one unit; of one area, or of an area and the one that holds it.

    Returns:
        Per cent, to the digits that the printed figures justify.

    Raises:
        Declined: another period, unit, price basis or accumulation; another definition, or a forecast beside none; one
            is missing or a bound; the whole is not above zero, or the part is below it.
    """
    check_same_basis(part.indicator, whole.indicator)
    if part.indicator.unit != whole.indicator.unit:
        raise Declined(
            _("单位不同：%(one)s与%(other)s。") % {"one": part.indicator.unit, "other": whole.indicator.unit}
        )
    if part.period != whole.period:
        raise Declined(_("时期不同：%(one)s 与 %(other)s。") % {"one": part.period, "other": whole.period})
    check_same_definition(part, whole)
    positive_value(whole)
    if exact_value(part) < 0:
        raise Declined(_("%(figure)s 的数小于零，不能算比重。") % {"figure": named(part)})
    return rounded(part.value / whole.value * HUNDRED, possible(part) / possible(whole) * HUNDRED)
