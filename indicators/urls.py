"""Pages of the evidence; what they show of their users is handed in by ``config/urls.py``."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, path

from .views import areas, catch_up, cite, claims, compare, coverage, indicators, quality


def pages(
    *,
    users: Callable[..., Iterable[Any]],
    practices: Callable[..., Iterable[Any]],
    may_edit: Callable[..., bool],
) -> list[URLPattern]:
    """The pages' addresses.

    Args:
        users: records that rest on an indicator, called with the indicator and the date of reading.
        practices: what a city is an example of, called with the area.
        may_edit: whether the person may write records of a model, called with the request and the model.
    """
    return [
        path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
        path("indicators/<str:code>/", indicators.IndicatorPage.as_view(users=staticmethod(users)), name="indicator"),
        path("indicators/<str:code>/catch-up/", catch_up.CatchUpPage.as_view(), name="catch-up"),
        path("indicators/<str:code>/cite/", cite.CitePage.as_view(), name="cite"),
        path("compare/", compare.ComparePage.as_view(), name="compare"),
        path("coverage/", coverage.CoveragePage.as_view(), name="coverage"),
        path("quality/", quality.QualityPage.as_view(may_edit=staticmethod(may_edit)), name="quality"),
        path("quality/acknowledge/", quality.Acknowledge.as_view(may_edit=staticmethod(may_edit)), name="acknowledge"),
        path("quality/withdraw/", quality.Withdraw.as_view(may_edit=staticmethod(may_edit)), name="withdraw"),
        path("quality/claims/", claims.ClaimList.as_view(), name="claim-list"),
        path("areas/", areas.AreaList.as_view(), name="area-list"),
        path("areas/<str:code>/", areas.AreaPage.as_view(practices=staticmethod(practices)), name="area"),
    ]
