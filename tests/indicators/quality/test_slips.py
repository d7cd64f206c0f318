"""Figures in a wrong unit."""

import pytest

from indicators.quality import slips
from indicators.quality.figures import cells
from indicators.quality.series import all_series

from .figures import QUJING, city, figure, indicator

LEVEL, RATE = indicator("level"), indicator("rate", "%")


def in_series(of, *printed, first=2010, step=1):
    figures = [figure(of, text, str(first + step * n)) for n, text in enumerate(printed)]
    return [finding for series in all_series(cells(figures)) for finding in slips.in_series(series)]


def among_peers(*printed, **of):
    figures = [figure(LEVEL, text, area=city(n), **of) for n, text in enumerate(printed)]
    return list(slips.among_peers(cells(figures), ()))


@pytest.mark.parametrize(
    ("printed", "period", "power"),
    [
        (("100", "108", "1150", "121", "130"), "2012", 1),
        (("100", "108", "0.0115", "121", "130"), "2012", -4),
        (("1000", "108", "115", "121"), "2010", 1),
        (("100", "108", "115", "1210000"), "2013", 4),
        (("100", "108", "115", "1210", "1300"), "2013", 1),
    ],
    ids=["too large", "too small", "the first", "the last", "the shorter side"],
)
def test_a_figure_that_leaves_its_series_by_a_power_of_ten_is_found(printed, period, power):
    (finding,) = in_series(LEVEL, *printed)

    assert (finding.kind, finding.severity, finding.period) == ("unit_slip", "warning", period)
    assert finding.words["power"] == power


@pytest.mark.parametrize("printed", [("100", "108", "230", "121"), ("100", "500", "2500", "12500"), ("0", "10", "0")])
def test_growth_is_no_slip_however_fast(printed):
    assert in_series(LEVEL, *printed) == []


def test_years_apart_say_nothing_of_the_unit():
    assert in_series(LEVEL, "137", "1370", step=5) == []


def test_a_rate_may_be_ten_times_another():
    assert in_series(RATE, "0.5", "5.0", "0.5") == []


def test_a_city_far_from_all_others_that_lie_close_is_found():
    (finding,) = among_peers("100", "120", "90", "110", "1050", "130")

    assert finding.area == city(4)
    assert finding.words["power"] == 1


def test_cities_that_differ_widely_anyway_say_nothing():
    assert among_peers("100", "900", "20", "110", "5", "1300") == []


def test_few_cities_say_nothing():
    assert among_peers("100", "120", "1100") == []


def test_its_own_series_says_more_than_other_cities():
    figures = [figure(LEVEL, text, area=city(n)) for n, text in enumerate(("100", "120", "90", "110", "95", "130"))]
    large = figure(LEVEL, "1100", area=QUJING)

    assert len(list(slips.among_peers(cells([*figures, large]), ()))) == 1
    assert list(slips.among_peers(cells([*figures, large]), {large.pk})) == []
