"""The SDMX structure of the observations, for programs that read them as SDMX-CSV."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.api.formats import FORMAT
from config.filters import DATES, check_names
from indicators.exporting import structure


class SdmxMl(BaseRenderer):
    """An SDMX-ML message, already written. Without its version, which would keep it from whoever takes anything."""

    media_type, format, charset = structure.MEDIA_TYPE, "sdmx-ml", "utf-8"

    def render(
        self, data: str, accepted_media_type: str | None = None, renderer_context: dict[str, Any] | None = None
    ) -> bytes:
        return data.encode()


class Structure(APIView):
    """What the columns of ``observations/?format=sdmx-csv`` are: an SDMX-ML 3.0 structure message, with all code lists.

    It is the same on every day: ``as_of`` and ``known_on`` change nothing.
    """

    renderer_classes = [SdmxMl]
    http_method_names = ["get", "head"]  # what OPTIONS would tell is no SDMX
    detail = False

    @extend_schema(responses={(200, structure.MEDIA_TYPE): OpenApiTypes.STR})
    def get(self, request: Request) -> Response:
        check_names(request.query_params, DATES | {FORMAT})
        kind = f"{structure.MEDIA_TYPE};version={structure.MEDIA_VERSION};charset={SdmxMl.charset}"
        return Response(structure.message(), content_type=kind)
