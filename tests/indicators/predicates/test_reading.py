"""The language of predicates: what each test comes down to, and every fault with its key."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.predicates import (
    BadPredicateError,
    Comparison,
    Difference,
    HowMany,
    Reference,
    Relation,
    comparisons,
    read,
    references,
)

COMPARE = {"test": "compare", "indicator": "gdp", "area": "a", "period": "2020", "relation": "greater", "number": "0"}
RANK = {
    "test": "rank",
    "indicator": "gdp",
    "area": "a",
    "period": "2020",
    "place": 1,
    "from": "highest",
    "among": ["a", "b", "c"],
}
TREND = {"test": "trend", "indicator": "gdp", "area": "a", "from": "2018", "to": "2020", "course": "rising"}
FIRST_YEAR = {
    "test": "first_year",
    "indicator": "gdp",
    "area": "a",
    "passes": "b",
    "year": "2018",
    "since": "2017",
    "until": "2019",
}
ORDER = {"test": "order", "indicators": ["x", "y", "z"], "area": "a", "period": "2020"}
OF_AREA = {key: value for key, value in COMPARE.items() if key != "area"}
COUNT = {"test": "count", "among": ["a", "b", "c"], "how_many": "most", "of": OF_AREA}
ALL = {"test": "all", "of": [COMPARE, TREND]}
EVERY_TEST = [COMPARE, RANK, TREND, FIRST_YEAR, ORDER, COUNT, ALL]


def gdp(area: str, period: str = "2020") -> Reference:
    return Reference("gdp", area, period)


def faults(data: object) -> list[str]:
    with pytest.raises(BadPredicateError) as refused:
        read(data)
    return refused.value.faults


def without(predicate: dict, key: str) -> dict:
    return {name: value for name, value in predicate.items() if name != key}


def test_a_comparison_with_a_number_keeps_its_decimals():
    assert read(COMPARE | {"number": "2.50"}).formula == Comparison(gdp("a"), Relation.GREATER, Decimal("2.50"))


@pytest.mark.parametrize(
    ("other", "right"),
    [
        ({"area": "b"}, gdp("b")),
        ({"period": "2019"}, gdp("a", "2019")),
        ({"indicator": "rd"}, Reference("rd", "a", "2020")),
        ({"area": "b", "period": "2016/2020"}, gdp("b", "2016/2020")),
    ],
)
def test_the_other_side_differs_in_what_is_written(other, right):
    assert read(without(COMPARE, "number") | {"other": other}).formula.right == right


def test_a_comparison_of_several_periods_holds_in_each():
    formula = read(COMPARE | {"period": ["2019", "2020"]}).formula

    assert [part.left for part in formula.of] == [gdp("a", "2019"), gdp("a", "2020")]
    assert (formula.least, formula.most) == (2, 2)


@pytest.mark.parametrize(("start", "relation"), [("highest", Relation.GREATER), ("lowest", Relation.LESS)])
def test_a_place_is_how_many_stand_before(start, relation):
    formula = read(RANK | {"place": 3, "from": start}).formula

    assert formula == HowMany(tuple(Comparison(gdp(other), relation, gdp("a")) for other in "bc"), 2, 2)


def test_a_trend_compares_every_pair_of_years():
    pairs = [(c.left.period, c.relation, c.right.period) for c in comparisons(read(TREND).formula)]

    assert pairs == [("2018", "less", "2019"), ("2018", "less", "2020"), ("2019", "less", "2020")]


def test_a_trend_of_a_difference():
    formula = read(TREND | {"minus": "b", "from": "2019", "course": "falling"}).formula

    assert formula == Comparison(
        Difference(gdp("a", "2019"), gdp("b", "2019")),
        Relation.GREATER,
        Difference(gdp("a", "2020"), gdp("b", "2020")),
    )
    assert references(formula) == (gdp("a", "2019"), gdp("b", "2019"), gdp("a", "2020"), gdp("b", "2020"))


def test_the_first_year_is_not_above_before_and_above_from_then_on():
    found = [(c.left, c.relation, c.right) for c in comparisons(read(FIRST_YEAR).formula)]

    assert found == [
        (gdp("a", "2017"), "at_most", gdp("b", "2017")),
        (gdp("a", "2018"), "greater", gdp("b", "2018")),
        (gdp("a", "2019"), "greater", gdp("b", "2019")),
    ]


def test_the_first_year_may_be_the_last_looked_at():
    assert len(list(comparisons(read(FIRST_YEAR | {"until": "2018"}).formula))) == 2


def test_an_order_compares_neighbours():
    found = [(c.left.indicator, c.relation, c.right.indicator) for c in comparisons(read(ORDER).formula)]

    assert found == [("x", "greater", "y"), ("y", "greater", "z")]


@pytest.mark.parametrize(
    ("how_many", "least", "most"),
    [("all", 3, 3), ("most", 2, 3), ("none", 0, 0), ({"at_least": 1}, 1, 3)],
)
def test_a_count_puts_each_area_in(how_many, least, most):
    formula = read(COUNT | {"how_many": how_many}).formula

    assert [part.left.area for part in formula.of] == ["a", "b", "c"]
    assert (formula.least, formula.most) == (least, most)


def test_half_is_not_most():
    assert read(COUNT | {"among": ["a", "b", "c", "d"]}).formula.least == 3


def test_only_means_these_and_no_other():
    formula = read(COUNT | {"how_many": {"only": ["b"]}}).formula

    assert [getattr(part, "most", "holds") for part in formula.of] == [0, "holds", 0]


def test_the_switches_stand_at_the_top_and_are_off_by_default():
    assert (read(COMPARE).implied, read(COMPARE).other_definitions) == (False, False)
    assert read(COMPARE | {"implied": True}).implied
    assert read(ALL | {"other_definitions": True}).other_definitions
    assert faults({"test": "all", "of": [COMPARE | {"implied": True}]}) == ["of.1.implied：没有名为 implied 的键。"]


@pytest.mark.parametrize("predicate", EVERY_TEST, ids=lambda predicate: predicate["test"])
def test_every_key_is_needed_and_no_other_is_known(predicate):
    for key in predicate:
        assert any(fault.startswith(f"{key}：") or key == "number" for fault in faults(without(predicate, key))), key
    assert faults(predicate | {"colour": "red"}) == ["colour：没有名为 colour 的键。"]


@pytest.mark.parametrize("data", [None, 5, "gdp", [], [COMPARE], {}, {"test": None}, {"test": ["rank"]}])
def test_what_is_no_test_is_refused(data):
    assert faults(data)[0].startswith("test：")


@pytest.mark.parametrize(
    ("predicate", "fault"),
    [
        (COMPARE | {"number": 2.5}, "number：应为文字"),
        (COMPARE | {"number": "1e9"}, "number：“1e9”不是数。"),
        (COMPARE | {"number": "NaN"}, "number：“NaN”不是数。"),
        (COMPARE | {"other": {"area": "b"}}, "number：number 和 other 须写一个"),
        (without(COMPARE, "number") | {"other": {}}, "other：应写明另一边"),
        (without(COMPARE, "number") | {"other": "b"}, "other：应写明另一边"),
        (without(COMPARE, "number") | {"other": {"city": "b"}}, "other.city：没有名为 city 的键。"),
        (without(COMPARE, "number") | {"other": {"period": ["2018", "2019"]}}, "other.period：应为一个时期。"),
        (without(COMPARE, "number") | {"other": {"period": "2020-13"}}, "other.period：时期“2020-13”无法识别。"),
        (COMPARE | {"period": "2020-13"}, "period：时期“2020-13”无法识别。"),
        (COMPARE | {"period": 2020}, "period：应为一列文字。"),
        (COMPARE | {"period": []}, "period：应有 1 到 50 个。"),
        (COMPARE | {"relation": "equal"}, "relation：“equal”不在 greater / less / at_least / at_most 之中。"),
        (COMPARE | {"indicator": ""}, "indicator：应为文字"),
        (COMPARE | {"implied": "yes"}, "implied：应为 true 或 false。"),
        (RANK | {"place": 4}, "place：应为 1 到 3 的整数。"),
        (RANK | {"place": True}, "place：应为 1 到 3 的整数。"),
        (RANK | {"place": 0}, "place：应为 1 到 3 的整数。"),
        (RANK | {"among": ["a"]}, "among：应有 2 到 50 个。"),
        (RANK | {"among": ["a", "a"]}, "among：里面有重复。"),
        (RANK | {"among": ["b", "c"]}, "among：a 不在其中。"),
        (RANK | {"from": "best"}, "from：“best”不在 highest / lowest 之中。"),
        (TREND | {"to": "2018"}, "to：应在 2019 年到 2048 年之间。"),
        (TREND | {"to": "2020-Q1"}, "to：应为年份"),
        (TREND | {"to": "9999"}, "to：应在 2019 年到 2048 年之间。"),
        (TREND | {"minus": "a"}, "minus：应为另一个地区。"),
        (FIRST_YEAR | {"passes": "a"}, "passes：应为另一个地区。"),
        (FIRST_YEAR | {"since": "2018"}, "year：应在 2019 年到 2048 年之间。"),
        (FIRST_YEAR | {"until": "2017"}, "until：应在 2018 年到 2048 年之间。"),
        (ORDER | {"indicators": ["x"]}, "indicators：应有 2 到 50 个。"),
        (COUNT | {"of": COMPARE}, "of.area：没有名为 area 的键。"),
        (COUNT | {"of": without(COUNT, "among")}, "of.test：一个 count 里面不能再有 count。"),
        (COUNT | {"how_many": "few"}, 'how_many：应为 "all"'),
        (COUNT | {"how_many": {"at_least": 4}}, "how_many.at_least：应为 1 到 3 的整数。"),
        (COUNT | {"how_many": {"only": ["z"]}}, "how_many.only：z 不在 among 之中。"),
        (ALL | {"of": []}, "of：应为一列判定"),
        (ALL | {"of": [COMPARE, 5]}, "of.2：应为一条判定"),
        ({"test": "all", "of": [{"test": "all", "of": [{"test": "all", "of": [ALL]}]}]}, "套得太深"),
        (COMPARE | {"area": "a\x00"}, "无法保存的字符"),
        (COMPARE | {"area": "a\ud800"}, "无法保存的字符"),
    ],
)
def test_a_fault_names_its_key(predicate, fault):
    assert any(fault in found for found in faults(predicate)), faults(predicate)


def test_nesting_may_not_multiply_beyond_what_can_be_judged():
    areas = [f"{n:06}" for n in range(50)]
    periods = [str(1900 + n) for n in range(50)]
    rank = {"test": "rank", "indicator": "gdp", "period": periods, "place": 1, "from": "highest", "among": areas}
    wide = {"test": "all", "of": [{"test": "all", "of": [rank] * 20}] * 20}

    assert faults({"test": "count", "among": areas, "how_many": "all", "of": wide}) == [
        "test：要比较的数太多，最多比较 2000 次。"
    ]


def test_nesting_without_end_is_refused():
    deep = COMPARE
    for _ in range(5_000):
        deep = {"test": "all", "of": [deep]}

    assert "套得太深" in faults(deep)[0]


def test_all_faults_are_told_at_once():
    assert len(faults({"test": "rank", "colour": "red"})) == 7


KEYS = st.sampled_from(sorted({*RANK, *TREND, *COUNT, *COMPARE}))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)


@given(st.sampled_from(EVERY_TEST), st.dictionaries(KEYS, JSON))
def test_whatever_stands_in_it_is_read_or_refused(predicate, changes):
    try:
        asked = references(read(predicate | changes).formula)
    except BadPredicateError as refused:
        asked = refused.faults
    assert asked
