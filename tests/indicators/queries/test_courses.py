"""How figures changed and where they lead, area by area."""

from decimal import Decimal

import pytest

from indicators.periods import parse
from indicators.queries import changes, outlook
from tests.indicators.analysis import LIUZHOU, ZUNYI, a_course, a_figure

OURS = a_course("100.0", "110.0", "121.0", area=LIUZHOU)
THEIRS = a_course("200.0", "200.0", "200.0", area=ZUNYI)
NOTHING_ASKED = {"area": LIUZHOU, "to": None, "window": None, "target": None, "year": None}


def test_of_the_areas_asked_for_in_their_order():
    rows = changes([*OURS, *THEIRS], [ZUNYI, LIUZHOU], "2015", "2016")

    assert [(row.area, row.change, row.index) for row in rows] == [
        (ZUNYI, 0, Decimal("100.00")),
        (LIUZHOU, 10, Decimal("110.0")),
    ]


def test_of_all_areas_that_have_a_figure_of_either_period():
    rows = changes([*OURS, *THEIRS[:1], a_figure("1", "1999", area=ZUNYI)], [], "2015", "2017")

    assert [row.area for row in rows] == [LIUZHOU, ZUNYI]
    assert rows[1].last is None
    assert set(rows[1].declined.values()) == {"遵义 2017 没有数。"}


def test_each_number_declines_for_itself():
    (row,) = changes(a_course("-1", "2"), [LIUZHOU], "2015", "2016")

    assert row.change == 3
    assert row.declined.keys() == {"percent_change", "compound_growth", "index"}


def test_a_question_that_asks_nothing_has_no_answer():
    assert outlook(OURS, NOTHING_ASKED) is None


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ({"to": ZUNYI}, "projection"),
        ({"to": ZUNYI, "window": parse("2016/2017")}, "declined"),
        ({"target": Decimal(150), "year": 2020}, "needed"),
        ({"target": Decimal(50), "year": 2020}, "declined"),
        ({"area": ZUNYI, "to": LIUZHOU}, "declined"),
    ],
)
def test_the_answer_is_one_of_three(asked, given):
    found = outlook([*OURS, *THEIRS], NOTHING_ASKED | asked)

    assert [name for name in ("projection", "needed", "declined") if getattr(found, name) is not None] == [given]


def test_the_area_is_not_taken_for_another():
    found = outlook([*OURS, *THEIRS], NOTHING_ASKED | {"to": ZUNYI})

    assert (found.projection.behind.area, found.projection.ahead.area) == (LIUZHOU, ZUNYI)
