"""Rows as a person names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.rows import BadRowsError, read_rows, write_rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [("", []), ("7", [6]), ("7、12-15", [6, 11, 12, 13, 14]), ("3，1 ，2", [0, 1, 2]), ("5—6;5", [4, 5])],
)
def test_rows_are_counted_from_one_and_each_is_meant_once(text, rows):
    assert read_rows(text) == rows


@pytest.mark.parametrize("text", ["x", "0", "9-7", "1.5", "-3", "1-99999999", "12345678", "1--2"])
def test_what_names_no_rows_is_refused_by_name(text):
    with pytest.raises(BadRowsError, match="不是行号"):
        read_rows(text)


@given(st.sets(st.integers(0, 500)))
def test_rows_are_written_as_they_are_read(rows):
    assert read_rows(write_rows(rows)) == sorted(rows)
