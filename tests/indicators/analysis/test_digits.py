"""Computed numbers keep the digits that the printed ones justify: no more, no fewer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis.digits import as_printed, possible, rounded
from indicators.models import Observation
from indicators.quality.intervals import as_interval
from tests.indicators.analysis import a_figure


def quotient(one: Observation, other: Observation) -> Decimal:
    return rounded(one.value / other.value, possible(one) / possible(other))


@pytest.mark.parametrize(
    ("dividend", "divisor", "text"),
    [
        ("3276.94", "3228.35", "1.015051"),
        ("5", "3", "1.7"),
        ("171.6", "0.054", "3180"),
        ("10", "4", "2.5"),
        ("0", "7", "0.0"),
    ],
)
def test_a_quotient_ends_at_the_place_of_its_doubts_first_digit(dividend, divisor, text):
    assert str(quotient(a_figure(dividend), a_figure(divisor))) == text


def test_what_is_beyond_doubt_has_six_decimals_at_most():
    third = Decimal(1) / 3

    assert str(rounded(third, as_interval(third))) == "0.333333"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [("3.500000", 2, "3.50"), ("3.500000", 0, "3.5"), ("600.000000", 0, "600"), ("0.000000", 1, "0.0")],
)
def test_a_stored_value_has_its_printed_decimals_and_loses_no_digit(value, decimals, text):
    assert str(as_printed(Observation(value=Decimal(value), decimals=decimals))) == text


printed = st.decimals(min_value=1, max_value=10**6, places=2, allow_nan=False)


@given(printed, printed)
def test_rounding_stays_within_the_doubt(dividend, divisor):
    one, other = a_figure(dividend), a_figure(divisor)
    doubt = (possible(one) / possible(other)).width

    assert abs(quotient(one, other) - dividend / divisor) <= max(doubt, Decimal("0.000001"))
