"""How a sheet's columns are to be read; what was recognised, and what a person then changed.

One form covers long tables, wide ones with years or areas across, and panels: a column either says something of its row
(which area, which period, a note) or holds values, and a column of values carries what its header fixes (the year, the
area, the indicator). What neither the row nor the header says comes from ``given``.
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a column is."""

    IGNORED = "ignored", _("不导入")
    VALUE = "value", _("数值")
    INDICATOR = "indicator", _("指标")
    AREA = "area", _("地区")
    PERIOD = "period", _("时期")
    UNIT = "unit", _("单位")
    STATUS = "status", _("状态")
    BOUND = "bound", _("界限")
    PERIOD_BASIS = "period_basis", _("时期依据")
    SOURCE = "source", _("来源")
    LOCATOR = "locator", _("出处")
    VINTAGE = "vintage", _("录入日")
    NOTE = "note", _("说明")
    NOTE_EN = "note_en", _("说明（英文）")


@dataclass
class Known:
    """What is known of a value besides the value; an empty text is not known here. Codes, not names.

    Attributes:
        indicator: an indicator's code.
        area: an area's code.
        period: as ``periods.parse`` reads it.
        unit: as printed (万元).
        status: an OBS_STATUS code.
        source: a source's code.
        locator: the place in the source.
        vintage: an ISO date.
    """

    indicator: str = ""
    area: str = ""
    period: str = ""
    unit: str = ""
    status: str = ""
    source: str = ""
    locator: str = ""
    vintage: str = ""


@dataclass
class Column:
    """A column: what it is, and for values what its header fixes.

    Attributes:
        header: its header as a person reads it, several rows joined by a space.
    """

    header: str
    role: str = Role.IGNORED
    fixed: Known = field(default_factory=Known)


@dataclass
class Mapping:
    """How one sheet is read.

    Attributes:
        sheet: the sheet's name.
        first: the first row of figures, counted from 0; what stands above is headers and titles.
        last: the row after the last of figures; what stands below is footnotes, kept in ``footnotes``.
        columns: all columns from the left.
        given: what holds for the whole sheet.
        footnotes: notes below the table, that are kept with every figure of it.
    """

    sheet: str
    first: int
    last: int
    columns: list[Column]
    given: Known = field(default_factory=Known)
    footnotes: list[str] = field(default_factory=list)
