"""One shape for every refusal: ``{"detail": a sentence, "parameter": the name of what is wrong, or null}``.

The sentence is in the reader's language; the HTTP status is the code. What is refused before it reaches the API (a
date, an unknown address) gets the same shape from ``config.views``.
"""

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from indicators.parameters import BadParameter


class ErrorSerializer(serializers.Serializer):
    """Why a request was refused."""

    detail = serializers.CharField()
    parameter = serializers.CharField(allow_null=True)


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal as JSON, whatever format was asked for; None leaves our own faults to Django.

    Args:
        exception: what a view raised.
        context: DRF's, with the request.
    """
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    if isinstance(exception, BadRequest):
        exception = _BadRequest(exception)
    if isinstance(exception, exceptions.NotAuthenticated):
        exception.detail = _("请先登录：这里的内容只对登录的人开放。")
    response = exception_handler(exception, context)
    if response is not None:
        response.data = {"detail": response.data["detail"], "parameter": getattr(exception, "parameter", None)}
    return response


class _BadRequest(exceptions.APIException):
    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, reason: BadRequest) -> None:
        super().__init__(str(reason))
        self.parameter = reason.parameter if isinstance(reason, BadParameter) else None
