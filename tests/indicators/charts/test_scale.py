"""Places, ticks and widths."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.charts.scale import Scale, pct, px, sight, text_width, ticks, written

from . import values


@given(st.lists(values, min_size=2, max_size=2, unique=True))
def test_ticks_are_a_few_round_numbers_that_hold_all_values(ends):
    low, high = sorted(ends)

    found = ticks(low, high)

    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 7
    steps = {b - a for a, b in pairwise(found)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}


def test_ticks_of_the_study():
    assert written(ticks(Decimal("38.9"), Decimal("50.5"))) == ["35", "40", "45", "50", "55"]
    assert written(ticks(Decimal(0), Decimal("2.01"))) == ["0", "1", "2", "3"]
    assert written(ticks(Decimal("-0.4"), Decimal("0.9"))) == ["-0.5", "0.0", "0.5", "1.0"]


@given(values, values, values)
def test_a_scale_keeps_the_order_of_values(low, high, value):
    assume(low < high)
    scale = Scale(low, high, Decimal(4), Decimal(96))

    assert scale.at(low) == 4
    assert scale.at(high) == 96
    assert (scale.at(value) > scale.at(low)) == (value > low)


def test_a_scale_of_equal_values_puts_them_in_the_middle():
    assert Scale(Decimal(7), Decimal(7), Decimal(6), Decimal(22)).at(Decimal(7)) == 14


def test_places_are_written_to_one_decimal_and_never_as_minus_zero():
    assert pct(Decimal("29.05")) == "29.1%"
    assert pct(Decimal("-0.01")) == "0.0%"
    assert px(Decimal("207.84")) == "207.8"


def test_chinese_takes_more_room_than_latin():
    assert text_width("柳州 45.47") == 26 + 4 + 30 + 4
    assert text_width("≥600") > text_width(".600")


def test_a_nations_total_is_out_of_sight_and_a_nations_average_is_not():
    low, high = sight(map(Decimal, ["0", "1.21", "13.8"]))

    assert low <= Decimal("31.65") <= high
    assert Decimal(321557) > high
