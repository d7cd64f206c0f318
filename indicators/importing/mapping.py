"""How a sheet's columns are to be read; what was recognised, and what a person then changed.

One form covers long tables, wide ones with years or areas across, and panels: a column either says something of its row
(which area, which period, a note) or holds values, and a column of values carries what its header fixes (the year, the
area, the indicator). What neither the row nor the header says comes from ``given``.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Role(TextChoices):
    """What a column is."""

    IGNORED = "ignored", gettext_lazy("不导入")
    VALUE = "value", gettext_lazy("数值")
    INDICATOR = "indicator", gettext_lazy("指标")
    AREA = "area", gettext_lazy("地区")
    PERIOD = "period", gettext_lazy("时期")
    UNIT = "unit", gettext_lazy("单位")
    STATUS = "status", gettext_lazy("状态")
    BOUND = "bound", gettext_lazy("界限")
    PERIOD_BASIS = "period_basis", gettext_lazy("时期依据")
    SOURCE = "source", gettext_lazy("来源")
    LOCATOR = "locator", gettext_lazy("出处")
    VINTAGE = "vintage", gettext_lazy("录入日")
    NOTE = "note", gettext_lazy("说明")
    NOTE_EN = "note_en", gettext_lazy("说明（英文）")


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
class NewSource:
    """A source that is not known yet, created with the figures; the fields of ``models.Source``."""

    code: str
    title: str
    title_en: str
    author: str = ""
    publication: str = ""
    priority: int = 100


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
        skipped: rows between the two that are left out, counted from 0.
        revision: the code of the notice with which the source corrects figures, or nothing.
        new_source: the source that ``given`` names, where it is not known yet.
        printed_source: what the sheet itself names as its source, where no source of that title is known.
    """

    sheet: str
    first: int
    last: int
    columns: list[Column]
    given: Known = field(default_factory=Known)
    footnotes: list[str] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    revision: str = ""
    new_source: NewSource | None = None
    printed_source: str = ""

    def as_json(self) -> dict[str, Any]:
        """What ``Batch.mapping`` keeps; ``from_json`` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Mapping":
        """Read what ``as_json`` wrote.

        Raises:
            BrokenMappingError: it is something else.
        """
        try:
            columns = [Column(**column | {"fixed": Known(**column["fixed"])}) for column in kept["columns"]]
            source = kept["new_source"] and NewSource(**kept["new_source"])
            made = cls(**kept | {"columns": columns, "given": Known(**kept["given"]), "new_source": source})
        except (KeyError, TypeError):
            raise BrokenMappingError([Fault(_("保存的对应关系无法读取，请重新填写。"))]) from None
        return made


@dataclass(frozen=True)
class Fault:
    """Why a mapping cannot be used.

    Attributes:
        sentence: for the person who made it; names the column where it is a column's.
        column: the column's place from the left, counted from 0.
    """

    sentence: str
    column: int | None = None


class BrokenMappingError(ValueError):
    """A mapping that cannot be used, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(fault.sentence for fault in faults))


def column_name(index: int) -> str:
    """What spreadsheets call a column: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
