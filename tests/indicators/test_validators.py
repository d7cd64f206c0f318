"""Checks of single fields."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from indicators.validators import validate_code, validate_digits, validate_period


@pytest.mark.parametrize("code", ["1", "1.1.10", "450200", "rd-intensity", "GDP", "a-1.b"])
def test_a_code_is_letters_and_digits_joined_by_dots_or_hyphens(code):
    validate_code(code)


@pytest.mark.parametrize("code", ["", ".", "1.", ".1", "1..1", "1 1", "柳州", "a_b", "a/b", "１", "1\n", "1\x00", "-a"])
def test_anything_else_is_no_code(code):
    with pytest.raises(ValidationError, match="代码只能用"):
        validate_code(code)


def test_a_period_is_refused_with_the_text_and_examples():
    validate_period("2016/2020")
    with pytest.raises(ValidationError, match="时期“2020-13”无法识别"):
        validate_period("2020-13")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8))
def test_nine_digits_before_the_point_and_six_after_are_kept(number):
    validate_digits(number)


@pytest.mark.parametrize("number", ["1234567890.123456", "999999999999999.9", "-1234567890123456"])
def test_more_than_fifteen_significant_digits_are_refused(number):
    with pytest.raises(ValidationError, match="最多 15 位有效数字"):
        validate_digits(Decimal(number))


def test_zeros_at_the_end_are_not_significant():
    validate_digits(Decimal("123456789012345.000000"))
    validate_digits(Decimal("1E+20"))
    validate_digits(Decimal(0))
