"""Pages of a list: what cannot be given is refused, never quietly replaced by another page or size."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from indicators.parameters import BadParameter

PAGE, PAGE_SIZE = "page", "page_size"
DIGITS = 9


class Pages(PageNumberPagination):
    page_size = 100
    max_page_size = 500
    page_query_param = PAGE
    page_size_query_param = PAGE_SIZE
    page_query_description = gettext_lazy("第几页，从 1 起")
    page_size_query_description = gettext_lazy("每页几条，最多 500")

    def get_page_size(self, request: Request) -> int:
        size = _number(request, PAGE_SIZE, self.page_size)
        if size > self.max_page_size:
            words = {"size": size, "most": self.max_page_size}
            raise BadParameter(PAGE_SIZE, _("每页 %(size)d 条太多，最多 %(most)d 条。") % words)
        return size

    def get_page_number(self, request: Request, paginator: Paginator) -> int:
        number = _number(request, PAGE, 1)
        if number > paginator.num_pages:
            words = {"number": number, "last": paginator.num_pages}
            raise BadParameter(PAGE, _("没有第 %(number)d 页，一共 %(last)d 页。") % words)
        return number

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """DRF's, with the limits."""
        limits = {PAGE: {"default": 1}, PAGE_SIZE: {"default": self.page_size, "maximum": self.max_page_size}}
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"] |= {"minimum": 1, **limits[parameter["name"]]}
        return parameters


def _number(request: Request, parameter: str, default: int) -> int:
    text = request.query_params.get(parameter, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text)):
        raise BadParameter(
            parameter, _("参数 %(name)s 的值“%(value)s”应为正整数。") % {"name": parameter, "value": text}
        )
    return int(text)
