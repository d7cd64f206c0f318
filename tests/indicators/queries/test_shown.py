"""The figures that are shown, and the periods at which they can be compared."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.queries import newest_to_compare, periods_to_compare, shown_at, shown_figures
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory
from tests.indicators.queries import NOW, row

pytestmark = pytest.mark.django_db


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


def test_only_those_of_the_areas_and_periods_that_are_wanted(indicator, focus, peers):
    row(indicator, [focus, *peers], "2019")
    wanted = row(indicator, [focus, peers[0]], "2020")

    assert shown_figures([indicator], NOW, [focus, peers[0]], ["2020", "2021"])[indicator.pk] == wanted


def test_each_indicators_figures_of_a_period_of_its_own(indicator, focus, peers, django_assert_num_queries):
    other = IndicatorFactory()
    old = row(indicator, [focus, *peers], "2019")
    row(indicator, [focus], "2020") + row(other, [focus], "2019")
    new = row(other, [focus, peers[0]], "2020")

    with django_assert_num_queries(1):
        figures = shown_at({indicator.pk: "2019", other.pk: "2020"}, NOW)
    assert (figures[indicator.pk], figures[other.pk]) == (old, new)


def test_the_newest_period_with_three_cities_is_compared(indicator, focus, peers, django_assert_num_queries):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, *peers[:2]], "2020")
    row(indicator, [focus, peers[0]], "2021")
    other = row(IndicatorFactory(), [focus, *peers], "2018")[0].indicator
    never = row(IndicatorFactory(), [focus, peers[0]], "2020")[0].indicator

    with django_assert_num_queries(1):
        assert newest_to_compare([indicator, other, never], NOW) == {indicator.pk: "2020", other.pk: "2018"}


def test_a_city_in_two_sources_counts_once(indicator, focus, peers):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, peers[0], peers[0]], "2020")

    assert newest_to_compare([indicator], NOW) == {indicator.pk: "2019"}


def test_what_was_not_known_or_had_not_ended_by_the_day_makes_no_period(indicator, focus, peers):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, *peers], "2020", vintage=date(2026, 1, 1))

    before = AsOf(date(2026, 7, 1), known_on=date(2025, 12, 31))
    assert newest_to_compare([indicator], before) == {indicator.pk: "2019"}
    assert newest_to_compare([indicator], NOW, date(2020, 12, 30)) == {indicator.pk: "2019"}
    assert newest_to_compare([indicator], NOW, date(2020, 12, 31)) == {indicator.pk: "2020"}


def test_a_correction_to_missing_takes_the_city_out(indicator, focus, peers):
    figures = row(indicator, [focus, *peers[:2]], "2020", vintage=date(2022, 12, 31))
    kept = {"source": figures[0].source, "vintage": date(2026, 1, 1), "value": None, "status": "M"}
    row(indicator, [focus], "2020", **kept)

    assert newest_to_compare([indicator], NOW) == {}
    assert newest_to_compare([indicator], AsOf(date(2026, 7, 1), known_on=date(2025, 1, 1))) == {indicator.pk: "2020"}


def test_missing_cells_benchmarks_forecasts_and_ranges_do_not_make_a_period_comparable(indicator, focus, peers):
    nation = AreaFactory(kind="benchmark")
    row(indicator, [focus, *peers], "2018")
    row(indicator, [focus, peers[0], nation], "2019")
    row(indicator, [focus, peers[0]], "2020") + row(indicator, [peers[1]], "2020", value=None, status="M")
    row(indicator, [focus, *peers], "2025", status="F")
    row(indicator, [focus, *peers], "2016/2026")

    assert newest_to_compare([indicator], NOW) == {indicator.pk: "2018"}


def test_a_period_with_two_cities_can_be_chosen(indicator, focus, peers, django_assert_num_queries):
    row(indicator, [focus, *peers], "2019")
    row(indicator, [focus, peers[0]], "2021", vintage=date(2026, 1, 1))
    row(indicator, [focus, AreaFactory(kind="benchmark")], "2022")
    row(indicator, [focus], "2023") + row(indicator, [peers[0]], "2023", value=None, status="M")
    row(IndicatorFactory(), [focus, *peers], "2024")

    with django_assert_num_queries(1):
        assert periods_to_compare(indicator, NOW) == ["2021", "2019"]
    assert periods_to_compare(indicator, AsOf(date(2026, 7, 1), known_on=date(2025, 12, 31))) == ["2019"]
