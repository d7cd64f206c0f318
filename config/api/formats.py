"""``?format=``: JSON everywhere, and CSV where a view has it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from indicators.exporting.csv import BYTE_ORDER_MARK, cell, written
from indicators.parameters import BadParameter
from indicators.writing import enumerated

FORMAT = "format"


class ByFormat(DefaultContentNegotiation):
    """The format that the address names, else what the ``Accept`` header asks for."""

    def select_renderer(
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        name = request.query_params.get(FORMAT, "")
        if not name:
            return super().select_renderer(request, renderers, format_suffix)
        for renderer in renderers:
            if renderer.format == name:
                return renderer, renderer.media_type
        words = {"name": name, "known": enumerated(renderer.format for renderer in renderers)}
        raise BadParameter(FORMAT, _("没有“%(name)s”格式；可用的有 %(known)s。") % words)


class Table(NamedTuple):
    """What is written as CSV: the columns' names, and rows that may leave some out."""

    columns: Sequence[str]
    rows: Iterable[Mapping[str, Any]]


class Csv(BaseRenderer):
    """A ``Table`` as CSV that a spreadsheet opens safely: with a byte order mark, so that Excel reads Chinese."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Table, accepted_media_type: str | None = None, renderer_context: dict[str, Any] | None = None
    ) -> bytes:
        rows = ([cell(row.get(column)) for column in data.columns] for row in data.rows)
        return b"".join((BYTE_ORDER_MARK, *written(data.columns, rows)))
