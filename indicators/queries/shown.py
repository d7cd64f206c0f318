"""The figures that are shown, and the periods at which they can be compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation
from indicators.querysets import ObservationQuerySet

ENOUGH_TO_COMPARE, ENOUGH_TO_CHOOSE = 3, 2


def shown_figures(
    indicators: Iterable[Indicator],
    asof: AsOf,
    areas: Iterable[Area] | None = None,
    periods: Iterable[str] | None = None,
) -> dict[int, list[Observation]]:
    """The shown figures of indicators, by indicator id, in order of area and period; one query.

    Figures of ranges (2016/2020) are included; missing cells too.

    Args:
        areas: those whose figures are wanted; None: all.
        periods: those of which they are wanted; None: all.
    """
    wanted = Observation.objects.filter(indicator__in=[indicator.pk for indicator in indicators])
    if areas is not None:
        wanted = wanted.filter(area__in=[area.pk for area in areas])
    if periods is not None:
        wanted = wanted.filter(period__in=list(periods))
    return _by_indicator(wanted, asof)


def shown_at(periods: Mapping[int, str], asof: AsOf) -> dict[int, list[Observation]]:
    """The shown figures of one period each, by indicator id, in order of area; one query.

    Args:
        periods: the period that is wanted, by indicator id.
    """
    wanted = defaultdict(list)
    for indicator, period in periods.items():
        wanted[period].append(indicator)
    pairs = [Q(period=period, indicator__in=indicators) for period, indicators in wanted.items()]
    return _by_indicator(Observation.objects.filter(reduce(or_, pairs, Q(pk=None))), asof)


def _by_indicator(wanted: ObservationQuerySet, asof: AsOf) -> dict[int, list[Observation]]:
    found = (
        wanted.shown(asof.known_on)
        .select_related("indicator", "area", "source")
        .order_by("area__position", "period_end", "period")
    )
    figures: dict[int, list[Observation]] = defaultdict(list)
    for figure in found:
        figures[figure.indicator_id].append(figure)
    return figures


def newest_to_compare(indicators: Iterable[Indicator], asof: AsOf, ended_by: date | None = None) -> dict[int, str]:
    """The newest single period with figures of at least three compared cities, by indicator id; one query that counts.

    Args:
        ended_by: only periods that had ended by then; None: any.

    Returns:
        Without the indicators that have no such period. Forecasts and missing cells make none.
    """
    valued = Observation.objects.filter(
        indicator__in=[indicator.pk for indicator in indicators], value__isnull=False
    ).exclude(Q(area__kind="benchmark") | Q(period__contains="/") | Q(status="F"))
    if ended_by is not None:
        valued = valued.filter(period_end__lte=ended_by)
    counted = (
        valued.known_on(asof.known_on)
        .order_by()
        .values("indicator", "period")
        .annotate(known=Count("area", distinct=True))
        .filter(known__gte=ENOUGH_TO_COMPARE)
        .order_by("period_end", "period")
        .values_list("indicator", "period")
    )
    return dict(counted)  # the newest of an indicator comes last, and stays


def periods_to_compare(indicator: Indicator, asof: AsOf) -> list[str]:
    """Periods of which at least two compared cities have a figure, the newest first; one query that counts."""
    valued = indicator.observations.filter(value__isnull=False).exclude(area__kind="benchmark")
    return list(
        valued.known_on(asof.known_on)
        .order_by("-period_end", "-period")
        .values("period")
        .annotate(known=Count("area", distinct=True))
        .filter(known__gte=ENOUGH_TO_CHOOSE)
        .values_list("period", flat=True)
    )
