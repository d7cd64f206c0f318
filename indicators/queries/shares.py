"""What part of another indicator's figures an indicator's are."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.analysis import Declined, share
from indicators.models import Area, Observation


@dataclass(frozen=True)
class Shared:
    """One area: the part, the whole, and the share in per cent; ``declined`` says why there is none."""

    area: Area
    part: Observation | None
    whole: Observation | None
    share: Decimal | None
    declined: str | None


def shares(parts: Iterable[Observation], wholes: Iterable[Observation]) -> list[Shared]:
    """The shares of the areas that have a figure of either, in order of area.

    Args:
        parts, wholes: shown figures of two indicators and one period, one an area.
    """
    of_part, of_whole = ({figure.area: figure for figure in figures} for figures in (parts, wholes))
    areas = sorted({**of_part, **of_whole}, key=lambda area: (area.position, area.code))
    return [_shared(area, of_part.get(area), of_whole.get(area)) for area in areas]


def _shared(area: Area, part: Observation | None, whole: Observation | None) -> Shared:
    if part is None or whole is None:
        return Shared(area, part, whole, None, _("%(area)s缺部分或总数。") % {"area": area})
    try:
        return Shared(area, part, whole, share(part, whole), None)
    except Declined as declined:
        return Shared(area, part, whole, None, declined.reason)
