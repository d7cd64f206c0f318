"""The project's addresses and one more: a page that was prepared before, the same HTML with nothing read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from config.urls import urlpatterns as pages
from recommendations.context_processors import site

PATH = "still/"
prepared: dict[str, Any] = {}


def prepare(page: HttpResponse) -> None:
    """Keep what a page was rendered from, for ``still``: what every page reads too, so that nothing is left to read."""
    request = page.wsgi_request
    prepared.update(template=page.template_name, context={"user": request.user, **site(request), **page.context_data})


def still(request: HttpRequest) -> TemplateResponse:
    """The prepared page, rendered anew."""
    return TemplateResponse(request, prepared["template"], prepared["context"])


urlpatterns = [path(PATH, still), *pages]
