"""Reads that pages and API share."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.queries import period_to_compare, periods_to_compare, ranking, shown_figures, standings
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory

pytestmark = pytest.mark.django_db

NOW = AsOf(date(2026, 7, 1))


@pytest.fixture
def indicator():
    return IndicatorFactory()


@pytest.fixture
def focus():
    return AreaFactory(kind="focus", position=0)


@pytest.fixture
def peers():
    return AreaFactory.create_batch(3)


def row(indicator, areas, period, **more):
    return [ObservationFactory(indicator=indicator, area=area, period=period, **more) for area in areas]


def test_shown_figures_come_by_indicator_in_order_of_area_and_period(
    indicator, focus, peers, django_assert_num_queries
):
    row(indicator, [peers[0], focus], "2020")
    row(indicator, [focus], "2019")
    row(indicator, [focus], "2016/2020", value=None, status="M")
    other = row(IndicatorFactory(), [focus], "2020")

    with django_assert_num_queries(1):
        figures = shown_figures([indicator, other[0].indicator], NOW)
        read = [(f.area.name, f.period, f.source.title, f.indicator.unit) for f in figures[indicator.pk]]
    assert [(name, period) for name, period, _source, _unit in read] == [
        (focus.name, "2019"),
        (focus.name, "2016/2020"),
        (focus.name, "2020"),
        (peers[0].name, "2020"),
    ]
    assert figures[other[0].indicator_id] == other
    assert figures[0] == []


def test_shown_figures_are_those_known_on_the_day(indicator, focus):
    (old,) = row(indicator, [focus], "2020", vintage=date(2022, 12, 31))
    ObservationFactory(
        indicator=indicator, area=focus, period="2020", source=old.source, vintage=date(2026, 1, 1), value=Decimal(9)
    )

    then = shown_figures([indicator], AsOf(date(2026, 7, 1), known_on=date(2025, 12, 31)))
    assert then[indicator.pk] == [old]
    assert shown_figures([indicator], NOW)[indicator.pk] != [old]


def test_the_newest_period_with_three_cities_is_compared(indicator, focus, peers):
    figures = row(indicator, [focus, *peers], "2019")
    figures += row(indicator, [focus, *peers[:2]], "2020")
    figures += row(indicator, [focus, peers[0]], "2021")

    assert period_to_compare(figures) == "2020"


def test_a_period_with_two_cities_can_be_chosen(indicator, focus, peers, django_assert_num_queries):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, peers[0]], "2021", vintage=date(2026, 1, 1))
    row(indicator, [focus, AreaFactory(kind="benchmark")], "2022")
    row(indicator, [focus], "2023") + row(indicator, [peers[0]], "2023", value=None, status="M")
    row(IndicatorFactory(), [focus, *peers], "2024")

    with django_assert_num_queries(1):
        assert periods_to_compare(indicator, NOW) == ["2021", "2019"]
    assert periods_to_compare(indicator, AsOf(date(2026, 7, 1), known_on=date(2025, 12, 31))) == ["2019"]


def test_missing_cells_benchmarks_forecasts_and_ranges_do_not_make_a_period_comparable(indicator, focus, peers):
    nation = AreaFactory(kind="benchmark")
    figures = row(indicator, [focus, *peers], "2018")
    figures += row(indicator, [focus, peers[0], nation], "2019")
    figures += row(indicator, [focus, peers[0]], "2020") + row(indicator, [peers[1]], "2020", value=None, status="M")
    figures += row(indicator, [focus, *peers], "2025", status="F")
    figures += row(indicator, [focus, *peers], "2016/2026")

    assert period_to_compare(figures) == "2018"


def test_nothing_is_compared_where_no_period_has_enough(indicator, focus, peers):
    assert period_to_compare([]) is None
    assert period_to_compare(row(indicator, [focus, peers[0]], "2020")) is None
    row(indicator, [focus], "2021")
    assert periods_to_compare(indicator, NOW) == ["2020"]


def test_the_ranking_is_of_one_period_only(indicator, focus, peers):
    figures = row(indicator, [focus, *peers], "2019") + row(indicator, [focus, peers[0]], "2020")

    assert len(ranking(indicator, figures, "2019").rows) == 4
    assert len(ranking(indicator, figures, "2020").rows) == 2
    assert ranking(indicator, figures, None).rows == ()


def test_an_areas_standing_names_period_place_and_benchmarks(indicator, focus, peers, django_assert_num_queries):
    nation = AreaFactory(kind="benchmark")
    row(indicator, peers, "2020", value=Decimal(5))
    row(indicator, [focus], "2020", value=Decimal(7))
    row(indicator, [nation], "2020", value=Decimal(6))
    row(indicator, [AreaFactory(kind="benchmark")], "2020", value=None, status="M")
    not_comparable = row(IndicatorFactory(), [focus, peers[0]], "2020")[0].indicator
    without_the_area = row(IndicatorFactory(), peers, "2020")[0].indicator

    with django_assert_num_queries(2):
        (standing,) = standings(focus, [indicator, not_comparable, without_the_area], NOW)
        assert [mark.area.name for mark in standing.benchmarks] == [nation.name]
    assert (standing.indicator, standing.period) == (indicator, "2020")
    assert standing.row.rank == 1
    assert standing.row.gap_to_median == 2
