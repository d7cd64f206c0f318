"""Pages of the evidence; what they show of their users is handed in by ``config/urls.py``."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, path

from .views import areas, indicators


def pages(*, users: Callable[..., Iterable[Any]], practices: Callable[..., Iterable[Any]]) -> list[URLPattern]:
    """The pages' addresses.

    Args:
        users: records that rest on an indicator, called with the indicator and the date of reading.
        practices: what a city is an example of, called with the area.
    """
    return [
        path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
        path("indicators/<str:code>/", indicators.IndicatorPage.as_view(users=staticmethod(users)), name="indicator"),
        path("areas/", areas.AreaList.as_view(), name="area-list"),
        path("areas/<str:code>/", areas.AreaPage.as_view(practices=staticmethod(practices)), name="area"),
    ]
