"""When the gap closes, what a target needs, and when neither is said."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.analysis import Declined, Method, catch_up, growth_needed, newest_of_a_year
from indicators.periods import parse
from tests.indicators.analysis import LIUZHOU, ZUNYI, a_course, a_figure, an_indicator

RATE = an_indicator("%", name="研发强度")
SHARE = an_indicator("%", name="占比")
COST = an_indicator("%", name="费用率", direction="lower")
NEUTRAL = an_indicator(name="面积", direction="neutral")


def gap(ours, theirs, window=None, **options):
    return catch_up(a_course(*ours, area=LIUZHOU, **options), a_course(*theirs, area=ZUNYI, **options), window)


def test_an_amount_compounds_and_everything_it_rests_on_is_named():
    found = gap(["100.0", "110.0", "121.0"], ["200.0", "200.0", "200.0"])

    assert found.method == Method.COMPOUND
    assert found.method.label == "复合增长率外推"
    assert found.window == "2015/2017"
    assert (found.behind.area, found.ahead.area) == (LIUZHOU, ZUNYI)
    assert [str(course.growth) for course in (found.behind, found.ahead)] == ["10.0", "0.00"]
    assert found.gap == -79
    assert found.year == 2023  # 121 x 1.1^5 = 194.9, x 1.1^6 = 214.4
    assert (str(found.projected_behind), str(found.projected_ahead)) == ("214.4", "200.0")


def test_a_rate_moves_by_points():
    found = gap(["1.0", "1.5", "2.0"], ["3.0", "3.1", "3.2"], indicator=RATE)

    assert found.method == Method.LINEAR
    assert [str(course.growth) for course in (found.behind, found.ahead)] == ["0.5", "0.1"]
    assert found.year == 2020
    assert (found.projected_behind, found.projected_ahead) == (Decimal("3.5"), Decimal("3.5"))


def test_where_lower_is_better_the_higher_one_is_behind():
    found = gap(["9.0", "8.0", "7.0"], ["5.0", "5.0", "5.0"], indicator=COST)

    assert (found.gap, found.year) == (2, 2019)
    with pytest.raises(Declined, match="并不落后"):
        gap(["5.0", "5.0", "5.0"], ["9.0", "8.0", "7.0"], indicator=COST)


def test_a_share_is_not_carried_out_of_its_range():
    with pytest.raises(Declined, match=r"柳州 2030 年将是 120.0，超出 0 到 100 的范围"):
        gap(["60.0", "65.0", "68.0"], ["90.0", "92.0", "94.0"], indicator=SHARE)
    with pytest.raises(Declined, match=r"柳州 2024 年将是 -4.0，超出 0 到 100 的范围"):
        gap(["23.0", "19.0", "17.0"], ["2.0", "1.5", "1.0"], indicator=COST)
    with pytest.raises(Declined, match="超出 0 到 1000 的范围"):
        gap(["600", "650", "680"], ["900", "920", "940"], indicator=an_indicator("‰"))


def test_what_was_out_of_a_shares_range_is_no_share():
    assert gap(["99.0", "104.0", "109.0"], ["120.0", "120.0", "120.0"], indicator=RATE).projected_behind == 124


def test_rates_may_have_different_signs():
    assert gap(["-6.0", "-4.0", "-2.0"], ["1.0", "1.0", "1.0"], indicator=RATE).year == 2019


def test_the_window_narrows_the_years_and_its_known_ends_count():
    ours, theirs = ["50", "100", None, "121", "500"], ["200", "200", "200", "200", "900"]
    found = gap(ours, theirs, parse("2014/2018"))

    assert found.window == "2015/2018"
    assert found.behind.last.value == 121


@pytest.mark.parametrize(
    ("options", "known"),
    [({}, "2015、2016"), ({"status": "B"}, "—"), ({"status": "F"}, "—"), ({"bound": "at_least"}, "—")],
)
def test_two_years_in_common_are_too_few(options, known):
    ours = a_course("100", "110", "120", area=LIUZHOU, **options)
    theirs = a_course("200", "200", None, "200", area=ZUNYI)

    with pytest.raises(Declined, match=rf"不足 3 个（有 {known}）"):
        catch_up(ours, theirs)


def test_ranges_quarters_and_nothing_at_all_are_no_years():
    others = [a_figure("5", "2011/2015"), a_figure("5", "2016-Q1"), a_figure("5", "2017-03")]

    for ours in (others, []):
        with pytest.raises(Declined, match="不足"):
            catch_up(ours, a_course("9", "9", "9", area=ZUNYI))


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (["100", "110", "200"], ["190", "190", "190"], "柳州并不落后"),
        (["100", "110", "190"], ["190", "190", "190"], "柳州并不落后"),
        (["100", "110", "120"], ["200", "220", "240"], "增长相同"),
        (["100", "105", "110"], ["200", "220", "240"], "柳州的变化不如遵义.*扩大"),
        (["-100", "-50", "-10"], ["200", "200", "200"], "有正有负"),
        (["-100", "-50", "-30"], ["-20", "-20", "-20"], "不大于零"),
        (["0", "10", "20"], ["200", "200", "200"], "不大于零"),
        (["100.0", "100.0", "100.1"], ["9000.0", "9000.0", "9000.0"], "50 年内追不上"),
    ],
)
def test_it_declines_with_the_reason(ours, theirs, words):
    with pytest.raises(Declined, match=words):
        gap(ours, theirs)


def test_courses_that_explode_are_carried_on_too():
    found = gap(["0.001", "1", "2250.000"], ["1.00", "900.00", "1000000.00"])

    assert found.year == 2033
    assert found.projected_behind > found.projected_ahead > 10**50


def test_an_indicator_without_direction_has_nobody_behind():
    with pytest.raises(Declined, match=r"面积.*不分高低"):
        gap(["1", "2", "3"], ["9", "9", "9"], indicator=NEUTRAL)


amounts = st.decimals(min_value=1, max_value=1000, places=1, allow_nan=False)
gaps = st.decimals(min_value=1, max_value=100, places=1, allow_nan=False)


either_way = [
    an_indicator(unit, direction=direction) for unit in ("亿元", "个百分点") for direction in ("higher", "lower")
]


@given(st.sampled_from(either_way), amounts, gaps, gaps, gaps)
def test_the_year_is_the_first_in_which_the_projected_value_passes(indicator, least, growth, left, closed):
    """The greater of two courses starts ``left + closed`` above the other and ends ``left`` above it."""
    lesser = [least, least, least + growth]
    greater = [least + left + closed, least, least + growth + left]
    sign, (behind, ahead) = (1, (lesser, greater)) if indicator.direction == "higher" else (-1, (greater, lesser))
    try:
        found = gap(map(str, behind), map(str, ahead), indicator=indicator)
    except Declined as declined:
        if "50 年内" not in declined.reason:
            raise
        return
    after = found.year - 2017

    assert all(sign * (found.behind.after(n) - found.ahead.after(n)) < 0 for n in range(after))
    assert sign * (found.behind.after(after) - found.ahead.after(after)) >= 0


@pytest.mark.parametrize(
    ("start", "target", "growth", "method"),
    [
        (a_figure("100.00"), "161.05", "10.000", Method.COMPOUND),
        (a_figure("2.00", indicator=RATE), "3", "0.200", Method.LINEAR),
        (a_figure("9.0", indicator=COST), "8", "-0.20", Method.LINEAR),
        (a_figure("100.0", indicator=NEUTRAL), "50", "-12.94", Method.COMPOUND),
    ],
)
def test_the_growth_that_a_target_needs(start, target, growth, method):
    needed = growth_needed(start, Decimal(target), 2025)

    assert (str(needed.growth), needed.method, needed.year) == (growth, method, 2025)
    assert needed.gap == start.value - Decimal(target)


@pytest.mark.parametrize(
    ("start", "target", "year", "words"),
    [
        (a_figure("100"), "200", 2020, "之后"),
        (a_figure("100"), "200", 2071, "50 年"),
        (a_figure("100"), "100", 2025, "已达到"),
        (a_figure("100"), "90", 2025, "已达到"),
        (a_figure("9.0", indicator=COST), "10", 2025, "已达到"),
        (a_figure("100", indicator=NEUTRAL), "100", 2025, "已达到"),
        (a_figure("-10"), "20", 2025, "不大于零"),
        (a_figure("-10"), "-5", 2025, "目标不大于零"),
        (a_figure(None), "20", 2025, "缺数"),
        (a_figure("10", bound="at_least"), "20", 2025, "不是确数"),
        (a_figure("10", status="F"), "20", 2025, "预测"),
        (a_figure("10", status="B"), "20", 2025, "口径不同"),
        (a_figure("10", "2016/2020"), "20", 2025, "不是一年"),
    ],
)
def test_a_target_is_declined_with_the_reason(start, target, year, words):
    with pytest.raises(Declined, match=words):
        growth_needed(start, Decimal(target), year)


@given(amounts, amounts, st.integers(min_value=1, max_value=50))
def test_growing_as_needed_reaches_the_target(value, target, years):
    assume(target > value)
    growth = growth_needed(a_figure(value), target, 2020 + years).growth

    reached = value * (1 + growth / 100) ** years
    unit = Decimal("0.05") / value  # what rounding of the figure leaves open, as a part of it
    assert abs(reached / target - 1) <= 3 * unit + Decimal("1e-4")


def test_the_newest_figure_of_a_year_is_no_forecast_no_bound_and_no_range():
    figures = [
        *a_course("1", "2", None),
        a_figure("3", "2018", bound="at_least"),
        a_figure("4", "2025", status="F"),
        a_figure("5", "2016/2020"),
    ]

    assert newest_of_a_year(figures).period == "2016"
    assert newest_of_a_year([]) is None
