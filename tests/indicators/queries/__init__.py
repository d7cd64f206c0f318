"""Reads that pages and API share."""

from datetime import date

from indicators.asof import AsOf
from tests.factories import ObservationFactory

NOW = AsOf(date(2026, 7, 1))


def row(indicator, areas, period, **more):
    """A figure of each area."""
    return [ObservationFactory(indicator=indicator, area=area, period=period, **more) for area in areas]
