"""What holds for every request: that it is text, whether it may read at all, and the date that all its reads use."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.parameters import BadParameter
from recommendations.permissions import may_read

NUL = "\x00"


class TextMiddleware:
    """Refuses addresses and forms with a NUL character: PostgreSQL stores and finds none, so no text here has one.

    Raises:
        BadRequest: there is one; a ``BadParameter`` where a parameter has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        sentence = _("地址或表单里有无法保存的字符（NUL）。")
        if NUL in request.path:
            raise BadRequest(sentence)
        for form in (request.GET, request.POST):
            for name, texts in form.lists():
                if any(NUL in text for text in (name, *texts)):
                    raise BadParameter(name, sentence)


class SignInMiddleware(LoginRequiredMiddleware):
    """Pages open to people signed in, and to everyone when ``PUBLIC_PAGES``; admin and API ask for themselves."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        if may_read(request.user) or request.resolver_match.app_name == "admin":
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class DateMiddleware:
    """Reads the clock once a request.

    Sets ``request.asof`` from ``?as_of=`` and ``?known_on=`` (ISO dates); today in Shanghai by default.

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
