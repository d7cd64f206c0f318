"""The long table as a workbook, as openpyxl reads it."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override

from indicators.asof import AsOf
from indicators.exporting.rows import COLUMNS, Export
from indicators.exporting.xlsx import chunks
from indicators.models import Observation
from tests.factories import ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db


def workbook(today: AsOf, **more: object) -> openpyxl.Workbook:
    export = Export(Observation.objects.with_shown().order_by("pk"), today, **more)
    return openpyxl.load_workbook(io.BytesIO(b"".join(chunks(export))))


def column(sheet, name: str) -> list:
    index = [column.name for column in COLUMNS].index(name)
    return [row[index] for row in sheet.iter_rows(min_row=2)]


def about(book: openpyxl.Workbook) -> dict[str, str]:
    return {name: meaning for name, meaning in book.worksheets[1].iter_rows(values_only=True, max_col=2) if name}


def test_a_value_is_a_number_that_shows_the_decimals_that_were_printed(today):
    for value, decimals in (("1", 1), ("-2.5", 3), ("0", 0), ("123456789012345", 0), ("0.000001", 6)):
        ObservationFactory(value=Decimal(value), decimals=decimals)

    cells = column(workbook(today).worksheets[0], "value")

    assert [cell.value for cell in cells] == [1, -2.5, 0, 123456789012345, 0.000001]
    assert [cell.number_format for cell in cells] == ["0.0", "0.000", "0", "0", "0.000000"]


def test_a_missing_value_is_an_empty_cell(today):
    ObservationFactory(value=None, status="M", decimals=0)

    assert [cell.value for cell in column(workbook(today).worksheets[0], "value")] == [None]


def test_codes_and_periods_are_texts_and_no_text_is_a_formula(today):
    ObservationFactory(area__code="000000", period="2020", note="=1+1", locator="+表1")

    sheet = workbook(today).worksheets[0]

    for name, text in (("area", "000000"), ("period", "2020"), ("note", "=1+1"), ("locator", "+表1")):
        (cell,) = column(sheet, name)
        assert (cell.value, cell.data_type) == (text, "s") or (cell.value, cell.data_type) == (text, "inlineStr")


def test_the_header_stays_in_sight_and_can_filter(today):
    ObservationFactory.create_batch(2)

    sheet = workbook(today).worksheets[0]

    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:U3"


def test_the_second_sheet_says_what_was_asked_when_and_of_what_sources():
    ObservationFactory(source=SourceFactory(code="yearbook", title="统计年鉴", author="统计局", publication="出版社"))
    asof = AsOf(as_of=date(2024, 5, 1), known_on=date(2024, 3, 1), today=date(2024, 5, 1))

    told = about(workbook(asof, filters=(("指标", "gdp"),), address="https://host/api"))

    wanted = {
        "导出日期": "2024-05-01",
        "所知截至": "2024-03-01",
        "指标": "gdp",
        "地址": "https://host/api",
        "yearbook": "统计局，统计年鉴，出版社",
        "P": "快报",
        "at_least": "至少",
        "vintage": "录入日",
    }
    assert told | wanted == told


@pytest.mark.parametrize("sample", [True, False])
def test_it_warns_of_sample_figures_where_there_are_any(today, sample):
    ObservationFactory(source=SourceFactory(sample=sample))

    book = workbook(today)

    assert [cell.value for cell in column(book.worksheets[0], "sample")] == [sample]
    assert ("示例" in about(book)) is sample


def test_it_speaks_the_readers_language_but_for_the_columns_names(today):
    ObservationFactory()

    with override("en"):
        english = workbook(today)

    assert english.sheetnames[0] == "Figures"
    assert english.worksheets[0]["A1"].value == "indicator"
    assert about(english)["A"] == "Normal"


def test_an_empty_list_is_a_workbook_with_its_header(today):
    assert workbook(today).worksheets[0].max_row == 1
