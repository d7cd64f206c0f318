"""Units are changed exactly, the decimals move with the point, and one kind is never changed into another."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.importing.units import BadUnitError, Converted, convert, is_unit, read_unit

MONEY = ["元", "千元", "万元", "百万元", "亿元", "万亿元"]


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "expected"),
    [
        ("12345", "万元", "亿元", "1.2345"),
        ("1.2345", "亿元", "万元", "12345"),
        ("505.10", "亿元", "亿元", "505.10"),
        ("505.10", "", "亿元", "505.10"),
        ("505.10", "100 million yuan", "亿元", "505.10"),
        ("505.10", "100m_yuan", "亿元", "505.10"),
        ("12.30", "pct", "%", "12.30"),
        ("3.5", "‰", "%", "0.35"),
        ("415.79", "万人", "10,000 persons", "415.79"),
        ("18618", "平方公里", "Km²", "18618"),
        ("1861800", "公顷", "平方公里", "18618.00"),
        ("350", "个", "家", "350"),
        ("1119741200", "元", "亿元", "11.197412"),
    ],
)
def test_a_figure_is_the_same_quantity_in_the_other_unit(value, from_unit, to_unit, expected):
    decimals = len(value.partition(".")[2])
    converted = convert(Decimal(value), decimals, from_unit, to_unit)

    assert f"{converted.value:.{converted.decimals}f}" == expected
    assert converted.exact


def test_digits_that_end_before_the_point_are_told():
    assert convert(Decimal("1.2"), 1, "万亿元", "亿元") == Converted(Decimal(12000), 0, exact=False)


@pytest.mark.parametrize(
    ("from_unit", "to_unit"),
    [
        ("亿美元", "亿元"),
        ("%", "个百分点"),
        ("万人", "万户"),
        ("亩", "公顷"),
        ("亿元", "%"),
        ("亿元", ""),
        ("斛", "亿元"),
        ("亿元", "斛"),
    ],
)
def test_units_of_different_kinds_are_refused_by_name(from_unit, to_unit):
    with pytest.raises(BadUnitError, match=from_unit):
        convert(Decimal(1), 0, from_unit, to_unit)


def test_digits_are_not_lost_in_silence():
    with pytest.raises(BadUnitError, match="超过 6 位"):
        convert(Decimal(123456789), 0, "元", "亿元")


@given(st.decimals(-(10**8), 10**8, places=2), st.sampled_from(MONEY), st.sampled_from(MONEY))
def test_there_and_back_is_the_same_figure(value, one, other):
    try:
        there = convert(value, 2, one, other)
    except BadUnitError:
        assume(False)  # it would need more than six decimals
    back = convert(there.value, there.decimals, other, one)

    assert back.value == value


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_not(text):
    assert is_unit(text) == (read_unit(text) is not None)
