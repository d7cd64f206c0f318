"""A whole list as a file: CSV, a workbook, SDMX-CSV; streamed, so that its length does not matter."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.api.formats import FORMAT
from config.api.paging import PAGE, PAGE_SIZE
from config.filters import StrictFilterSet, TruthField
from indicators.exporting import csv, sdmx, xlsx
from indicators.exporting.rows import Export
from indicators.parameters import BadParameter
from indicators.querysets import ObservationQuerySet

EVERY_VINTAGE = "every_vintage"


class Download(BaseRenderer):
    """A format that a list is given in as a whole and as a file.

    Attributes:
        chunks: writes an ``Export`` piece by piece.
        ending: of the file's name.
        parameters: of the content type.
        most: figures that a file can hold; None: any number.
        one_version: whether it has room for one version of a figure only.
    """

    chunks: ClassVar[Callable[[Export], Iterator[bytes]]]
    ending: ClassVar[str] = "csv"
    parameters: ClassVar[str] = ";charset=utf-8"
    most: ClassVar[int | None] = None
    one_version: ClassVar[bool] = False

    def answer(
        self, request: Request, observations: ObservationQuerySet, filters: type[StrictFilterSet]
    ) -> StreamingHttpResponse:
        """The file, to be saved under a name that tells the day.

        Args:
            request: what was asked.
            observations: the answer to it, ordered.
            filters: names the parameters for the reader.

        Raises:
            BadParameter: a page was asked for, where all is given; or the format has no room for what was asked for.
        """
        for name in (PAGE, PAGE_SIZE):
            if name in request.query_params:
                raise BadParameter(name, _("下载的文件给出全部结果，不分页；请去掉参数 %(name)s。") % {"name": name})
        if self.one_version and TruthField(required=False).clean(request.query_params.get(EVERY_VINTAGE)):
            raise BadParameter(
                EVERY_VINTAGE, _("SDMX-CSV 里一个数只有一版；要每一版请用 csv，要某天的一版请用 known_on。")
            )
        if self.most is not None and (found := observations.count()) > self.most:
            words = {"found": found, "most": self.most}
            raise BadParameter(
                FORMAT, _("结果有 %(found)d 行，工作簿最多放 %(most)d 行；请缩小范围，或用 csv。") % words
            )
        export = Export(observations, request.asof, _asked(request, filters), request.build_absolute_uri())
        body = () if request.method == "HEAD" else self.chunks(export)
        kind = self.media_type + self.parameters
        named = content_disposition_header(as_attachment=True, filename=self._file_name(export))
        return StreamingHttpResponse(body, content_type=kind, headers={"Content-Disposition": named})

    def _file_name(self, export: Export) -> str:
        known = f"-known-on-{export.asof.known_on}" if export.asof.known_on else ""
        return f"observations-{export.asof.today}{known}.{self.ending}"


def _asked(request: Request, filters: type[StrictFilterSet]) -> tuple[tuple[str, str], ...]:
    """What narrowed the list, by the names that the reader knows."""
    labels = {name: str(named.label) for name, named in filters.base_filters.items()}
    asked = ((name, [value for value in values if value]) for name, values in request.query_params.lists())
    return tuple((labels.get(name, name), " ".join(values)) for name, values in asked if values and name != FORMAT)


class LongCsv(Download):
    media_type, format = "text/csv", "csv"
    chunks = staticmethod(csv.chunks)


class Xlsx(Download):
    media_type, format, ending = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "xlsx"
    parameters = ""
    most = xlsx.MOST_ROWS
    chunks = staticmethod(xlsx.chunks)


class SdmxCsv(Download):
    """Chosen without a version, so that who names none gets it too; given with its version."""

    media_type, format, ending = sdmx.MEDIA_TYPE, "sdmx-csv", "sdmx.csv"
    parameters = f";version={sdmx.MEDIA_VERSION}{Download.parameters}"
    one_version = True
    chunks = staticmethod(sdmx.chunks)


DOWNLOADS = (LongCsv, Xlsx, SdmxCsv)
