"""One shape for every refusal: ``{"detail": a sentence, "parameter": the name of what is wrong, or null}``.

The sentence is in the reader's language; the HTTP status is the code. What is refused before it reaches the API (a
date, an unknown address) gets the same shape from ``config.views``. Of what is sent to be written all faults are told,
field by field; ``parameter`` is the first of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest, RequestDataTooBig
from django.core.exceptions import ValidationError as Invalid
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from indicators.parameters import BadParameter
from indicators.writing import sentences
from recommendations.services.progress import OutdatedError

OF_NO_FIELD = {NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY}


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
    exception = _as_refusal(exception)
    response = exception_handler(exception, context)
    if response is not None:
        response.data = {"detail": response.data["detail"], "parameter": getattr(exception, "parameter", None)}
    return response


def _as_refusal(exception: Exception) -> Exception:
    """What DRF answers by itself, from what else may be raised; its own in the reader's words."""
    if isinstance(exception, BadRequest):
        parameter = exception.parameter if isinstance(exception, BadParameter) else None
        return _Refusal(str(exception), parameter)
    if isinstance(exception, OutdatedError):
        return _Refusal(str(exception), status_code=status.HTTP_409_CONFLICT)
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        sentence = _("发来的内容太长，最多 %(most)d 字节。") % {"most": most}
        return _Refusal(sentence, status_code=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    if isinstance(exception, Invalid):
        return _fault(exception.message_dict if hasattr(exception, "error_dict") else exception.messages)
    if isinstance(exception, exceptions.ValidationError):
        return _fault(exception.detail)
    if isinstance(exception, exceptions.NotAuthenticated):
        exception.detail = _("请先登录：这里的内容只对登录的人开放。")
    elif isinstance(exception, exceptions.PermissionDenied) and str(exception.detail).startswith("CSRF Failed"):
        exception.detail = _("请求头里没有有效的 X-CSRFToken，没有写入任何内容。")
    elif isinstance(exception, exceptions.ParseError):
        exception.detail = _("发来的内容不是有效的 JSON。")
    return exception


class _Refusal(exceptions.APIException):
    def __init__(self, sentence: str, parameter: str | None = None, status_code: int = 400) -> None:
        super().__init__(sentence)
        self.parameter = parameter
        self.status_code = status_code


def _fault(reasons: Mapping[str, Iterable[str]] | Iterable[str]) -> _Refusal:
    """All that is wrong with what was sent, named by its fields; the first is the ``parameter``."""
    if not isinstance(reasons, Mapping):
        return _Refusal(sentences(map(str, reasons)))
    told = [_named(field, sentences(map(str, found))) for field, found in reasons.items()]
    first = next(iter(reasons))
    return _Refusal(sentences(told), None if first in OF_NO_FIELD else first)


def _named(field: str, sentence: str) -> str:
    return sentence if field in OF_NO_FIELD else _("%(name)s：%(reason)s") % {"name": field, "reason": sentence}
