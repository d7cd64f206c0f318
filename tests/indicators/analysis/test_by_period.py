"""Figures of one indicator as a table."""

from indicators.analysis.by_period import by_period
from indicators.models import Observation

from . import LIUZHOU, ZUNYI, a_figure


def dated(*figures):
    """With the ends of their periods, as saving gives them."""
    for figure in figures:
        for edge in ("period_start", "period_end"):
            Observation._meta.get_field(edge).pre_save(figure, add=True)
    return figures


def test_periods_run_down_from_the_newest_and_areas_across_as_given():
    old, new, other = dated(a_figure("1", "2019"), a_figure("2", "2020"), a_figure("3", "2020", area=ZUNYI))

    table = by_period([old, new, other], [ZUNYI, LIUZHOU], most=9)

    assert table.areas == (ZUNYI, LIUZHOU)
    assert [(row.period, row.cells) for row in table.rows] == [
        ("2020", ((ZUNYI, other), (LIUZHOU, new))),
        ("2019", ((ZUNYI, None), (LIUZHOU, old))),
    ]
    assert table.left_out == 0


def test_older_periods_are_left_out_and_counted():
    figures = dated(*(a_figure("1", str(year)) for year in range(2000, 2010)))

    table = by_period(figures, [LIUZHOU], most=4)

    assert [row.period for row in table.rows] == ["2009", "2008", "2007", "2006"]
    assert table.left_out == 6


def test_of_periods_that_end_together_the_shorter_comes_first():
    figures = dated(a_figure("1", "2016/2020"), a_figure("2", "2020"), a_figure("3", "2020-Q4"), a_figure("4", "2019"))

    assert [row.period for row in by_period(figures, [LIUZHOU], most=9).rows] == [
        "2020-Q4",
        "2020",
        "2016/2020",
        "2019",
    ]


def test_figures_of_other_areas_are_passed_over():
    figures = dated(a_figure("1", area=ZUNYI))

    assert by_period(figures, [LIUZHOU], most=9).rows == ()
