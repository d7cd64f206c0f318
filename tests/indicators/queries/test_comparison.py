"""Any areas beside each other by any indicators."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.queries import compare
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory

pytestmark = pytest.mark.django_db

NOW = AsOf(date(2026, 7, 1))


@pytest.fixture
def areas():
    return AreaFactory.create_batch(3)


def figures(indicator, areas, values, period="2020", **more):
    for area, value in zip(areas, values, strict=True):
        ObservationFactory(indicator=indicator, area=area, period=period, value=Decimal(value), decimals=0, **more)
    return indicator


def ranks(line):
    return [cell.rank for cell in line.cells]


def test_areas_stand_across_and_indicators_down_in_the_order_given(areas, django_assert_num_queries):
    wealth, size = (figures(IndicatorFactory(), areas, values) for values in ([3, 2, 1], [1, 2, 3]))

    with django_assert_num_queries(1):
        found = compare(areas, [wealth, size], NOW)

    assert found.areas == tuple(areas)
    assert [line.indicator for line in found.lines] == [wealth, size]
    assert [ranks(line) for line in found.lines] == [[1, 2, 3], [3, 2, 1]]


def test_only_the_chosen_areas_take_part_in_a_rank(areas):
    indicator = figures(IndicatorFactory(), areas, [3, 2, 1])

    (line,) = compare(areas[1:], [indicator], NOW).lines

    assert ranks(line) == [1, 2]


def test_each_indicator_stands_at_its_period_with_most_of_the_areas_and_the_newest_of_equals(areas):
    indicator = IndicatorFactory()
    for period in ("2018", "2019"):
        figures(indicator, areas, [1, 2, 3], period)
    figures(indicator, areas[:1], [9], "2021")

    (line,) = compare(areas, [indicator], NOW).lines

    assert line.period == "2019"


def test_a_forecast_or_a_span_of_years_does_not_set_the_period(areas):
    indicator = figures(IndicatorFactory(), areas[:2], [1, 2])
    figures(indicator, areas, [1, 2, 3], "2025", status="F")
    figures(indicator, areas, [1, 2, 3], "2016/2022")

    (line,) = compare(areas, [indicator], NOW).lines

    assert line.period == "2020"


def test_a_span_of_years_is_compared_where_there_is_nothing_else(areas):
    indicator = figures(IndicatorFactory(), areas, [1, 2, 3], "2016/2020")

    (line,) = compare(areas, [indicator], NOW).lines

    assert line.period == "2016/2020"
    assert ranks(line) == [3, 2, 1]


def test_one_period_may_be_asked_for_all_and_what_is_missing_then_stays_empty(areas):
    indicator = figures(IndicatorFactory(), areas[:1], [1], "2018")
    figures(indicator, areas, [1, 2, 3], "2020")

    found = compare(areas, [indicator], NOW, period="2018")

    assert [cell.observation and cell.observation.value for cell in found.lines[0].cells] == [1, None, None]
    assert found.periods == ("2020", "2018")


def test_areas_may_be_ordered_by_an_indicator_best_first_and_those_without_a_rank_last(areas):
    first = figures(IndicatorFactory(), areas[1:], [5, 9])
    second = figures(IndicatorFactory(), areas, [1, 2, 3])

    found = compare(areas, [first, second], NOW, areas_by=first)

    assert found.areas == (areas[2], areas[1], areas[0])
    assert [cell.area for cell in found.lines[1].cells] == [areas[2], areas[1], areas[0]]


def test_indicators_may_be_ordered_by_an_areas_ranks(areas):
    weak = figures(IndicatorFactory(), areas, [1, 2, 3])
    unknown = IndicatorFactory()
    strong = figures(IndicatorFactory(), areas, [3, 2, 1])

    found = compare(areas, [weak, unknown, strong], NOW, indicators_by=areas[0])

    assert [line.indicator for line in found.lines] == [strong, weak, unknown]


def test_a_figure_of_another_definition_is_shown_and_ranks_only_when_asked(areas):
    indicator = figures(IndicatorFactory(), areas[:2], [1, 2])
    figures(indicator, areas[2:], [9], status="B")

    (line,) = compare(areas, [indicator], NOW).lines
    (asked,) = compare(areas, [indicator], NOW, with_other_definitions=True).lines

    assert line.cells[2].observation.value == 9
    assert ranks(line) == [2, 1, None]
    assert ranks(asked) == [3, 2, 1]


def test_a_benchmark_stands_beside_without_a_rank(areas):
    nation = AreaFactory(kind="benchmark")
    indicator = figures(IndicatorFactory(), [*areas, nation], [1, 2, 3, 9])

    (line,) = compare([*areas, nation], [indicator], NOW).lines

    assert line.cells[3].observation.value == 9
    assert ranks(line) == [3, 2, 1, None]


def test_what_was_not_known_then_is_not_compared(areas):
    indicator = figures(IndicatorFactory(), areas, [1, 2, 3], vintage=date(2023, 1, 1))

    (line,) = compare(areas, [indicator], AsOf(date(2026, 7, 1), known_on=date(2022, 1, 1))).lines

    assert line.period is None
    assert not line.figures
