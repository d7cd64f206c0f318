"""Periods in headers: years, months, quarters, spans from January, five-year plans, and how final the figures are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.header_periods import BadHeaderPeriodError, HeaderPeriod, read_period, split_status
from indicators.periods import parse, to_sdmx

years = st.integers(1900, 2200)
months = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020", "2020"),
        ("2020年", "2020"),
        ("２０２０年", "2020"),
        ("2020年度", "2020"),
        ("2020年末", "2020"),
        ("2020年3月", "2020-03"),
        ("2020-03", "2020-03"),
        ("2020.03", "2020-03"),
        ("202003", "2020-03"),
        ("2020年一季度", "2020-Q1"),
        ("2020年第4季度", "2020-Q4"),
        ("2020Q1", "2020-Q1"),
        ("Q1 2020", "2020-Q1"),
        ("2020年4—6月", "2020-04/2020-06"),
        ("2020年下半年", "2020-07/2020-12"),
        ("2020年1—12月", "2020"),
        ("2015-2020", "2015/2020"),
        ("2015—2020年", "2015/2020"),
        ("2016/2020", "2016/2020"),
        ("“十三五”时期", "2016/2020"),
        ("十四五", "2021/2025"),
        ("十二五规划", "2011/2015"),
        ("2016-01-01/P5Y", "2016/2020"),
    ],
)
def test_periods_are_read_as_headers_write_them(text, period):
    assert read_period(text) == HeaderPeriod(period)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020年1—6月", "2020-01/2020-06"),
        ("2020年1-6月累计", "2020-01/2020-06"),
        ("2020年 1～2月", "2020-01/2020-02"),
        ("2020年上半年", "2020-01/2020-06"),
        ("2020年前三季度", "2020-01/2020-09"),
    ],
)
def test_months_from_january_are_year_to_date(text, period):
    assert read_period(text) == HeaderPeriod(period, "year_to_date")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2020年（快报）", "P"),
        ("2020年快报数", "P"),
        ("2020年(初步核算)", "P"),
        ("2020（p）", "P"),
        ("2020年年报", "A"),
        ("2020年最终核实数", "A"),
        ("2020年预计", "F"),
    ],
)
def test_how_final_the_figures_are_is_told(text, status):
    assert read_period(text) == HeaderPeriod("2020", status=status)


def test_a_word_of_status_may_stand_alone():
    assert split_status("快报") == ("", "P")
    assert split_status("年报") == ("", "A")
    assert split_status("地区生产总值") == ("地区生产总值", "")


def test_months_without_a_year_take_that_of_the_table_and_never_another():
    assert read_period("1—6月", year="2020") == HeaderPeriod("2020-01/2020-06", "year_to_date")
    assert read_period("2019年", year="2020") == HeaderPeriod("2019")
    for nothing, year in (("1—6月", ""), ("", "2020"), ("快报", "2020")):
        with pytest.raises(BadHeaderPeriodError):
            read_period(nothing, year)


@pytest.mark.parametrize(
    "text",
    [
        "20",
        "2020-13",
        "2020年13月",
        "202013",
        "2020.1",
        "2020年6—3月",
        "2020-2015",
        "1899年",
        "2020-06-30",
        "快报",
        "去年",
    ],
)
def test_what_is_no_period_is_refused_by_name(text):
    with pytest.raises(BadHeaderPeriodError, match=text):
        read_period(text)


@given(years, months, months)
def test_months_come_back(year, one, other):
    first, last = sorted([one, other])
    read = parse(read_period(f"{year}年{first}—{last}月").period)

    assert (read.start.year, read.start.month, read.end.year, read.end.month) == (year, first, year, last)


@given(years, st.integers(1, 4))
def test_quarters_come_back(year, quarter):
    assert read_period(f"{year}年{'一二三四'[quarter - 1]}季度").period == f"{year}-Q{quarter}"


@given(years, years)
def test_periods_of_our_own_and_of_sdmx_come_back(one, other):
    first, last = sorted([one, other])
    text = f"{first}/{last}" if first < last else f"{first}"

    assert read_period(text).period == text
    assert read_period(to_sdmx(text)).period == text


@given(st.one_of(st.text(max_size=20), st.text("0123456789年月季度一二三十五末—-/.Qq快报（）", max_size=12)))
def test_any_text_is_a_period_that_can_be_stored_or_refused_with_a_sentence(text):
    with suppress(BadHeaderPeriodError):
        read = read_period(text)
        assert parse(read.period).text == read.period
        assert len(read.period) <= 20
