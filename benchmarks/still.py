"""The project's addresses and one more: a page that was prepared before, the same HTML with nothing read."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path

from config.urls import urlpatterns as pages

PATH = "still/"
prepared: dict[str, Any] = {}


def still(request: HttpRequest) -> TemplateResponse:
    """The prepared page, rendered anew."""
    return TemplateResponse(request, prepared["template"], prepared["context"])


urlpatterns = [path(PATH, still), *pages]
