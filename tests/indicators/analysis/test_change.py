"""Change, per cent and compound growth: what they give, with how many digits, and when they decline."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis import Declined, absolute_change, compound_growth, percent_change
from indicators.analysis.change import root
from tests.indicators.analysis import a_figure, an_indicator

SHARE = an_indicator("%", name="外贸依存度")


def between(first, last, *, since="2015", until="2020", **options):
    return a_figure(first, since, **options), a_figure(last, until, **options)


def test_change_is_exact_on_the_printed_figures():
    assert str(absolute_change(*between("3130.9", "3290.94"))) == "160.04"
    assert absolute_change(*between("-2", "0")) == 2


def test_a_share_changes_by_points_and_has_no_per_cent_of_itself():
    points = between("2.0", "3.0", indicator=SHARE)

    assert absolute_change(*points) == 1
    for function in (percent_change, compound_growth):
        with pytest.raises(Declined, match=r"外贸依存度.*变化多少"):
            function(*points)


@pytest.mark.parametrize(
    ("first", "last", "percent"),
    [
        ("100", "150", "50"),
        ("100.00", "150.00", "50.00"),
        ("4", "2", "-50"),
        ("100.0", "0", "-100"),
    ],
)
def test_per_cent_with_the_digits_that_the_figures_justify(first, last, percent):
    assert str(percent_change(*between(first, last))) == percent


def test_compound_growth_is_a_year():
    assert str(compound_growth(*between("100.00", "161.05"))) == "10.000"
    assert compound_growth(*between("1000.0", "1000.0")) == 0


@pytest.mark.parametrize("function", [percent_change, compound_growth])
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("0", "5", "柳州 2015 .*不大于零"),
        ("-3", "5", "柳州 2015 .*不大于零"),
        ("3", "-5", "柳州 2020 .*异号"),
        (None, "5", "柳州 2015 缺数"),
        ("5", None, "柳州 2020 缺数"),
    ],
)
def test_growth_needs_a_base_above_zero_and_both_figures(function, first, last, words):
    with pytest.raises(Declined, match=words):
        function(*between(first, last))


@pytest.mark.parametrize("function", [absolute_change, percent_change, compound_growth])
def test_a_lower_bound_has_no_change_and_no_growth_rate(function):
    with pytest.raises(Declined, match="不是确数"):
        function(a_figure("500", "2015"), a_figure("600", bound="at_least"))


@pytest.mark.parametrize("function", [absolute_change, percent_change, compound_growth])
def test_a_figure_of_another_definition_does_not_enter(function):
    with pytest.raises(Declined, match="口径不同"):
        function(a_figure("500", "2015", status="B"), a_figure("600"))


def test_a_quarter_on_the_one_before_has_a_change_but_no_growth_a_year():
    first, last = between("10.0", "12.0", since="2020-Q1", until="2020-Q2")

    assert percent_change(first, last) == 20
    with pytest.raises(Declined, match="不是整年"):
        compound_growth(first, last)


amounts = st.decimals(min_value=1, max_value=10**7, places=4, allow_nan=False)
spans = st.integers(min_value=1, max_value=40)


@given(amounts, amounts, spans)
def test_compounding_the_growth_leads_back_to_the_later_figure(first, last, years):
    assert abs(first * root(last / first, years) ** years - last) < Decimal("1e-12") * last


@given(amounts, amounts, spans)
def test_growth_has_the_sign_of_the_change_and_lies_nearer_to_zero_than_the_whole(first, last, years):
    pair = between(first, last, since="2000", until=str(2000 + years))
    growth, whole, change = compound_growth(*pair), percent_change(*pair), absolute_change(*pair)

    assert growth * change >= 0
    assert abs(growth) <= abs(whole) + Decimal("0.0001") or change < 0


@given(amounts, amounts)
def test_over_one_year_both_are_the_same(first, last):
    pair = between(first, last, since="2019")

    assert percent_change(*pair) == compound_growth(*pair)
