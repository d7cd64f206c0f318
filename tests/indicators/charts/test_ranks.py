"""Rankings as bars."""

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.analysis import rank
from indicators.charts import rank_chart
from indicators.charts.ranks import NARROWEST
from indicators.models import Identity
from indicators.quality.implied import Implied
from indicators.quality.intervals import Interval

from . import AREAS, SERVICES, by_city, figure, number, pixels, ranking, values

ROUNDING = Decimal("0.11")
rows = st.lists(st.none() | values, min_size=1, max_size=6).filter(lambda row: any(v is not None for v in row))


@given(rows)
def test_bars_start_at_zero_and_stay_inside(row):
    chart = rank_chart(ranking(row))
    zero = number(chart.zero)

    for bar in (line.bar for line in chart.rows if line.bar):
        start, end = number(bar.x), number(bar.x) + number(bar.width)
        assert start >= 0
        assert end <= 100
        assert abs((end if bar.left else start) - zero) <= ROUNDING
        assert abs((start if bar.left else end) - number(bar.tip)) <= ROUNDING


@given(rows)
def test_bars_are_as_long_as_their_values(row):
    figures = rank(SERVICES, by_city(row)).rows
    chart = rank_chart(ranking(row))
    known = [
        (f.observation.value, number(line.bar.width)) for f, line in zip(figures, chart.rows, strict=True) if line.bar
    ]

    for (value, width), (other, other_width) in combinations(known, 2):
        assert abs(abs(value) * other_width - abs(other) * width) <= ROUNDING * (abs(value) + abs(other))


@given(rows)
def test_missing_rows_have_a_stub_inside_and_no_bar(row):
    chart = rank_chart(ranking(row))

    assert sum(line.bar is None for line in chart.rows) == row.count(None)
    assert all(0 <= number(end) <= 100 for end in chart.stub)


def test_falls_go_left_from_a_zero_line_inside():
    chart = rank_chart(ranking(["-1.0", "7.9", "-18.8", "8.6"]))

    assert [line.bar.left for line in chart.rows] == [False, False, True, True]
    assert 0 < number(chart.zero) < 100


def test_only_falls_hang_from_the_right():
    chart = rank_chart(ranking(["-1.0", "-7.9", None]))

    assert chart.zero == "100.0%"
    assert number(chart.stub[1]) < 100


def test_all_zero_has_bars_without_length():
    assert {line.bar.width for line in rank_chart(ranking(["0", "0.0"])).rows} == {"0.0%"}


def test_nothing_known_is_no_chart():
    assert rank_chart(ranking([None, None])) is None
    assert rank_chart(rank(SERVICES, [])) is None


def test_ties_share_a_rank_and_the_focus_stands_out():
    chart = rank_chart(ranking(["2", "3", "2", "1"]))

    assert [(line.rank, line.name, line.role) for line in chart.rows] == [
        (1, "岳阳", "peer"),
        (2, "柳州", "focus"),
        (2, "襄阳", "peer"),
        (4, "赣州", "peer"),
    ]


def test_another_definition_is_marked_and_not_ranked():
    figures = [figure("柳州", "600"), figure("襄阳", "881", status="B", note="只计规模以上企业。")]

    chart = rank_chart(rank(SERVICES, figures))

    assert [(line.rank, line.name, line.sign) for line in chart.rows] == [(None, "襄阳", "a"), (1, "柳州", "")]
    assert chart.notes == (("a", "襄阳：口径不同，不排名；只计规模以上企业。"),)


def test_bounds_have_their_sign_and_an_arrow():
    figures = [figure("柳州", "600", bound="at_least"), figure("岳阳", "20", bound="at_most"), figure("赣州", "9")]

    chart = rank_chart(rank(SERVICES, figures))

    assert [(line.value, line.arrow) for line in chart.rows] == [("≥600", "more"), ("≤20", "less"), ("9", "")]
    assert chart.arrows


def test_benchmarks_are_named_with_their_values():
    marks = [figure("广西", "21.94"), figure("全国", "31.65")]

    chart = rank_chart(ranking(["7.18", "10.49", "4.74", "13.8", "1.21", "3.24"]), marks)

    assert [mark.text for mark in chart.benchmarks] == ["全国 31.65", "广西 21.94"]
    assert [mark.y for mark in chart.benchmarks] == [16, 34]
    assert chart.head is None


def test_the_peers_median_stands_in_where_there_is_no_benchmark():
    chart = rank_chart(ranking(["79.67", "185.08", "197.9", "420.61", "31.69", "93.74"]))

    assert [mark.text for mark in chart.benchmarks] == ["五市中位数 185.08"]


def test_a_nations_total_does_not_squash_the_cities():
    chart = rank_chart(ranking(["79.67", "185.08"]), [figure("全国", "179326")])

    assert chart.benchmarks[0].x is None
    assert chart.benchmarks[0].text == "全国 179326 →"
    assert max(number(line.bar.width) for line in chart.rows) > 90


@given(rows, st.lists(values, max_size=2))
def test_no_line_of_a_benchmark_runs_through_words(row, marks):
    chart = rank_chart(ranking(row), [figure(a, v) for a, v in zip(["广西", "全国"], marks, strict=False)])
    lined = [mark for mark in chart.benchmarks if mark.x]

    assert len({mark.y for mark in chart.benchmarks}) == len(chart.benchmarks)
    for above, below in pairwise(lined):
        begin, end = pixels(below.text, below.text_x, below.dx, below.anchor, NARROWEST)
        assert not begin < number(above.x) * NARROWEST / 100 < end


def test_a_head_with_three_benchmarks_is_taller():
    marks = [figure("广西", "5"), figure("全国", "6"), figure("岳阳", "7")]

    chart = rank_chart(ranking(["4", "8"]), marks)

    assert len(chart.benchmarks) == 3
    assert chart.head == 60


@pytest.mark.parametrize(
    ("given", "caption"),
    [
        ({"period": "2020"}, ("2020年排名", "%")),
        ({"period": "2020", "title": "投入强度"}, ("投入强度", "%，2020年")),
        ({"period": "2016/2020"}, ("2016—2020年排名", "%")),
        ({"period": "2020-Q1"}, ("2020年第1季度排名", "%")),
        ({"period": "2020-03"}, ("2020年3月排名", "%")),
        ({}, ("排名", "%")),
    ],
)
def test_the_caption_names_unit_and_period(given, caption):
    chart = rank_chart(ranking(["1"]), **given)

    assert (chart.title, chart.subtitle) == caption


def test_any_area_can_be_the_chosen_one():
    chart = rank_chart(ranking(["1", "2"]), chosen=AREAS["岳阳"])

    assert [line.role for line in chart.rows] == ["focus", "peer"]


def test_a_figure_that_follows_from_others_says_by_which_relation():
    identity = Identity(name="外贸依存度等于进出口总额除以地区生产总值")
    span = Interval(Decimal(2), Decimal(3))
    implied = Implied(SERVICES, AREAS["岳阳"], "2020", Decimal("2.5"), span, identity, ())

    chart = rank_chart(rank(SERVICES, [figure("柳州", "1"), implied]))

    assert [row.value for row in chart.rows] == ["2.5", "1"]
    assert chart.notes == (("a", "岳阳：推算；外贸依存度等于进出口总额除以地区生产总值。"),)
