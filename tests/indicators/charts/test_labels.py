"""Labels never stand on each other."""

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.labels import GAP, Wish, in_rows, stack
from indicators.charts.scale import text_width

from . import pixels

places = st.lists(st.decimals(14, 270, places=3), max_size=15)
LOW, HIGH = Decimal(14), Decimal(270)


@given(places)
def test_stacked_labels_keep_a_line_between_them_and_stay_inside(wanted):
    found = sorted(stack(wanted, LOW, HIGH))

    assert all(b - a >= GAP for a, b in pairwise(found))
    assert all(LOW <= place <= HIGH for place in found)


@given(places)
def test_stacked_labels_keep_their_order(wanted):
    found = stack(wanted, LOW, HIGH)

    for (a, place_a), (b, place_b) in combinations(zip(wanted, found, strict=True), 2):
        if a != b:
            assert (a < b) == (place_a < place_b)


@given(st.lists(st.decimals(14, 270, places=1), min_size=30, max_size=30))
def test_labels_that_do_not_all_fit_are_still_apart(wanted):
    assert all(b - a == GAP for a, b in pairwise(sorted(stack(wanted, LOW, HIGH))))


def test_labels_with_room_stay_where_they_are():
    wanted = [Decimal(200), Decimal("20.5"), Decimal(60)]

    assert stack(wanted, LOW, HIGH) == wanted


def test_two_labels_in_one_place_give_way_by_halves():
    assert stack([Decimal(100), Decimal(100)], LOW, HIGH) == [Decimal(91), Decimal(109)]


wishes = st.lists(
    st.builds(
        Wish,
        text=st.sampled_from(["柳州", "赣州 420.61", "Xiangyang 43.1", "全国 1015986 →"]),
        at=st.decimals(2.5, 97.5, places=1),
        anchor=st.sampled_from(["start", "middle", "end"]),
        role=st.just("peer"),
    ),
    max_size=6,
)


@given(wishes, st.sampled_from([199, 240, 370, 640]))
def test_labels_in_a_row_are_clear_of_each_other_at_every_width(wanted, width):
    placed = in_rows(wanted, (199, 640))

    assert [label.text for label in placed] == [wish.text for wish in wanted]
    for row in range(len(placed)):
        spans = sorted(pixels(p.text, p.x, p.dx, p.anchor, width) for p in placed if p.row == row)
        assert all(end < begin for (_begin, end), (begin, _end) in pairwise(spans))


@given(wishes)
def test_labels_stay_inside_the_narrowest_chart(wanted):
    for label in in_rows(wanted, (199, 640)):
        begin, end = pixels(label.text, label.x, label.dx, label.anchor, 199)
        assert begin > -1  # places are rounded to a tenth of a per cent
        assert end < 200


@pytest.mark.parametrize("anchor", ["start", "end"])
def test_a_label_wider_than_the_chart_has_a_row_all_the_same(anchor):
    text = "一个非常非常非常长的名字 123456"
    assert text_width(text) > 199

    assert [label.row for label in in_rows([Wish(text, Decimal(50), anchor, "peer")] * 2, (199, 640))] == [0, 1]


def test_a_label_moves_aside_rather_than_open_a_row():
    wanted = [
        Wish("柳州", Decimal("73.9"), "middle", "focus"),
        Wish("全国 2.23", Decimal("97.5"), "middle", "benchmark"),
    ]

    focus, nation = in_rows(wanted, (199, 640))

    assert (focus.row, nation.row) == (0, 0)
    assert (focus.anchor, focus.dx) == ("end", -14)
    assert (nation.anchor, nation.x) == ("end", "100.0%")


@pytest.mark.parametrize(("at", "anchor", "x"), [("2.5", "start", "0.0%"), ("97.5", "end", "100.0%")])
def test_a_label_at_an_edge_leans_inward_from_its_dot(at, anchor, x):
    (label,) = in_rows([Wish("Liuzhou", Decimal(at), "middle", "focus")], (199, 640))

    assert (label.anchor, label.x) == (anchor, x)
