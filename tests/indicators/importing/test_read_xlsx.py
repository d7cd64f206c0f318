"""Workbooks: what the cells show, merged headers, what WPS leaves out, and what is not trusted."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.importing.read_xlsx import read_xlsx
from indicators.importing.sheet import UnreadableFileError
from tests.workbooks import archive_of, bureau_workbook, sheet_of, sheet_xml, workbook, wps_workbook, zip_of


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_xlsx(data)
    return str(caught.value)


def test_a_yearbook_s_table_is_read_with_its_merged_headers_spread():
    (sheet,) = read_xlsx(bureau_workbook())

    assert sheet.name == "2-1"
    assert sheet.rows == [
        ["表2-1 各市主要经济指标"] * 5,
        ["单位：万元"] * 5,
        ["地　区", "地区生产总值", "地区生产总值", "一般公共预算\n收入", "一般公共预算\n收入"],
        ["地　区", "2019年", "2020年（快报）", "2019年", "2020年（快报）"],
        ["柳州市", "32,103,500", "32,909,400", "2,286,000①", "1776500"],
        ["遵义市", "３５８３１２００", "38,200,500", "--", "…"],
        ["注：①含基金收入。"] * 5,
        ["资料来源：各市统计公报。"] * 5,
    ]
    assert sheet.faults == {}
    assert sheet.remarks == []


@pytest.mark.parametrize("written", ["_x0000_柳州", "柳_xD800_州", "柳州_x0001_"])
def test_characters_that_no_database_takes_are_left_out(written):
    (sheet,) = read_xlsx(
        archive_of(sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{written}</t></is></c></row>'))
    )

    assert sheet.rows == [["柳州"]]


def test_a_workbook_of_wps_is_read():
    (sheet,) = read_xlsx(wps_workbook())

    assert sheet.rows == [["地区名称", "2020年", "2021年"], ["柳州市", "0.3", "505.1"]]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (505.1, "0.00", "505.10"),
        (0.123, "0.0%", "12.3%"),
        (2020, "General", "2020"),
        (date(2020, 3, 31), "yyyy", "2020"),
        (date(2020, 3, 31), 'yyyy"年"m"月"', "2020-03"),
        (date(2020, 3, 31), "yyyy-mm-dd", "2020-03-31"),
        (True, "General", "TRUE"),
        ("007", "@", "007"),
    ],
)
def test_a_cell_is_read_as_it_shows(value, number_format, shown):
    assert read_xlsx(sheet_of([[value]], number_format))[0].rows == [[shown]]


def test_all_formulas_and_error_values_are_faults_and_their_stored_results_are_not_read():
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["柳州", 1])
        sheet.write_formula(0, 2, "=B1*2", value=2)
        sheet.write_formula(1, 1, "=B1*3", value=3)

    rows = '<row><c t="e"><v>#REF!</v></c><c><f>1/0</f><v>7</v></c></row>'

    (formulas,) = read_xlsx(workbook(write))
    (errors,) = read_xlsx(archive_of(sheet_xml(rows)))

    assert formulas.rows == [["柳州", "1", "="], ["", "="]]
    assert set(formulas.faults) == {(0, 2), (1, 1)}
    assert "公式" in formulas.faults[0, 2]
    assert errors.rows == [["#REF!", "="]]
    assert "#REF!" in errors.faults[0, 0]


def test_hidden_sheets_rows_and_columns_are_read_and_told():
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("看得见").write(0, 0, "a")
        sheet = book.add_worksheet("藏起来")
        sheet.write_column(0, 0, ["b", "c", "d"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        sheet.hide()

    shown, hidden = read_xlsx(workbook(write))

    assert shown.remarks == []
    assert hidden.rows == [["b"], ["c"], ["d"]]
    assert hidden.remarks == ["工作表“藏起来”是隐藏的。", "有 2 行是隐藏的，也读了。", "有隐藏的列，也读了。"]


def test_sheets_without_anything_are_left_out():
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("空")
        book.add_worksheet("数").write(4, 2, 1)

    (sheet,) = read_xlsx(workbook(write))

    assert (sheet.name, sheet.rows) == ("数", [[], [], [], [], ["", "", "1"]])


def test_formatted_but_empty_rows_and_columns_at_the_ends_are_cut():
    rows = '<row><c><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row>'

    assert read_xlsx(archive_of(sheet_xml(rows)))[0].rows == [["1"]]


def test_a_workbook_with_nothing_in_it_is_refused():
    assert "没有任何内容" in refusal(workbook(lambda book: book.add_worksheet()))


def test_too_many_columns_rows_or_cells_are_refused(monkeypatch):
    monkeypatch.setattr("indicators.importing.read_xlsx.MOST_CELLS_OF_WORKBOOK", 20)
    far_column = '<row><c r="NTP1"><v>1</v></c></row>'
    far_row = '<row r="100001"><c r="A100001"><v>1</v></c></row>'
    many = "<row><c><v>1</v></c><c/></row>" * 11

    assert "500 列" in refusal(archive_of(sheet_xml(far_column)))
    assert "100000 行" in refusal(archive_of(sheet_xml(far_row)))
    assert "20 格" in refusal(archive_of(sheet_xml(many)))


def test_cells_merged_over_and_over_are_refused():
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c></row>' + "<row><c><v>1</v></c></row>" * 99
    merged = "<mergeCells>" + '<mergeCell ref="A1:SF100"/>' * 21 + "</mergeCells>"

    assert "合并" in refusal(archive_of(sheet_xml(rows, merged)))


def test_a_strict_workbook_says_how_to_save_it():
    strict = "<workbook xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'/>"

    assert "Strict" in refusal(archive_of(sheet_xml(""), more={"xl/workbook.xml": strict}))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(seed):
    """Bytes of a part itself are changed, so that the archive's checksums do not save the reader."""
    chance = random.Random(seed)  # noqa: S311 - which byte is damaged is no secret
    with zipfile.ZipFile(io.BytesIO(bureau_workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    damaged = bytearray(parts[name])
    for _damage in range(chance.randint(1, 3)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    with suppress(UnreadableFileError):
        assert read_xlsx(zip_of({**parts, name: bytes(damaged)}))
