"""A workbook's number becomes the text that its cell shows."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.shown import moment, number


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (505.1, "General", "505.1"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (1e20, "General", "100000000000000000000"),
        (-0.0, "General", "0"),
        (0, "General", "0"),
        (505.1, "0.00", "505.10"),
        (2.675, "0.00", "2.68"),
        (-2.5, "0", "-3"),
        (-0.001, "0.00", "0.00"),
        (1234567.5, "#,##0.00", "1234567.50"),
        (12.5, "0.0#", "12.5"),
        (12.0, "0.##", "12"),
        (0.5, "#.0", "0.5"),
        (0.12345, "0.00%", "12.35%"),
        (0.1, "0%", "10%"),
        (5, '0.0"%"', "5.0%"),
        (-5.5, "0.0_);[Red](0.0)", "-5.5"),
        (-5.5, "0.0;[Red]0.0", "-5.5"),
        (0, '0.0;-0.0;"--"', "0"),
        (505.1, '0.0"亿元"', "505.1亿元"),
        (505.1, '"约"0.0', "约505.1"),
        (12345678, "#,##0,", "12346"),
        (12345678, "0.0,,", "12.3"),
        (505.1, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "505.10"),
        (505.25, "[DBNum1]0.0", "505.3"),
        (0.25, "# ?/?", "0.25"),
        (12345, "0.00E+00", "12345"),
        (12345, '[>=10000]0.0,"千";0', "12345"),
        (12345, '0\\.0,"万"', "12345"),
        (2020, '0"年"', "2020年"),
        (7, "@", "7"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value, number_format, shown):
    assert number(value, number_format) == shown


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_a_number_that_was_printed_with_its_decimals_comes_back(value, places):
    printed = f"{value:.{places}f}"
    number_format = "0" + "." * bool(places) + "0" * places

    assert Decimal(number(float(printed), number_format)) == Decimal(printed)
    assert len(number(float(printed), number_format).partition(".")[2]) == places


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12))
def test_any_format_gives_a_text(value, number_format):
    assert number(value, number_format)


def test_a_date_is_as_exact_as_its_cell():
    day = date(2020, 3, 31)

    assert moment(day, "yyyy") == "2020"
    assert moment(day, "[$-804]yyyy/m") == "2020-03"
    assert moment(day, 'yyyy"month"') == "2020"
    assert moment(day, "d-mmm") == "2020-03-31"
    assert moment(time(8, 30), "h:mm") == "08:30:00"
