"""What is known at all: of which indicator, area and year."""

from datetime import date

import pytest

from indicators.asof import AsOf
from indicators.queries import coverage
from indicators.queries.coverage import Known
from tests.factories import AreaFactory, ObservationFactory
from tests.indicators.queries import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas():
    return AreaFactory.create_batch(2)


def by_year(row):
    return {year: known for year, known in row.by_year if known}


def test_the_areas_with_a_figure_are_counted_year_by_year(indicator, areas, django_assert_num_queries):
    for area in areas:
        ObservationFactory(indicator=indicator, area=area, period="2020")
    ObservationFactory(indicator=indicator, area=areas[0], period="2018")

    with django_assert_num_queries(2):
        found = coverage([indicator], NOW)

    assert found.years == (2018, 2019, 2020)
    assert found.compared == 2
    assert by_year(found.rows[0]) == {2018: Known(1, 0, 0), 2020: Known(2, 0, 0)}


def test_years_too_many_for_a_table_stand_only_where_anything_is_recorded(indicator, areas):
    for period in ("2000", "2020"):
        ObservationFactory(indicator=indicator, area=areas[0], period=period)

    assert coverage([indicator], NOW).years == (2000, 2020)


def test_an_area_counts_once_however_many_places_print_its_figure(indicator, areas):
    for locator in ("表1", "表2", "一(一)"):
        ObservationFactory(indicator=indicator, area=areas[0], period="2020", locator=locator)

    assert by_year(coverage([indicator], NOW).rows[0]) == {2020: Known(1, 0, 0)}


def test_months_and_quarters_count_in_their_year_and_spans_apart(indicator, areas):
    for period in ("2020-Q1", "2020-03", "2016/2020"):
        ObservationFactory(indicator=indicator, area=areas[0], period=period)

    (row,) = coverage([indicator], NOW).rows

    assert by_year(row) == {2020: Known(1, 0, 0)}
    assert row.spans == Known(1, 0, 0)


def test_what_is_recorded_as_missing_is_no_figure(indicator, areas):
    ObservationFactory(indicator=indicator, area=areas[0], period="2020", value=None, status="M", decimals=0)

    (row,) = coverage([indicator], NOW).rows

    assert by_year(row) == {2020: Known(0, 0, 1)}
    assert row.empty


def test_benchmarks_are_counted_beside(indicator, areas):
    for area in (areas[0], AreaFactory(kind="benchmark")):
        ObservationFactory(indicator=indicator, area=area, period="2020")

    found = coverage([indicator], NOW)

    assert by_year(found.rows[0]) == {2020: Known(1, 1, 0)}
    assert found.compared == 2


def test_sample_figures_are_not_known(indicator, areas):
    ObservationFactory(indicator=indicator, area=areas[0], period="2020", source__sample=True)

    assert coverage([indicator], NOW).rows[0].empty


def test_one_area_may_be_asked_for(indicator, areas):
    ObservationFactory(indicator=indicator, area=areas[0], period="2020")
    ObservationFactory(indicator=indicator, area=areas[1], period="2019")

    found = coverage([indicator], NOW, areas[1])

    assert found.years == (2019,)
    assert found.compared == 1


def test_an_indicator_without_figures_keeps_its_row(indicator):
    (row,) = coverage([indicator], NOW).rows

    assert row.empty
    assert row.indicator == indicator


def test_what_was_not_known_then_is_not_counted(indicator, areas):
    ObservationFactory(indicator=indicator, area=areas[0], period="2020", vintage=date(2023, 1, 1))

    assert coverage([indicator], AsOf(date(2026, 7, 1), known_on=date(2022, 1, 1))).rows[0].empty
