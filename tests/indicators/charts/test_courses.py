"""Plots over time and by category."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import time_figure
from indicators.charts.courses import category_figure
from indicators.charts.labels import GAP

from . import AREAS, CITIES, TABLE_7, by_city, course, figure, number, values

rows = st.lists(st.lists(st.none() | values, min_size=4, max_size=4), min_size=1, max_size=6).filter(
    lambda rows: any(value is not None for row in rows for value in row)
)


def given_rows(rows):
    return [f for city, row in zip(CITIES, rows, strict=False) for f in course(city, 2017, row)]


def plotted(rows):
    return time_figure(given_rows(rows)).plot


def dots(plot):
    return [dot for series in plot.series for dot in series.dots]


def lines(plot):
    return [line for series in plot.series for line in series.lines]


@given(rows)
def test_every_value_has_a_dot_and_a_missing_one_has_none(rows):
    assert len(dots(plotted(rows))) == sum(value is not None for row in rows for value in row)


@given(rows)
def test_everything_stands_inside_the_frame(rows):
    plot = plotted(rows)

    for dot in dots(plot):
        assert number(plot.left) < number(dot.x) < number(plot.right) < 100
        assert 14 <= Decimal(dot.y) <= plot.height - 30
    for label in plot.labels:
        assert 0 < Decimal(label.y) < plot.height - 15


@given(rows)
def test_a_larger_value_stands_higher(rows):
    known = [value for row in rows for value in row if value is not None]
    # With a focus that has no figures the areas are painted in the order in which they are given.
    drawn = dots(time_figure(given_rows(rows), chosen=AREAS["全国"]).plot)

    ordered = sorted((value, Decimal(dot.y)) for value, dot in zip(known, drawn, strict=True))
    assert all(high <= low for (_small, low), (_large, high) in pairwise(ordered))


@given(rows)
def test_labels_of_a_column_are_a_line_apart(rows):
    columns = {}
    for label in plotted(rows).labels:
        columns.setdefault(label.x, []).append(Decimal(label.y))

    assert all(b - a >= GAP for column in columns.values() for a, b in pairwise(sorted(column)))


@given(rows)
def test_lines_join_neighbouring_periods_only(rows):
    plot = plotted(rows)
    columns = sorted({number(dot.x) for dot in dots(plot)})
    names = [number(name.x) for name in plot.foot]
    step = min((b - a for a, b in pairwise(names)), default=Decimal(100))

    assert all(number(line.x2) - number(line.x1) <= step + Decimal("0.2") for line in lines(plot))
    if len(columns) < 3:
        assert not lines(plot)


def test_a_gap_is_left_open():
    plot = time_figure(course("柳州", 2016, ["1", "2", None, "4", "5"])).plot

    assert len(lines(plot)) == 2
    assert len(dots(plot)) == 4


def test_a_period_that_nobody_has_is_named_in_the_gap():
    plot = time_figure([*course("赣州", 2015, ["137"]), *by_city(["600", "472", "881", "1107", "212", None])]).plot

    assert not lines(plot)
    assert [words for _x, _y, words in plot.gaps] == ["2016—2019年无数据"]
    assert [name.text for name in plot.foot] == ["2015", "2016", "2017", "2018", "2019", "2020"]
    assert [label.text for label in plot.labels if label.inside] == ["赣州 137"]


def test_names_and_values_stand_at_the_ends_from_high_to_low():
    plot = time_figure(TABLE_7).plot
    ends = sorted(plot.labels, key=lambda label: Decimal(label.y))

    assert [label.text for label in ends] == [
        "赣州 50.5",
        "岳阳 48.0",
        "柳州 45.47",
        "曲靖 44.3",
        "遵义 43.41",
        "襄阳 43.1",
    ]
    assert [label.role for label in ends].count("focus") == 1
    assert plot.series[-1].role == "focus"


def test_a_line_that_ends_just_before_the_last_period_is_named_right_of_the_plot():
    ahead, behind = [*range(100, 111)], [*range(50, 60)]
    plot = time_figure([*course("柳州", 2010, ahead), *course("赣州", 2010, behind)]).plot

    assert {label.text: label.inside for label in plot.labels} == {"柳州 110": False, "赣州": False}


def test_an_axis_that_does_not_start_at_zero_says_so():
    assert time_figure(TABLE_7).subtitle == "%，纵轴从35起"
    assert time_figure(course("柳州", 2018, ["0.5", "1.0", "2.0"])).subtitle == "%"
    assert time_figure(course("柳州", 2018, ["-8", "3", "-1"])).subtitle == "%"


def test_the_line_of_zero_is_the_axis_where_values_fall_below_it():
    ticks = time_figure(course("柳州", 2018, ["-8", "3", "-1"])).plot.ticks

    assert [tick.label for tick in ticks if tick.axis] == ["0"]


def test_the_picture_is_told_in_sentences():
    assert time_figure(TABLE_7).label == (
        "第三产业占GDP比重，2018—2020年。柳州由2018年的41.40升至2020年的45.47。2020年最高为赣州 50.5，最低为襄阳 43.1。"
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["3", "2", "1"], "柳州由2018年的3降至2020年的1。"),
        (["3", "9", "3"], "柳州2018年和2020年同为3。"),
        ([None, "9", None], "柳州2019年为9。"),
    ],
)
def test_the_course_of_the_focus_is_told_as_it_went(row, told):
    assert told in time_figure(course("柳州", 2018, row)).label


def test_names_follow_the_language():
    with translation.override("en"):
        assert {label.text for label in time_figure(by_city(["1", "2"])).plot.labels} == {"Liuzhou 1", "Yueyang 2"}


def test_any_area_can_be_the_chosen_one():
    plot = time_figure(TABLE_7, chosen=AREAS["赣州"]).plot

    assert [label.text for label in plot.labels if label.role == "focus"] == ["赣州 50.5"]


def test_a_figure_of_another_definition_is_marked_and_not_joined():
    figures = [*course("襄阳", 2018, ["1", "2"]), figure("襄阳", "3", "2020", status="B")]

    plot = time_figure(figures).plot

    assert len(lines(plot)) == 1
    assert [dot.other for dot in dots(plot)] == [False, False, True]
    assert plot.labels[-1].text == "襄阳 3*"
    assert plot.notes == ["* 口径不同，不与其他数连线。"]


def test_a_forecast_is_called_one():
    plot = time_figure([*course("柳州", 2018, ["1", "2"]), figure("柳州", "3", "2020", status="F")]).plot

    assert [line.forecast for line in lines(plot)] == [False, True]
    assert plot.labels[-1].text == "柳州 3 预测"


@pytest.mark.parametrize(("status", "word"), [("F", "预测"), ("P", "快报"), ("E", "估计"), ("I", "推算")])
def test_a_figure_that_is_not_final_is_open_and_says_what_it_is(status, word):
    plot = time_figure([*course("柳州", 2018, ["1", "2"]), figure("柳州", "3", "2020", status=status)]).plot

    assert [dot.passing for dot in dots(plot)] == [False, False, True]
    assert plot.labels[-1].text == f"柳州 3 {word}"
    assert plot.notes == ["空心方点是快报、估计、推算或预测的数，还会变。"]


def test_every_figure_can_be_pointed_at():
    plot = time_figure(
        [*course("柳州", 2018, ["1.0", None]), figure("柳州", "3", "2020", bound="at_least", status="P")]
    ).plot

    points = plot.series[0].points
    assert [point.text for point in points] == ["柳州 2018年，1.0 %", "柳州 2020年，≥3 %，快报"]
    assert [(point.x, point.y) for point in points] == [(dot.x, dot.y) for dot in dots(plot)]


def test_in_a_long_course_every_figure_can_be_pointed_at_though_few_have_a_dot():
    plot = time_figure(course("柳州", 1980, map(str, range(41)))).plot

    assert len(dots(plot)) == 2
    assert len(plot.series[0].points) == 41
    months = [figure("柳州", "1", f"{year}-{month:02}") for year in range(2014, 2021) for month in range(1, 13)]
    assert time_figure(months).plot.series[0].points == ()


def test_a_bound_points_to_where_the_value_lies():
    figures = [figure("柳州", "600", bound="at_least"), figure("岳阳", "20", bound="at_most"), figure("赣州", "9")]

    plot = time_figure(figures).plot

    assert [dot.arrow for dot in dots(plot)] == ["less", "", "more"]
    assert plot.notes == ["箭头指向实际数所在的一边。"]


def test_a_benchmark_is_dashed_and_one_out_of_proportion_is_only_named():
    near, far = course("全国", 2018, ["52", "53", "54"]), course("广西", 2018, ["20000", "21000", "22000"])

    plot = time_figure([*TABLE_7, *near, *far]).plot

    assert [series.role for series in plot.series].count("benchmark") == 1
    assert plot.notes == ["广西 22000：相差太远，图上不画。"]


def test_years_do_not_mix_with_quarters():
    figures = [*course("柳州", 2018, ["1", "2", "3"]), figure("柳州", "0.2", "2020-Q1")]

    assert len(dots(time_figure(figures).plot)) == 3


@pytest.mark.parametrize(
    ("periods", "names"),
    [
        (["2019-Q4", "2020-Q1", "2020-Q3"], ["2019-Q4", "2020-Q1", "2020-Q2", "2020-Q3"]),
        (["2019-12", "2020-02", "2020-03"], ["2019-12", "2020-01", "2020-02", "2020-03"]),
    ],
)
def test_quarters_and_months_run_over_the_turn_of_the_year(periods, names):
    plot = time_figure([figure("柳州", "5", period) for period in periods]).plot

    assert {name.text for name in plot.foot} <= set(names)
    assert plot.foot[-1].text == names[-1]
    spread = {number(dot.x) for dot in dots(plot)}
    assert len(spread) == 3


def test_a_long_row_of_years_is_named_in_round_steps_back_from_the_newest():
    names = [name.text for name in time_figure(course("柳州", 1990, map(str, range(31)))).plot.foot]

    assert names == ["1990", "2000", "2010", "2020"]


def test_ranges_are_drawn_as_categories_where_there_is_nothing_else():
    chart = time_figure([figure("岳阳", "44.5", "2016/2020"), figure("赣州", "14.26", "2016/2020")])

    assert [name.text for name in chart.plot.foot] == ["2016—2020"]
    assert len(dots(chart.plot)) == 2


def test_nothing_known_is_no_chart():
    assert time_figure([]) is None
    assert time_figure([figure("曲靖", None)]) is None
    assert category_figure({"第一产业": [figure("曲靖", None)]}) is None


def test_categories_stand_side_by_side_with_every_dot_named():
    chart = category_figure(
        {"一产": by_city(["7.28", "11.5"]), "二产": by_city(["47.25", None]), "三产": by_city(["45.47", "48.0"])},
        "三次产业",
    )

    assert not lines(chart.plot)
    assert [name.text for name in chart.plot.foot] == ["一产", "二产", "三产"]
    assert {label.text for label in chart.plot.labels} == {
        "柳州 7.28",
        "岳阳 11.5",
        "柳州 47.25",
        "柳州 45.47",
        "岳阳 48.0",
    }
    assert chart.label == (
        "三次产业，一产：柳州 7.28、岳阳 11.5。三次产业，二产：柳州 47.25。三次产业，三产：柳州 45.47、岳阳 48.0。"
    )


def test_long_names_of_categories_take_turns_in_rows():
    plot = category_figure({f"第{n}产业占地区生产总值比重": by_city(["1"]) for n in "一二三"}).plot

    assert len({name.y for name in plot.foot}) > 1
    assert plot.height > category_figure({n: by_city(["1"]) for n in "一二三"}).plot.height
