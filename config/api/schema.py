"""What the schema says of every operation beside its own: the date of reading, the formats, the refusals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from .errors import ErrorSerializer
from .formats import FORMAT

DATES = [
    OpenApiParameter(
        "as_of", OpenApiTypes.DATE, description=_("看哪一天（上海日期），默认今天；以后的报告、变更、数据都不算")
    ),
    OpenApiParameter(
        "known_on", OpenApiTypes.DATE, description=_("只算到这一天为止已核准、已录入的内容；默认现在所知的全部")
    ),
]
WRITTEN = {
    "400": _("有字段或参数不认识或不合适，parameter 指出第一个"),
    "403": _("没有登录、没有权限，或缺少 X-CSRFToken"),
    "409": _("别人先了一步：记录已不是所见的样子"),
}
READING = {"GET", "HEAD"}
REFUSALS = {"400": _("有参数不认识或不合适，parameter 指出是哪一个"), "403": _("没有登录")}
UNKNOWN = {"404": _("没有这个代码")}


class Schema(AutoSchema):
    def get_override_parameters(self) -> list[OpenApiParameter]:
        formats = self.map_renderers("format")
        dates = DATES if self.method in READING else []
        return [*dates, OpenApiParameter(FORMAT, OpenApiTypes.STR, enum=formats, description=_("格式"))]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        refusals = REFUSALS if self.method in READING else WRITTEN
        for code, sentence in (refusals | (UNKNOWN if self.view.detail else {})).items():
            refusal = self._get_response_for_code(ErrorSerializer, code, ["application/json"], direction)
            bodies[code] = refusal | {"description": str(sentence)}
        return bodies
