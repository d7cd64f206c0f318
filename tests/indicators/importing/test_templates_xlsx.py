"""A theme's workbook, filled in, is read without mapping by hand."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators.importing.catalogue import Catalogue
from indicators.importing.mapping import BrokenMappingError
from indicators.importing.preview import preview
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.importing.templates_xlsx import FIRST, Years, template_of
from tests.factories import AreaFactory, IndicatorFactory, SourceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    theme = ThemeFactory(name="财政/收支")
    IndicatorFactory(code="revenue", name="财政收入", unit="亿元", theme=theme, accumulation="period")
    IndicatorFactory(code="share", name="税收占比", unit="%", theme=theme, accumulation="period")
    AreaFactory(code="450200", name="柳州")
    AreaFactory(code="520300", name="遵义")
    SourceFactory(code="yearbook")
    return theme


def filled_in(workbook, cells):
    book = load_workbook(BytesIO(workbook))
    for (row, column), value in cells.items():
        book.worksheets[0].cell(FIRST + 1 + row, column + 1, value)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("years", [Years(2019, 2020), Years(2020, 2020)])
def test_a_template_comes_back_with_every_figure_in_its_place(theme, years):
    last = len(years)
    cells = {(0, last): 12.5, (1, last): "----", (1, 2 * last): "约30%"}
    sheets = read(filled_in(template_of(theme, years), cells), "template.xlsx")
    mapping = recognise(sheets[0], Catalogue.load())
    mapping.given.source = "yearbook"

    found = preview(sheets[0], mapping, today=date(2026, 7, 1))
    assert [(line.reason, *line.candidate.key[:3], line.new.printed) for line in found.lines] == [
        ("", "revenue", "450200", "2020", "12.5"),
        ("", "revenue", "520300", "2020", "—"),
        ("", "share", "520300", "2020", "≈30"),
    ]


def test_an_empty_template_holds_nothing_to_import(theme):
    sheets = read(template_of(theme, Years(2019, 2020)), "template.xlsx")
    mapping = recognise(sheets[0], Catalogue.load())
    mapping.given.source = "yearbook"

    with pytest.raises(BrokenMappingError, match="没有可导入的数"):
        preview(sheets[0], mapping, today=date(2026, 7, 1))


def test_how_to_fill_it_in_is_said_in_both_languages(theme):
    notes = read(template_of(theme, Years(2019, 2020)), "template.xlsx")[1]

    assert any("表头不要改" in cell for row in notes.rows for cell in row)
    assert len([row for row in notes.rows if any(row)]) == 10


def test_the_years_proposed_are_the_last_five_whole_ones():
    assert list(Years.last_five(date(2026, 7, 1))) == [2021, 2022, 2023, 2024, 2025]
