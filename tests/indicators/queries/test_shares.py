"""What part of another indicator's figures an indicator's are."""

from decimal import Decimal

from indicators.queries import shares
from tests.indicators.analysis import LIUZHOU, ZUNYI, a_figure


def test_each_area_has_its_part_its_whole_and_the_share():
    (row,) = shares([a_figure("25.0", area=LIUZHOU)], [a_figure("200.0", area=LIUZHOU)])

    assert (row.area, row.part.value, row.whole.value) == (LIUZHOU, 25, 200)
    assert row.share == Decimal("12.5")
    assert row.declined is None


def test_without_a_part_or_a_whole_there_is_no_share_and_it_says_so():
    rows = shares([a_figure("25.0", area=LIUZHOU)], [a_figure("200.0", area=ZUNYI)])

    assert {row.area: row.share for row in rows} == {LIUZHOU: None, ZUNYI: None}
    assert rows[0].declined == f"{rows[0].area}缺部分或总数。"


def test_what_cannot_be_divided_says_why():
    (row,) = shares([a_figure("25.0", area=LIUZHOU, bound="at_least")], [a_figure("200.0", area=LIUZHOU)])

    assert row.share is None
    assert row.declined
