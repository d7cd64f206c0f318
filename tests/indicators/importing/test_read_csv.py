"""Separated text: its encoding is detected strictly, its separator by what is regular, and bad text names its line."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.read_csv import read_csv
from indicators.importing.sheet import UnreadableFileError

TABLE = "地区,地区生产总值,说明\n柳州,505.10,一\n"
ROWS = [["地区", "地区生产总值", "说明"], ["柳州", "505.10", "一"]]
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029"), max_size=8)


def rows(data: bytes) -> list[list[str]]:
    return read_csv(data, "表").rows


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(data, "表")
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_are_detected(encoding, separator, line_end):
    assert rows(TABLE.replace(",", separator).replace("\n", line_end).encode(encoding)) == ROWS


def test_a_separator_within_some_cells_does_not_mislead():
    text = "indicator,area,note\ngdp,450200,a; b\ngdp,430600,c; d\n"

    assert rows(text.encode())[1] == ["gdp", "450200", "a; b"]


def test_decimal_commas_do_not_hide_semicolons():
    assert rows(b"a;b\n1,5;2,5\n") == [["a", "b"], ["1,5", "2,5"]]


def test_cells_are_stripped_and_empty_ends_cut():
    assert rows("　柳州市 , 1 ,,\n,,\n".encode()) == [["柳州市", "1"]]


def test_a_quoted_cell_keeps_separators_and_line_breaks():
    assert rows(b'a,b\n"1,234","two\nlines"\n') == [["a", "b"], ["1,234", "two\nlines"]]


def test_the_apostrophe_before_a_would_be_formula_is_taken_away_once():
    assert rows(b"note,value\n'=1+1,1\n''=1,2\n'quoted',3\n") == [
        ["note", "value"],
        ["=1+1", "1"],
        ["'=1", "2"],
        ["'quoted'", "3"],
    ]


def test_sdmx_csv_has_no_such_apostrophes():
    assert rows(b"STRUCTURE,COMMENT_OBS\ndataflow,'=1+1\n")[1] == ["dataflow", "'=1+1"]


def test_one_column_is_a_table_too():
    assert rows("地区\n柳州\n".encode()) == [["地区"], ["柳州"]]


def test_damaged_utf_8_is_not_taken_for_gb18030():
    damaged = (TABLE * 3).encode()[:-6] + b"\xe4\xb8,1\n"

    assert "第 6 行" in refusal(damaged)


def test_what_is_in_no_encoding_names_its_line():
    assert "第 2 行" in refusal(b"a,b\ncaf\xe9,1\n")


def test_an_open_quotation_mark_names_its_line():
    assert "第 3 行" in refusal(b'a,b\n1,2\n"3,4\n')


def test_too_many_columns_are_refused_whether_or_not_they_hold_anything():
    assert "500 列" in refusal(b"," * 10_000 + b"\n")
    assert read_csv(b'"' + b"," * 10_000 + b'",1\n', "表").rows[0][1] == "1"


def test_too_many_rows_are_refused():
    assert "300000 行" in refusal(b"1\n" * 300_001)


def test_only_separators_are_nothing():
    assert "空的" in refusal(b",,\n,,\n")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_whatever_a_csv_writer_writes_is_read_or_refused_with_a_sentence(table):
    file = io.StringIO()
    csv.writer(file).writerows(table)
    with suppress(UnreadableFileError):
        assert all(cell == cell.strip() for row in rows(file.getvalue().encode()) for cell in row)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    with suppress(UnreadableFileError):
        assert read_csv(data, "表").rows
