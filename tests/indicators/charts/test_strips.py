"""Strips from the lowest to the highest."""

from decimal import Decimal
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import strip
from indicators.charts.strips import WIDTHS

from . import AREAS, by_city, figure, number, pixels, standing, values

rows = st.lists(st.none() | values, min_size=1, max_size=6).filter(lambda row: any(v is not None for v in row))
TRADE = ["7.18", "10.49", "4.74", "13.8", "1.21", "3.24"]


def drawn(row, *marks, **more):
    return strip(standing(by_city(row), [figure(area, value) for area, value in marks]), **more)


@given(rows, values)
def test_everything_stands_inside(row, mark):
    chart = drawn(row, ("全国", mark))
    places = [dot.x for dot in chart.dots] + list(chart.benchmarks) + ([chart.median] if chart.median else [])

    assert all(Decimal("2.5") <= number(place) <= Decimal("97.5") for place in places)
    assert all(0 < text.y < chart.height for text in chart.texts)


@given(rows)
def test_the_order_of_values_is_the_order_of_dots(row):
    peers = [number(dot.x) for dot in drawn(row).dots if dot.role != "focus"]

    assert peers == sorted(peers)
    assert len(drawn(row).dots) == len(row) - row.count(None)


@given(rows, values, values)
def test_words_in_a_row_are_clear_of_each_other(row, one, other):
    chart = drawn(row, ("全国", one), ("广西", other))

    for y, width in product({text.y for text in chart.texts}, WIDTHS):
        spans = sorted(pixels(t.text, t.x, t.dx, t.anchor, width) for t in chart.texts if t.y == y)
        assert all(end < begin for (_begin, end), (begin, _end) in pairwise(spans))


def test_lowest_and_highest_are_named_above_and_the_focus_below():
    chart = drawn(TRADE)

    assert chart.height == 52
    assert [(text.text, text.y, text.anchor) for text in chart.texts] == [
        ("遵义 1.21", 13, "start"),
        ("赣州 13.8", 13, "end"),
        ("柳州", 49, "middle"),
    ]
    assert chart.dots[-1].role == "focus"
    assert chart.median is not None


def test_a_focus_that_leads_is_named_once():
    assert [text.text for text in drawn(["69.93", "60.66", "61.66"]).texts] == ["岳阳 60.66", "柳州"]


def test_a_benchmark_in_sight_has_its_line():
    chart = drawn(["1.8", "2.01", None, "1.6", "0.5", "1.0"], ("全国", "2.23"))

    assert chart.benchmarks == ("97.5%",)
    assert "全国 2.23" in [text.text for text in chart.texts]


def test_a_benchmark_out_of_sight_keeps_its_name_and_an_arrow():
    chart = drawn(TRADE, ("全国", "9000"))

    assert chart.benchmarks == ()
    assert chart.texts[-1].text == "全国 9000 →"
    assert chart.dots[-2].x == "97.5%"


def test_a_focus_without_a_figure_is_said_to_have_none():
    chart = drawn([None, "2", "3"])

    assert [dot.role for dot in chart.dots] == ["peer", "peer"]
    assert chart.texts[-1].text == "柳州无数据"


def test_bounds_point_and_other_definitions_are_told_apart():
    figures = [figure("柳州", "600", bound="at_least"), figure("襄阳", "881", status="B"), figure("赣州", "1107")]

    dots = strip(standing(figures)).dots

    assert [(dot.arrow, dot.other) for dot in dots] == [("", True), ("", False), ("more", False)]


def test_all_figures_are_told_from_low_to_high():
    assert drawn(["7.18", "10.49", None, "13.8"], ("全国", "31.65")).label == (
        "第三产业占GDP比重：柳州 7.18、岳阳 10.49、赣州 13.8、全国 31.65。"
    )


def test_the_area_whose_standing_it_is_stands_out_unless_another_is_chosen():
    assert [dot.role for dot in drawn(["1", "2"]).dots] == ["peer", "focus"]
    assert drawn(["1", "2"], chosen=AREAS["岳阳"]).texts[-1].text == "岳阳"


def test_nothing_known_is_no_chart():
    assert drawn([None, None]) is None


def test_of_a_crowd_dots_that_would_cover_each_other_are_drawn_once():
    crowd = [figure("岳阳", str(value)) for value in range(1000)]

    chart = strip(standing([figure("柳州", "500"), *crowd]))

    assert len(chart.dots) <= 102
    assert [dot.role for dot in chart.dots].count("focus") == 1
    assert {chart.dots[0].x, chart.dots[-2].x} == {"2.5%", "97.5%"}
