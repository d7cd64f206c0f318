"""How figures changed and where they lead, area by area."""

from decimal import Decimal

import pytest

from indicators.models import Observation, Source
from indicators.periods import parse
from indicators.queries import changes, outlook, over_the_years
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


def printed(*figures: Observation) -> list[Observation]:
    """The figures as of a real source."""
    for figure in figures:
        figure.source = Source()
    return list(figures)


def test_the_span_runs_from_the_first_to_the_last_year_with_most_of_the_areas():
    odd = [a_figure("90.0", "2010", area=LIUZHOU), a_figure("130.0", "2020", area=LIUZHOU)]
    figures = printed(*OURS, *THEIRS, *odd)

    span = over_the_years(OURS[0].indicator, figures, [LIUZHOU, ZUNYI])

    assert (span.first, span.last) == ("2015", "2017")
    assert [row.compound_growth for row in span.rows] == [Decimal("10.0"), Decimal("0.00")]
    assert span.grows


def test_a_forecast_or_a_span_of_years_does_not_set_the_span():
    figures = printed(*OURS, a_figure("150.0", "2025", status="F"), a_figure("1.0", "2016/2030"))

    assert over_the_years(OURS[0].indicator, figures, [LIUZHOU]).last == "2017"


def test_one_year_makes_no_span():
    assert over_the_years(OURS[0].indicator, printed(*OURS[:1]), [LIUZHOU]) is None
    assert over_the_years(OURS[0].indicator, [], [LIUZHOU]) is None


def test_sample_data_has_no_part_in_it():
    sample = a_figure("150.0", "2018")
    sample.source = Source(sample=True)

    assert over_the_years(OURS[0].indicator, [*printed(*OURS), sample], [LIUZHOU]).last == "2017"
