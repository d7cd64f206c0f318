"""Figures that leave the course of their own series."""

from decimal import Decimal

import pytest

from indicators.quality import outliers
from indicators.quality.figures import cells
from indicators.quality.series import all_series

from .figures import figure, indicator

LEVEL, RATE = indicator("level"), indicator("rate", "%")
EVEN = ["100.0", "108.1", "116.2", "126.0", "135.9", "147.3", "158.6", "171.5", "185.2", "200.3"]


def check(of, printed, set_aside=()):
    figures = [figure(of, text, str(2010 + n)) for n, text in enumerate(printed)]
    return [finding for series in all_series(cells(figures)) for finding in outliers.check(series, set_aside)]


def without(place, text):
    return [*EVEN[:place], text, *EVEN[place + 1 :]]


def test_an_even_course_has_none():
    assert check(LEVEL, EVEN) == []


@pytest.mark.parametrize("place", [1, 5, 9])
@pytest.mark.parametrize("text", ["60.0", "290.0"])
def test_a_figure_far_off_is_found_once_and_its_neighbours_are_not(place, text):
    (finding,) = check(LEVEL, without(place, text))

    assert finding.period == str(2010 + place)
    assert finding.found == Decimal(text)
    assert finding.expected in finding.expected_between
    assert finding.found not in finding.expected_between
    assert abs(finding.expected - Decimal(EVEN[place])) < 3


def test_a_lasting_step_is_found_where_it_begins():
    (finding,) = check(LEVEL, EVEN[:5] + [str(2 * Decimal(text)) for text in EVEN[5:]])

    assert finding.period == "2015"


def test_few_points_say_nothing_of_what_is_usual():
    assert check(LEVEL, without(3, "300.0")[:7]) == []


def test_a_hole_in_the_series_is_no_jump():
    figures = [figure(LEVEL, text, str(2010 + n)) for n, text in enumerate(EVEN) if n != 4]
    (series,) = all_series(cells(figures))

    assert list(outliers.check(series, ())) == []


def test_rates_are_compared_by_points():
    rates = ["8.0", "8.2", "7.9", "8.1", "8.0", "0.8", "8.1", "8.0", "7.8"]

    (finding,) = check(RATE, rates)
    assert finding.period == "2015"
    assert check(RATE, ["0.1", "-0.1", "0.0", "0.1", "-0.1", "0.0", "0.1", "0.0", "0.1"]) == []


def test_levels_that_reach_zero_have_no_growth_to_judge():
    assert check(LEVEL, without(4, "0.0")) == []


def test_what_is_known_to_be_wrong_is_set_aside():
    figures = [figure(LEVEL, text, str(2010 + n)) for n, text in enumerate(without(5, "1473"))]
    (series,) = all_series(cells(figures))

    assert len(list(outliers.check(series, ()))) == 1
    assert list(outliers.check(series, {figures[5].pk})) == []


def test_months_are_compared_with_the_same_month_of_other_years():
    figures = [
        figure(LEVEL, f"{Decimal(text) * month:.1f}", f"{2010 + n}-{month:02}")
        for n, text in enumerate(EVEN)
        for month in (1, 2, 12)
    ]

    assert [len(series.figures) for series in all_series(cells(figures))] == [10, 10, 10]
    assert [f for series in all_series(cells(figures)) for f in outliers.check(series, ())] == []
