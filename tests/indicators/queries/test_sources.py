"""Several sources of one figure, and how figures were corrected."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.queries import corrections, shown_figures, sources_beside, vintages
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, RevisionFactory, SourceFactory

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2022, 12, 31), date(2024, 5, 1)


@pytest.fixture
def cell():
    return {
        "indicator": IndicatorFactory(unit="亿元"),
        "area": AreaFactory(),
        "period": "2020",
        "source": SourceFactory(priority=1),
    }


def figure(cell, value, **more):
    fields = {"value": None, "status": "M"} if value is None else {"value": Decimal(value)}
    return ObservationFactory(**(cell | fields | more))


def beside(indicator, known_on=None):
    shown = shown_figures([indicator], AsOf(date(2026, 7, 1), known_on))[indicator.pk]
    return sources_beside(shown, known_on)


def test_what_other_sources_and_places_give_stands_beside_the_shown_figure_with_the_difference(cell):
    shown = figure(cell, "419.84")
    prose = figure(cell, "419.8", decimals=1, locator="二(四)")
    yearbook = figure(cell, "430", decimals=0, source=SourceFactory(priority=9))

    (several,) = beside(cell["indicator"])

    assert several.shown == shown
    assert [(other.observation, other.difference) for other in several.others] == [
        (prose, Decimal("-0.04")),
        (yearbook, Decimal("10.16")),
    ]
    assert [other.percent for other in several.others] == [Decimal("-0.01"), Decimal("2.4")]


def test_a_figure_of_one_source_has_nothing_beside_it(cell):
    figure(cell, "1")
    figure(cell | {"period": "2019"}, "2")
    figure(cell | {"area": AreaFactory()}, "3")

    assert beside(cell["indicator"]) == []
    assert sources_beside([]) == []


@pytest.mark.parametrize("other", [None, ("600", "at_least"), ("600", "at_most")])
def test_nothing_is_subtracted_from_or_by_what_is_missing_or_only_a_bound(cell, other):
    figure(cell, "612")
    value, bound = other or (None, "exact")
    figure(cell, value, bound=bound, source=SourceFactory(priority=9))

    (several,) = beside(cell["indicator"])

    assert (several.others[0].difference, several.others[0].percent) == (None, None)


@pytest.mark.parametrize(("unit", "shown"), [("%", "1.8"), ("亿元", "0"), ("亿元", "-3")])
def test_per_cent_is_told_only_of_amounts_above_zero(cell, unit, shown):
    cell["indicator"] = IndicatorFactory(unit=unit)
    figure(cell, shown)
    figure(cell, "2.0", source=SourceFactory(priority=9))

    (several,) = beside(cell["indicator"])

    assert several.others[0].difference == Decimal("2.0") - Decimal(shown)
    assert several.others[0].percent is None


def test_only_what_was_known_on_the_day_stands_beside(cell):
    figure(cell, "1", vintage=EARLY)
    figure(cell, "2", vintage=LATE, locator="二(四)")

    assert beside(cell["indicator"], known_on=EARLY) == []
    assert len(beside(cell["indicator"], known_on=LATE)) == 1


def test_a_corrected_version_is_no_other_source(cell):
    figure(cell, "1", vintage=EARLY)
    figure(cell, "2", vintage=LATE)

    assert beside(cell["indicator"]) == []


def test_all_of_an_indicator_is_compared_in_one_query(cell, django_assert_num_queries):
    for _ in range(3):
        cell["area"] = AreaFactory()
        figure(cell, "1")
        figure(cell, None, source=SourceFactory(priority=9))
    shown = shown_figures([cell["indicator"]], AsOf(date(2026, 7, 1)))[cell["indicator"].pk]

    with django_assert_num_queries(1):
        found = sources_beside(shown)
        assert [str(other.observation.source) for several in found for other in several.others]
    assert len(found) == 3


@pytest.fixture
def history(cell):
    """Preliminary, then final, then revised after a census."""
    notice = RevisionFactory(source=cell["source"], kind="census")
    return [
        figure(cell, "10", vintage=date(2021, 2, 1), status="P"),
        figure(cell, "11", vintage=date(2021, 10, 1)),
        figure(cell, "14", vintage=date(2024, 12, 1), revision=notice),
    ]


def test_a_figures_versions_are_told_newest_first_with_their_notices(history, django_assert_num_queries):
    preliminary, final, census = history
    figure({"indicator": final.indicator, "area": final.area, "source": final.source}, "9", locator="二(四)")

    with django_assert_num_queries(1):
        found = vintages(final)
        assert [row.revision and row.revision.kind for row in found] == ["census", None, None]
    assert found == [census, final, preliminary]
    assert vintages(final, known_on=date(2023, 1, 1)) == [final, preliminary]


def test_corrections_lead_from_each_version_to_the_next(history, django_assert_num_queries):
    preliminary, final, census = history
    figure({"indicator": final.indicator, "area": AreaFactory()}, "9")

    with django_assert_num_queries(2):
        found = corrections([final.indicator])
        assert [str(row.after.source) for row in found]
    assert [(row.before, row.after, row.difference) for row in found] == [
        (final, census, Decimal(3)),
        (preliminary, final, Decimal(1)),
    ]


def test_corrections_of_later_days_and_other_indicators_are_not_told(history):
    final = history[1]

    assert [row.after for row in corrections([final.indicator], known_on=date(2023, 1, 1))] == [final]
    assert corrections([IndicatorFactory()]) == []
