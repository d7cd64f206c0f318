"""Reports as a file: the formats of the export."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.api.paging import PAGE, PAGE_SIZE
from indicators.parameters import BadParameter
from recommendations.exports import reports


class ReportDownload(BaseRenderer):
    """A format of the export.

    Attributes:
        chunks: writes rows piece by piece.
    """

    chunks: ClassVar[Callable[[Iterable[reports.Row]], Iterator[bytes]]]

    def answer(self, request: Request, found: QuerySet) -> StreamingHttpResponse:
        """The file, to be saved under a name that tells the day.

        Args:
            request: what was asked.
            found: the reports, in order.
        """
        asof = request.asof
        known = f"-known-on-{asof.known_on}" if asof.known_on else ""
        named = f"progress-reports-{asof.as_of}{known}.{self.format}"
        body = () if request.method == "HEAD" else self.chunks(reports.rows(found))
        headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=named)}
        return StreamingHttpResponse(body, content_type=f"{self.media_type};charset=utf-8", headers=headers)


class ReportCsv(ReportDownload):
    media_type, format = "text/csv", "csv"
    chunks = staticmethod(reports.csv_chunks)


class ReportLines(ReportDownload):
    media_type, format = "application/x-ndjson", "jsonl"
    chunks = staticmethod(reports.json_lines)


REPORT_DOWNLOADS = [ReportCsv, ReportLines]


def refuse_pages(request: Request) -> None:
    """A file gives all.

    Raises:
        BadParameter: a page was asked for.
    """
    for name in (PAGE, PAGE_SIZE):
        if name in request.query_params:
            raise BadParameter(name, _("下载的文件给出全部结果，不分页；请去掉参数 %(name)s。") % {"name": name})
