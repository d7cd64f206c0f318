"""How areas stand on indicators."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.queries import areas_ranked, standings
from tests.factories import (
    AreaFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
)
from tests.indicators.queries import NOW, row

pytestmark = pytest.mark.django_db


def test_the_ranking_reads_the_figures_of_its_period_in_one_query(indicator, focus, peers, django_assert_num_queries):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, peers[0]], "2020")

    with django_assert_num_queries(1):
        found = areas_ranked(indicator, NOW, "2020")
        assert [row.observation.area.name for row in found.ranking.rows] == [focus.name, peers[0].name]
    assert found.period == "2020"


def test_without_a_period_the_newest_that_can_be_compared_is_counted_first(
    indicator, focus, peers, django_assert_num_queries
):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, peers[0]], "2020")

    with django_assert_num_queries(2):
        found = areas_ranked(indicator, NOW)
    assert (found.period, len(found.ranking.rows)) == ("2019", 4)


def test_where_nothing_can_be_compared_the_ranking_is_empty(indicator, focus, peers):
    row(indicator, [focus, peers[0]], "2020")

    found = areas_ranked(indicator, NOW)
    assert (found.period, found.ranking.rows, found.benchmarks) == (None, (), ())


def test_a_period_that_had_not_ended_is_left_empty(indicator, focus, peers):
    row(indicator, [focus, *peers], "2020")

    assert areas_ranked(indicator, NOW, "2020", ended_by=date(2020, 12, 30)).ranking.rows == ()
    assert len(areas_ranked(indicator, NOW, "2020", ended_by=date(2020, 12, 31)).ranking.rows) == 4


def test_other_definitions_have_a_rank_when_asked_for(indicator, focus, peers):
    row(indicator, peers, "2020")
    row(indicator, [focus], "2020", status="B")

    assert areas_ranked(indicator, NOW, "2020").ranking.of(focus.code).rank is None
    assert areas_ranked(indicator, NOW, "2020", with_other_definitions=True).ranking.of(focus.code).rank


def test_implied_figures_take_empty_places_when_asked_for(indicator, focus, peers, django_assert_num_queries):
    row(indicator, peers, "2020", value=Decimal(5))
    identity = IdentityFactory(kind="sum")
    IdentityTermFactory(identity=identity, role="whole", indicator=indicator, implied=True)
    for position in (1, 2):
        part = IdentityTermFactory(identity=identity, role="part", position=position).indicator
        row(part, [focus, *peers], "2020", value=Decimal(3)) + row(part, [focus, *peers], "2019", value=Decimal(3))

    assert areas_ranked(indicator, NOW, "2020").ranking.of(focus.code) is None
    with django_assert_num_queries(4):
        found = areas_ranked(indicator, NOW, "2020", with_implied=True)
        (led,) = [row for row in found.ranking.rows if row.observation.status == "I"]
        assert (led.observation.area, led.rank, led.observation.value) == (focus, 1, 6)
    assert len(found.ranking.rows) == 4


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
