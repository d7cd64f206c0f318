"""Reads the clock once a request: ``request.asof`` is the date every read of that request uses."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from indicators.asof import AsOf


class DateMiddleware:
    """Sets ``request.asof`` from ``?as_of=`` and ``?known_on=`` (ISO dates), today in Shanghai by default.

    Raises:
        indicators.asof.BadDate: (a ``BadRequest``, so a 400 page or answer) when a date cannot be read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        if not request.path.startswith("/admin/"):
            request.asof = AsOf.from_query(request.GET)
