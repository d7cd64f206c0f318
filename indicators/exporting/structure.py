"""The structure of what ``sdmx.py`` writes, as an SDMX-ML 3.0 message: data flow, components, concepts, code lists.

Names are given in both languages, so that the message is the same for every reader. The codes are the records' own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.choices import Bound, Frequency, ObsStatus, PeriodBasis
from indicators.models import Area, Indicator, Source

from .sdmx import AGENCY, ATTRIBUTES, COMPONENTS, DATAFLOW, DIMENSIONS, MEASURES, VERSION

MEDIA_TYPE = "application/vnd.sdmx.structure+xml"
MEDIA_VERSION = "3.0.0"
TIME = "TIME_PERIOD"
FREQUENCIES = {"A": Frequency.ANNUAL, "Q": Frequency.QUARTERLY, "M": Frequency.MONTHLY}


@dataclass(frozen=True)
class Named:
    """Something with an SDMX identifier and a name in both languages."""

    id: str
    name: str
    name_en: str


@dataclass(frozen=True)
class CodeList(Named):
    """Codes that a component's values are of."""

    codes: tuple[Named, ...]


def message() -> str:
    """The structure message, with all indicators, areas and sources that there are; a query each."""
    return render_to_string(
        "indicators/sdmx_structure.xml",
        {
            "agency": AGENCY,
            "version": VERSION,
            "prepared": timezone.now().isoformat(timespec="seconds"),
            "dataflow": _named(DATAFLOW, _("指标观测值")),
            "codelists": _code_lists(),
            "concepts": [_named(component.id, component.name) for component in COMPONENTS],
            "dimensions": [component for component in DIMENSIONS if component.id != TIME],
            "time": next(component for component in DIMENSIONS if component.id == TIME),
            "measures": MEASURES,
            "attributes": ATTRIBUTES,
        },
    )


def _code_lists() -> list[CodeList]:
    return [
        _list("CL_FREQ", _("频率"), [_named(letter, kind.label) for letter, kind in FREQUENCIES.items()]),
        _list("CL_INDICATOR", _("指标"), _records(Indicator.objects.values_list("code", "name", "name_en"))),
        _list("CL_AREA", _("地区"), _records(Area.objects.values_list("code", "name", "name_en"))),
        _list("CL_SOURCE", _("来源"), _records(Source.objects.values_list("code", "title", "title_en"))),
        _list("CL_OBS_STATUS", _("状态"), _choices(ObsStatus)),
        _list("CL_BOUND", _("界限"), _choices(Bound)),
        _list("CL_PERIOD_BASIS", _("时期依据"), _choices(PeriodBasis)),
    ]


def _list(identifier: str, label: str | Promise, codes: Iterable[Named]) -> CodeList:
    named = _named(identifier, label)
    return CodeList(named.id, named.name, named.name_en, tuple(codes))


def _records(rows: Iterable[tuple[str, str, str]]) -> list[Named]:
    return [Named(*row) for row in rows]


def _choices(codes: type[TextChoices]) -> list[Named]:
    return [_named(code, code.label) for code in codes]


def _named(identifier: str, label: Any) -> Named:
    with translation.override("zh-hans"):
        chinese = str(label)
    with translation.override("en"):
        return Named(str(identifier), chinese, str(label))
