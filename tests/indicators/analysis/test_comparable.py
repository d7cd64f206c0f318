"""What is refused before anything is computed, and that the sentence names what is wrong."""

import pytest

from indicators.analysis import Declined, check_same_basis, is_level, is_nominal
from indicators.analysis.comparable import check_one_course, exact_value, positive_value, whole_years
from tests.indicators.analysis import ZUNYI, a_figure, an_indicator

TAXES = an_indicator(pk=5, name="税收")
GDP = an_indicator(name="地区生产总值")
GROWTH = an_indicator("%", pk=2, name="地区生产总值增速", price_basis="constant")
DEPOSITS = an_indicator(pk=3, name="存款余额", accumulation="point")
TO_DATE = an_indicator(pk=4, name="累计进出口", accumulation="year_to_date")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (GROWTH, "地区生产总值.*现价.*地区生产总值增速.*不变价"),
        (DEPOSITS, "时期数.*存款余额.*时点数"),
        (TO_DATE, "时期数.*累计数"),
    ],
)
def test_another_price_basis_or_accumulation_is_refused_by_name(other, words):
    with pytest.raises(Declined, match=words):
        check_same_basis(GDP, other)


def test_the_same_basis_is_accepted():
    check_same_basis(GDP, TAXES)


@pytest.mark.parametrize("unit", ["%", "‰", "个百分点", "位", "年"])
def test_rates_shares_and_places_are_no_levels(unit):
    assert not is_level(an_indicator(unit))


@pytest.mark.parametrize("unit", ["亿元", "万人", "家", "平方公里", "元/美元"])
def test_amounts_are_levels(unit):
    assert is_level(an_indicator(unit))


def test_growth_of_a_level_at_current_prices_is_nominal_and_of_no_other():
    assert is_nominal(GDP)
    assert not is_nominal(GROWTH)
    assert not is_nominal(an_indicator("家", price_basis="none"))


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (a_figure(None, "2018"), "柳州 2018 缺数"),
        (a_figure("600", bound="at_least"), "柳州 2020 .*至少"),
        (a_figure("600", bound="at_most"), "至多"),
        (a_figure("600", bound="about"), "约"),
    ],
)
def test_a_missing_figure_a_bound_or_an_about_has_no_exact_value(figure, words):
    with pytest.raises(Declined, match=words):
        exact_value(figure)


@pytest.mark.parametrize("value", ["0", "-1.5"])
def test_zero_and_less_are_no_base(value):
    with pytest.raises(Declined, match="不大于零"):
        positive_value(a_figure(value))


def month(period, **columns):
    return a_figure("1", period, indicator=TO_DATE, **columns)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (a_figure("1", "2019", indicator=GDP), a_figure("1", indicator=GROWTH), "价格基础不同"),
        (
            a_figure("1", "2019", indicator=GDP),
            a_figure("1", indicator=TAXES),
            "税收.*不同的指标",
        ),
        (a_figure("1", "2019"), a_figure("1", area=ZUNYI), "柳州和遵义"),
        (a_figure("1", "2019", status="B"), a_figure("1"), "柳州 2019 .*口径不同"),
        (a_figure("1", "2019"), a_figure("1", status="F"), "柳州 2020 .*预测"),
        (a_figure("1", "2011/2015"), a_figure("1"), "一段时期"),
        (a_figure("1", "2019"), a_figure("1", "2020-Q1"), "长短不同"),
        (a_figure("1", "2020"), a_figure("1", "2019"), "2019 不在 2020 之后"),
        (a_figure("1", "2020"), a_figure("1", "2020"), "不在"),
        (month("2019-03"), month("2020-06"), "不同月"),
        (month("2019-12"), month("2020"), "长短不同"),
    ],
)
def test_figures_of_no_one_course_are_refused(first, last, words):
    with pytest.raises(Declined, match=words):
        check_one_course(first, last)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (a_figure("1", "2019"), a_figure("1", "2020")),
        (a_figure("1", "2021", status="F"), a_figure("1", "2025", status="F")),
        (a_figure("1", "2019", status="P"), a_figure("1", "2020", status="E")),
        (a_figure("1", "2020-Q1"), a_figure("1", "2020-Q2")),
        (month("2019-06"), month("2020-06")),
    ],
)
def test_two_moments_of_one_course_are_accepted(first, last):
    check_one_course(first, last)


@pytest.mark.parametrize(("first", "last", "years"), [("2015", "2020", 5), ("2019-06", "2020-06", 1)])
def test_years_between(first, last, years):
    assert whole_years(a_figure("1", first), a_figure("1", last)) == years


def test_growth_a_year_needs_whole_years():
    with pytest.raises(Declined, match="不是整年"):
        whole_years(a_figure("1", "2019-Q1"), a_figure("1", "2020-Q2"))
