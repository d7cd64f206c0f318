"""The base period is 100."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis import Declined, index
from tests.indicators.analysis import a_course, a_figure, an_indicator


def test_every_period_is_a_multiple_of_the_base():
    assert index(a_course("200", "100", "150", "0"), "2016") == {"2015": 200, "2016": 100, "2017": 150, "2018": 0}


def test_what_cannot_be_compared_with_the_base_has_no_point():
    figures = [
        *a_course("100", None, "120"),
        a_figure("130", "2018", status="B"),
        a_figure("140", "2019", bound="at_least"),
        a_figure("150", "2021", status="F"),
        a_figure("160", "2016/2020"),
    ]

    assert index(figures, "2015").keys() == {"2015", "2017"}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([], "2015 没有数"),
        (a_course(None, "5"), "缺数"),
        (a_course("0", "5"), "不大于零"),
        (a_course("5", "6", status="B"), "口径不同"),
        (a_course("5", "6", indicator=an_indicator("%")), "变化多少"),
    ],
)
def test_without_a_base_there_is_no_index(figures, words):
    with pytest.raises(Declined, match=words):
        index(figures, "2015")


amounts = st.decimals(min_value=1, max_value=10**6, places=3, allow_nan=False)


@given(st.lists(amounts, min_size=1, max_size=6), st.data())
def test_the_base_is_exactly_one_hundred_and_order_is_kept(values, data):
    base = data.draw(st.integers(min_value=0, max_value=len(values) - 1))
    points = index(a_course(*map(str, values)), str(2015 + base))

    assert points[str(2015 + base)] == 100
    assert all(
        (points[str(2015 + n)] >= 100) == (value >= values[base]) or abs(value - values[base]) <= Decimal("0.01")
        for n, value in enumerate(values)
    )
