"""Figures that leave the course of their own series."""

from decimal import Decimal

import pytest

from indicators.quality import outliers
from indicators.quality.figures import cells
from indicators.quality.series import all_series

from .figures import city, figure, indicator

LEVEL, RATE = indicator("level"), indicator("rate", "%")
EVEN = ["100.0", "108.1", "116.2", "126.0", "135.9", "147.3", "158.6", "171.5", "185.2", "200.3"]


def check(of, printed, set_aside=()):
    figures = [figure(of, text, str(2010 + n)) for n, text in enumerate(printed)]
    return found_in(figures, set_aside)


def found_in(figures, set_aside=()):
    return list(outliers.check(all_series(cells(figures)), set_aside))


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

    assert found_in(figures) == []


def test_rates_are_compared_by_points():
    rates = ["8.0", "8.2", "7.9", "8.1", "8.0", "0.8", "8.1", "8.0", "7.8"]

    (finding,) = check(RATE, rates)
    assert finding.period == "2015"
    assert check(RATE, ["0.1", "-0.1", "0.0", "0.1", "-0.1", "0.0", "0.1", "0.0", "0.1"]) == []


def test_levels_that_reach_zero_have_no_growth_to_judge():
    assert check(LEVEL, without(4, "0.0")) == []


def test_what_is_known_to_be_wrong_is_set_aside():
    figures = [figure(LEVEL, text, str(2010 + n)) for n, text in enumerate(without(5, "1473"))]

    assert len(found_in(figures)) == 1
    assert found_in(figures, {figures[5].pk}) == []


def test_months_are_compared_with_the_same_month_of_other_years():
    figures = [
        figure(LEVEL, f"{Decimal(text) * month:.1f}", f"{2010 + n}-{month:02}")
        for n, text in enumerate(EVEN)
        for month in (1, 2, 12)
    ]

    assert [len(series.figures) for series in all_series(cells(figures))] == [10, 10, 10]
    assert found_in(figures) == []


def panel(areas, of_the_first="-5.3"):
    """Growth rates of areas, each with its own course, that all fall in 2018; the first one as deep as is said."""
    usual = ["8.0", "8.2", "7.9", "8.1", "8.0", "7.8", "8.1", "8.0"]
    return [
        figure(RATE, text, str(2010 + n), area=city(area))
        for area in range(areas)
        for n, text in enumerate([*usual, of_the_first if area == 0 else f"3.{area}"])
    ]


def test_what_befell_all_areas_alike_is_no_doubt_about_one_of_them():
    assert found_in(panel(5, of_the_first="3.5")) == []


def test_who_falls_much_deeper_than_the_others_is_found_all_the_same():
    (finding,) = found_in(panel(5))

    assert (finding.area, finding.period) == (city(0), "2018")


def test_a_few_areas_do_not_say_what_befell_all():
    assert {finding.period for finding in found_in(panel(4))} == {"2018"}
    assert len(found_in(panel(4))) == 4
