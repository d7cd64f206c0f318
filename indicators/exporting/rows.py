"""The long table: a row a figure, with everything that it must not be read without.

Columns have the API's names in every language, so that a program reads them and the import knows them; what they mean
stands in the workbook beside them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation, Revision, Source
from indicators.querysets import ObservationQuerySet

CHUNK = 2000  # rows that are held at a time


@dataclass(frozen=True)
class Export:
    """What is taken away, and how it was asked for.

    Attributes:
        observations: the figures, ordered, annotated ``with_shown``.
        asof: the date of reading.
        filters: what narrowed them: the filter's name in the reader's language, and what was asked for.
        address: where the same can be asked for again, absolute.
    """

    observations: ObservationQuerySet
    asof: AsOf
    filters: tuple[tuple[str, str], ...] = ()
    address: str = ""

    def figures(self) -> Iterator[Observation]:
        """The figures one after the other, with their relations, however many they are.

        One query reads them through a cursor, and one each the few records that they refer to.
        """
        related = [
            (name, f"{name}_id", model.objects.in_bulk())
            for name, model in (("indicator", Indicator), ("area", Area), ("source", Source), ("revision", Revision))
        ]
        for figure in self.observations.select_related(None).iterator(chunk_size=CHUNK):
            for name, key, records in related:
                setattr(figure, name, records.get(getattr(figure, key)))
            yield figure


@dataclass(frozen=True)
class Column:
    """A column of the long table.

    Attributes:
        name: its header.
        label: what it holds, in the reader's language.
        get: the value of a figure; None is an empty cell.
        width: of the workbook's column, in characters.
    """

    name: str
    label: str | Promise
    get: Callable[[Observation], Any]
    width: int = 12


def is_shown(figure: Observation) -> bool:
    """Whether it is the figure that is shown of its indicator, area and period."""
    return figure.pk == figure.shown_id


def _field(name: str, width: int = 12) -> Column:
    return Column(name, Observation._meta.get_field(name).verbose_name, lambda figure: getattr(figure, name), width)


def _related(name: str, width: int) -> Column:
    label = Observation._meta.get_field(name).verbose_name
    return Column(name, label, lambda figure: getattr(getattr(figure, name), "code", None), width)


VALUE = "value"
COLUMNS = (
    _related("indicator", 28),
    Column("indicator_name", _("指标名称"), lambda figure: figure.indicator.name, 28),
    Column("indicator_name_en", _("指标英文名称"), lambda figure: figure.indicator.name_en, 28),
    _related("area", 10),
    Column("area_name", _("地区名称"), lambda figure: figure.area.name, 10),
    Column("area_name_en", _("地区英文名称"), lambda figure: figure.area.name_en),
    _field("period"),
    Column(VALUE, _("数值（小数位数与原文相同）"), lambda figure: figure.printed, 14),
    Column("unit", _("单位"), lambda figure: figure.indicator.unit, 10),
    Column("unit_en", _("单位（英文）"), lambda figure: figure.indicator.unit_en),
    _field("status", 8),
    _field("bound", 10),
    _field("period_basis"),
    _related("source", 18),
    _field("locator", 14),
    _field("vintage"),
    _related("revision", 18),
    _field("note", 40),
    _field("note_en", 40),
    Column("sample", _("是否示例数据（不代表实际情况）"), lambda figure: figure.sample, 8),
    Column("shown", _("是否采用（同一指标、地区、时期的几个数中先看的那个）"), is_shown, 8),
)


def long_rows(figures: Iterable[Observation]) -> Iterator[list[Any]]:
    """The table's rows, each with a value for every column."""
    for figure in figures:
        yield [column.get(figure) for column in COLUMNS]
