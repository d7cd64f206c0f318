"""Courses in a cell."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import spark

from . import AREAS, course, number, values


@given(st.lists(st.none() | values, max_size=12))
def test_lines_join_neighbours_and_every_figure_is_seen(row):
    known = [i for i, value in enumerate(row) if value is not None]
    chart = spark(course("柳州", 2010, row))

    if len(known) < 2:
        assert chart is None
        return
    neighbours = [(i, i + 1) for i in known if i + 1 in known]
    assert len(chart.lines) == len(neighbours)
    ends = {x for x1, x2, _y1, _y2 in chart.lines for x in (x1, x2)} | {x for x, _y in chart.dots}
    assert len(ends) == len(known)
    for x, y in chart.dots:
        assert 4 <= number(x) <= 96
        assert 6 <= Decimal(y) <= 22


def test_table_7_of_liuzhou():
    chart = spark(course("柳州", 2018, ["41.40", "43.28", "45.47"]))

    assert chart.role == "focus"
    assert chart.lines == (("4.0%", "50.0%", "22.0", "14.6"), ("50.0%", "96.0%", "14.6", "6.0"))
    assert chart.dots == (("96.0%", "6.0"),)


def test_a_peer_is_grey_unless_it_is_chosen():
    figures = course("岳阳", 2018, ["1", "2"])

    assert spark(figures).role == "peer"
    assert spark(figures, AREAS["岳阳"]).role == "focus"
