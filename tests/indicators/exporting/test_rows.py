"""The long table's rows: all that a figure must not be read without, read as they are needed."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.api.serializers import ObservationSerializer
from indicators.exporting.rows import COLUMNS, Export, long_rows
from indicators.models import Observation, Revision
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db


def table(export: Export) -> list[dict]:
    names = [column.name for column in COLUMNS]
    return [dict(zip(names, row, strict=True)) for row in long_rows(export.figures())]


def everything() -> Observation:
    return Observation.objects.with_shown().order_by("pk")


def test_nothing_is_lost_that_the_api_tells(today):
    assert {column.name for column in COLUMNS} >= set(ObservationSerializer.Meta.fields)


def test_a_missing_figure_has_no_value(today):
    ObservationFactory(value=None, status="M", decimals=0)

    (row,) = table(Export(everything(), today))

    assert row["value"] is None
    assert row["status"] == "M"


def test_a_correction_names_its_notice(today):
    source = SourceFactory()
    notice = Revision.objects.create(
        code="census-7", title="普查修订", title_en="Census", kind="census", source=source, announced=date(2024, 1, 1)
    )
    ObservationFactory(source=source, revision=notice)
    ObservationFactory(source=source)

    assert [row["revision"] for row in table(Export(everything(), today))] == ["census-7", None]


def test_only_one_of_several_figures_is_shown(today):
    cell = {"indicator": IndicatorFactory(), "area": AreaFactory()}
    ObservationFactory(**cell, source=SourceFactory(priority=9), value=Decimal(1), decimals=0)
    ObservationFactory(**cell, source=SourceFactory(priority=1), value=Decimal(2), decimals=0)

    assert [(row["value"], row["shown"]) for row in table(Export(everything(), today))] == [("1", False), ("2", True)]


def test_the_number_of_queries_does_not_grow_with_the_rows(today, django_assert_num_queries):
    ObservationFactory()
    with django_assert_num_queries(5):
        assert len(table(Export(everything(), today))) == 1
    ObservationFactory.create_batch(4)

    with django_assert_num_queries(5):
        assert len(table(Export(everything(), today))) == 5


def test_figures_are_read_as_they_are_needed(today, monkeypatch):
    made = []
    from_db = Observation.from_db.__func__
    monkeypatch.setattr(Observation, "from_db", classmethod(lambda *args: made.append(1) or from_db(*args)))
    ObservationFactory.create_batch(9)

    figures = Export(everything(), today).figures()

    next(figures)
    assert len(made) == 1
    assert len(list(figures)) == 8
    assert len(made) == 9
