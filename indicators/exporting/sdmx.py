"""Figures as SDMX-CSV 2.0, and the components of the structure that they follow.

https://github.com/sdmx-twg/sdmx-csv: the fixed columns, then dimensions, the measure, attributes. Action ``I``: for
information; who loads it appends. A missing value is an empty cell with status ``M``. Texts are not guarded against
formulas: what programs read must be what was written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.models import Observation
from indicators.periods import frequency, to_sdmx

from .csv import text, written
from .rows import Export, is_shown

MEDIA_TYPE = "application/vnd.sdmx.data+csv"
MEDIA_VERSION = "2.0.0"
AGENCY = "LZ"
DATAFLOW = "DF_OBSERVATIONS"
# Of two numbers: of three, SDMX 3.0 would take the structure for one that never changes, and code lists grow.
VERSION = "1.0"
FIXED = {"STRUCTURE": "dataflow", "STRUCTURE_ID": f"{AGENCY}:{DATAFLOW}({VERSION})", "ACTION": "I"}


@dataclass(frozen=True)
class Component:
    """A column of the structure.

    Attributes:
        id: its SDMX identifier.
        name: what it is, in the reader's language.
        get: its value for a figure; None is an empty cell.
        codes: the code list that its values are of; none where it is free.
        type: the SDMX data type of a free value.
    """

    id: str
    name: str | Promise
    get: Callable[[Observation], Any]
    codes: str = ""
    type: str = "String"


DIMENSIONS = (
    Component("FREQ", _("频率"), lambda figure: frequency(figure.period), codes="CL_FREQ"),
    Component("INDICATOR", _("指标"), lambda figure: figure.indicator.code, codes="CL_INDICATOR"),
    Component("REF_AREA", _("地区"), lambda figure: figure.area.code, codes="CL_AREA"),
    Component("SOURCE", _("来源"), lambda figure: figure.source.code, codes="CL_SOURCE"),
    Component("LOCATOR", _("出处"), lambda figure: figure.locator),
    Component("TIME_PERIOD", _("时期"), lambda figure: to_sdmx(figure.period), type="ObservationalTimePeriod"),
)
MEASURES = (Component("OBS_VALUE", _("数值"), lambda figure: figure.printed, type="Decimal"),)
ATTRIBUTES = (
    Component("OBS_STATUS", _("状态"), lambda figure: figure.status, codes="CL_OBS_STATUS"),
    Component("UNIT_MEASURE", _("单位"), lambda figure: figure.indicator.unit),
    Component(
        "DECIMALS", _("小数位数"), lambda figure: None if figure.value is None else figure.decimals, type="Integer"
    ),
    Component("BOUND", _("界限"), lambda figure: figure.bound, codes="CL_BOUND"),
    Component("PERIOD_BASIS", _("时期依据"), lambda figure: figure.period_basis, codes="CL_PERIOD_BASIS"),
    Component("VINTAGE", _("录入日"), lambda figure: figure.vintage, type="GregorianDay"),
    Component("REVISION", _("修订说明"), lambda figure: figure.revision and figure.revision.code),
    Component("COMMENT_OBS", _("说明"), lambda figure: figure.note),
    Component("COMMENT_EN", _("说明（英文）"), lambda figure: figure.note_en),
    Component("SAMPLE", _("示例"), lambda figure: figure.sample, type="Boolean"),
    Component("SHOWN", _("采用"), is_shown, type="Boolean"),
)
COMPONENTS = DIMENSIONS + MEASURES + ATTRIBUTES


def chunks(export: Export) -> Iterator[bytes]:
    """The figures as a file, piece by piece: UTF-8 without a byte order mark, which readers would take for a name's."""
    fixed = list(FIXED.values())
    rows = ([*fixed, *(text(component.get(figure)) for component in COMPONENTS)] for figure in export.figures())
    yield from written([*FIXED, *(component.id for component in COMPONENTS)], rows)
