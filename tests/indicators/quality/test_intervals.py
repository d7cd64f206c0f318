"""What a printed figure may stand for, and that arithmetic on it excludes nothing that is possible."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.quality.intervals import EVERY_NUMBER, INFINITY, Interval, as_interval, stands_for

numbers = st.decimals(-10_000, 10_000, places=8)
positive = st.decimals("0.001", 10_000, places=8)
places = st.integers(0, 6)
roundings = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN])


def printed(number, decimals, rounding=ROUND_HALF_UP):
    return stands_for(number.quantize(Decimal(1).scaleb(-decimals), rounding), decimals)


def test_a_figure_stands_for_half_a_unit_of_its_last_digit_either_way():
    assert stands_for(Decimal("3.24"), 2) == Interval(Decimal("3.235"), Decimal("3.245"))
    assert stands_for(Decimal(503), 0) == Interval(Decimal("502.5"), Decimal("503.5"))


def test_trailing_zeros_count_as_printed():
    assert stands_for(Decimal("0.7"), 2).width < stands_for(Decimal("0.7"), 1).width


def test_a_bound_is_open_on_its_side():
    assert stands_for(Decimal(600), 0, "at_least") == Interval(Decimal("599.5"), INFINITY)
    assert stands_for(Decimal(30), 0, "at_most") == Interval(-INFINITY, Decimal("30.5"))


def test_what_is_missing_or_about_says_nothing():
    assert stands_for(None, 0) is None
    assert stands_for(Decimal(20), 0, "about") is None


@given(numbers, places, roundings)
def test_the_true_value_is_always_among_those_it_stands_for(true, decimals, rounding):
    assert true in printed(true, decimals, rounding)


@given(numbers, numbers, places, places)
def test_sums_differences_and_products_hold_the_true_one(one, other, its, others):
    first, second = printed(one, its), printed(other, others)

    assert one + other in first + second
    assert one - other in first - second
    assert one * other in first * second


@given(numbers, positive, places, places)
def test_quotients_hold_the_true_one(one, other, its, others):
    assert one / other in printed(one, its) / printed(other, others)


@given(positive, places, st.integers(1, 12))
def test_roots_hold_the_true_one(true, decimals, degree):
    with localcontext(prec=200):
        power = true**degree
        around = stands_for(power.quantize(Decimal(1).scaleb(-decimals)), decimals)

    assert true in around.root(degree)


def test_a_root_that_is_exact_is_not_missed_by_its_own_rounding():
    assert Decimal("1.2") in as_interval(Decimal("1.44")).root(2)
    assert Decimal("1.1") in as_interval(Decimal("1.1") ** 5).root(5)


def test_over_what_may_be_zero_everything_is_possible():
    assert as_interval(1) / Interval(Decimal(-1), Decimal(1)) == EVERY_NUMBER
    assert 1 / stands_for(Decimal("0.0"), 1) == EVERY_NUMBER


def test_open_ends_stay_open():
    at_least = stands_for(Decimal(600), 0, "at_least")

    assert (at_least + 1).high == (at_least * 2).high == (at_least / 2).high == INFINITY
    assert (at_least - at_least) == EVERY_NUMBER
    assert (1 / at_least).low == 0
    assert (at_least * Interval(Decimal(0), Decimal(1))).low == 0


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("419.8", "419.84", False), ("3.24", "3.87", True), ("3.24", "3.25", False), ("3.24", "3.26", True)],
)
def test_two_figures_are_apart_where_no_number_is_printed_as_both(one, other, apart):
    intervals = [stands_for(Decimal(text), len(text.partition(".")[2])) for text in (one, other)]

    assert intervals[0].is_apart_from(intervals[1]) is apart
    assert intervals[1].is_apart_from(intervals[0]) is apart
