"""CSV that a spreadsheet opens safely, piece by piece."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.exporting.csv import BLOCK, cell, chunks, text, written
from indicators.exporting.rows import COLUMNS, Export
from indicators.models import Observation
from tests.factories import ObservationFactory, SourceFactory


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (Decimal("-1.50"), "-1.50"),
        (date(2026, 6, 30), "2026-06-30"),
        ("柳州", "柳州"),
    ],
)
def test_a_value_is_what_it_says(value, expected):
    assert text(value) == cell(value) == expected


def test_a_cell_is_never_a_formula():
    assert cell("=1+1") == "'=1+1"
    assert text("=1+1") == "=1+1"


@given(
    st.lists(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2))
)
def test_what_is_written_is_read_back_by_any_reader_of_csv(rows):
    whole = b"".join(written(["a", "b"], rows)).decode()

    assert list(csv.reader(io.StringIO(whole, newline=""))) == [["a", "b"], *rows]


def test_rows_are_taken_as_they_are_sent():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield ["字" * 100]

    blocks = written(["a"], endless())

    first = next(blocks)
    assert 0 < len(taken) <= BLOCK / 100 + 1
    assert len(first.decode()) >= BLOCK
    sent = len(taken)
    next(blocks)
    assert len(taken) > sent


@pytest.mark.django_db
def test_a_file_is_the_long_table_with_a_mark_for_excel(today):
    ObservationFactory(
        indicator__code="gdp",
        indicator__unit="亿元",
        area__code="000000",
        value=Decimal("1.5"),
        decimals=2,
        locator="表1",
        source=SourceFactory(code="yearbook", sample=True),
        note='=说"好"，\n是',
    )

    whole = b"".join(chunks(Export(Observation.objects.with_shown(), today))).decode()

    assert whole.startswith("\ufeffindicator,indicator_name,")
    (row,) = csv.DictReader(io.StringIO(whole.removeprefix("\ufeff"), newline=""))
    assert list(row) == [column.name for column in COLUMNS]
    wanted = {
        "indicator": "gdp",
        "area": "000000",
        "value": "1.50",
        "unit": "亿元",
        "status": "A",
        "source": "yearbook",
        "vintage": "2022-12-31",
        "revision": "",
        "note": '\'=说"好"，\n是',
        "sample": "true",
        "shown": "true",
    }
    assert row | wanted == row
