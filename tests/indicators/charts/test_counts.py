"""Counts by light as cells and as a bar."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import count_cells, count_segments

from . import number

WORDS = {"done": "办结", "ok": "达序时", "soon": "预警", "late": "逾期", "none": "未启动"}


@dataclass(frozen=True)
class Count:
    light: str
    label: str
    count: int


def rows(*numbers):
    return [Count(light, word, count) for (light, word), count in zip(WORDS.items(), numbers, strict=True)]


numbers = st.lists(st.integers(0, 5000), min_size=5, max_size=5).filter(any)


@given(numbers)
def test_segments_never_touch_and_fill_no_more_than_the_bar(given):
    bar = count_segments(rows(*given)).segments

    ends = [(number(part.x), number(part.x) + number(part.width)) for part in bar]
    assert all(start < end for start, end in ends)
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert ends[0][0] > 0
    assert ends[-1][1] < 100
    assert sum(number(part.width) for part in bar) <= 100


@given(numbers)
def test_segments_keep_the_order_and_leave_zero_out(given):
    assert [part.light for part in count_segments(rows(*given)).segments] == [
        light for light, count in zip(WORDS, given, strict=True) if count
    ]


def test_lengths_are_in_proportion():
    bar = count_segments(rows(8, 22, 7, 2, 7))

    assert [(part.x, part.width) for part in bar.segments] == [
        ("0.15%", "16.89%"),
        ("17.54%", "47.33%"),
        ("65.37%", "14.72%"),
        ("80.58%", "3.85%"),
        ("84.93%", "14.72%"),
    ]
    assert bar.label == "办结 8 达序时 22 预警 7 逾期 2 未启动 7"


def test_one_in_thousands_is_still_seen():
    late = count_segments(rows(0, 4999, 0, 1, 0)).segments[1]

    assert late.light == "late"
    assert number(late.width) == Decimal("0.50")


def test_one_cell_a_thing_in_order():
    cells = count_cells(rows(1, 2, 0, 1, 0))

    assert cells.cells == ("done", "ok", "ok", "late")
    assert cells.label == "办结 1 达序时 2 逾期 1"


def test_nothing_counted_is_no_chart():
    assert count_cells(rows(0, 0, 0, 0, 0)) is None
    assert count_segments([]) is None
