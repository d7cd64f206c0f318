"""Figures as statistics print them: what is read, what is refused, and that nothing is guessed."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.numbers import BadNumberError, Printed, parse_number

FULL_WIDTH = str.maketrans("0123456789.-,%()", "０１２３４５６７８９．－，％（）")


@st.composite
def printed(draw) -> tuple[Decimal, str]:
    """A number of at most 15 digits, and the same with its decimals as digits."""
    decimals = draw(st.integers(0, 6))
    value = draw(st.decimals(-(10 ** (15 - decimals)) + 1, 10 ** (15 - decimals) - 1, places=decimals))
    return value if value else abs(value), f"{value:.{decimals}f}"


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("505.10", "505.10", 2),
        ("0", "0", 0),
        ("-0.0", "0.0", 1),
        ("1,234.5", "1234.5", 1),
        ("1 234 567", "1234567", 0),
        ("1\u00a0234.5", "1234.5", 1),
        ("12，345", "12345", 0),
        ("１２３．４", "123.4", 1),
        ("－3.2", "-3.2", 1),
        ("−3.2", "-3.2", 1),
        ("–3.2", "-3.2", 1),
        ("+5.3", "5.3", 1),
        (".5", "0.5", 1),
        (" 　7　", "7", 0),
        ("999999999999999", "999999999999999", 0),
    ],
)
def test_a_number_keeps_its_value_and_its_printed_decimals(text, value, decimals):
    number = parse_number(text)

    assert number == Printed(value=Decimal(value), decimals=decimals)
    assert str(number.value) == value


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "----", "—", "——", "－", "…", "……", "...", "/", "NaN", "n/a", "无", "暂无", "（快报）"]
)
def test_what_stands_for_no_figure_is_missing_and_not_zero(text):
    number = parse_number(text)

    assert (number.value, number.status) == (None, "M")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("505.1*", ("*",)),
        ("505①", ("①",)),
        ("②505", ("②",)),
        ("505[1]", ("[1]",)),
        ("505(1)", ("(1)",)),
        ("a)505", ("a)",)),
        ("505 b)", ("b)",)),
        ("505¹", ("¹",)),
        ("--①", ("①",)),
        ("①505*", ("①", "*")),
    ],
)
def test_marks_of_footnotes_are_kept_and_are_no_digits(text, marks):
    number = parse_number(text)

    assert number.marks == marks
    assert number.value in {None, Decimal("505"), Decimal("505.1")}


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("≥900", "900", "at_least"),
        (">900", "900", "at_least"),
        ("超过900", "900", "at_least"),
        ("900以上", "900", "at_least"),
        ("900余家", "900", "at_least"),
        ("900多万人", "900", "at_least"),
        ("900+", "900", "at_least"),
        ("不超过30%", "30", "at_most"),
        ("≤30", "30", "at_most"),
        ("500以内", "500", "at_most"),
        ("约20%", "20", "about"),
        ("20左右", "20", "about"),
        ("约 20 左右", "20", "about"),
        ("近900亿元", "900", "about"),
    ],
)
def test_bounds_are_read_before_and_behind(text, value, bound):
    number = parse_number(text)

    assert (number.value, number.bound) == (Decimal(value), bound)


@pytest.mark.parametrize(
    ("text", "unit"), [("12.3%", "%"), ("12.3％", "%"), ("3.5‰", "‰"), ("505.1亿元", "亿元"), ("505.1（万人）", "万人")]
)
def test_a_unit_in_the_cell_is_told(text, unit):
    assert parse_number(text).unit == unit


@pytest.mark.parametrize("text", ["505.1（快报）", "505.1(初步核算数)", "505.1快报", "505.1p", "505.1(p)"])
def test_preliminary_figures_are_marked(text):
    assert parse_number(text) == Printed(value=Decimal("505.1"), decimals=1, status="P")


def test_other_words_in_brackets_are_a_note():
    assert parse_number("505.1（含贵港）*").note == "含贵港"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,23", "几种读法"),
        ("1,234,56", "几种读法"),
        ("1234,567", "几种读法"),
        ("1.234.567", "几种读法"),
        ("1.234,5", "几种读法"),
        ("5.", "几种读法"),
        ("(5.0)", "负数"),
        ("（5.0）", "负数"),
        ("1.5E+05", "科学计数法"),
        ("007", "以 0 开头"),
        ("1.1234567", "最多 6 位"),
        ("1234567890123456", "最多 15 位"),
        ("1000000000000000", "最多 15 位"),
        ("约900以上", "界限"),
        ("5亿元（万元）", "单位"),
        ("—5.2", "不是数"),
        ("¥5", "不是数"),
        ("3-5", "不是数"),
        ("柳州", "不是数"),
        ("٣", "不是数"),
        ("9" * 300, "过长"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused_with_the_reason(text, reason):
    with pytest.raises(BadNumberError, match=reason):
        parse_number(text)


@given(printed(), st.sampled_from(["", "*", "①", "（快报）", "以上", "%", "亿元", "‰"]), st.booleans(), st.booleans())
def test_a_printed_number_comes_back(number, behind, grouped, full_width):
    value, digits = number
    text = (f"{value:,.{len(digits.partition('.')[2])}f}" if grouped else digits) + behind
    read = parse_number(text.translate(FULL_WIDTH) if full_width else text)

    assert read.value == value
    assert f"{read.value:.{read.decimals}f}" == f"{value:.{len(digits.partition('.')[2])}f}"


@given(st.one_of(st.text(max_size=30), st.text("0123456789.,-+ %①*（）()a约超以上亿元万…—/", max_size=12)))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    with suppress(BadNumberError):
        number = parse_number(text)
        assert (number.value is None) == (number.status == "M")
        assert number.decimals <= 6
