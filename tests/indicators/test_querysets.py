"""What was known when, and which of several figures is shown."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Area, Observation
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2022, 12, 31), date(2024, 5, 1)


@pytest.fixture
def cell():
    """One indicator, area, period and source: figures of it compete."""
    return {"indicator": IndicatorFactory(), "area": AreaFactory(), "period": "2020", "source": SourceFactory()}


def figure(cell, **more):
    return ObservationFactory(**(cell | more))


def missing(cell, **more):
    return figure(cell, value=None, status="M", **more)


def test_a_correction_replaces_the_figure_at_its_place(cell):
    old = figure(cell, vintage=EARLY, value=Decimal(1))
    new = figure(cell, vintage=LATE, value=Decimal(2))

    assert list(Observation.objects.known_on(None)) == [new]
    assert list(Observation.objects.known_on(LATE)) == [new]
    assert list(Observation.objects.known_on(date(2024, 4, 30))) == [old]
    assert not Observation.objects.known_on(date(2022, 12, 30)).exists()


def test_every_version_can_be_asked_for_and_each_knows_the_one_before(cell):
    first = figure(cell, vintage=EARLY, value=Decimal(1))
    second = figure(cell, vintage=date(2023, 1, 1), value=Decimal(2))
    third = figure(cell, vintage=LATE, value=Decimal(3))
    other_place = figure(cell, vintage=EARLY, locator="二(一)")

    assert list(Observation.objects.versions_of(second)) == [third, second, first]
    assert set(Observation.objects.recorded_by(date(2023, 1, 1))) == {first, second, other_place}
    assert set(Observation.objects.recorded_by(None)) == {first, second, third, other_place}
    assert {row.pk: row.before_id for row in Observation.objects.with_before()} == {
        first.pk: None,
        second.pk: first.pk,
        third.pk: second.pk,
        other_place.pk: None,
    }


def test_a_correction_leaves_other_places_sources_areas_and_periods_alone(cell):
    others = {
        figure(cell, vintage=EARLY, locator="二(一)"),
        figure(cell, vintage=EARLY, source=SourceFactory()),
        figure(cell, vintage=EARLY, area=AreaFactory()),
        figure(cell, vintage=EARLY, period="2019"),
        figure(cell, vintage=EARLY, indicator=IndicatorFactory()),
    }
    figure(cell, vintage=EARLY)
    new = figure(cell, vintage=LATE)

    assert set(Observation.objects.known_on(None)) == others | {new}


@pytest.mark.parametrize("known_on", [None, date(2025, 1, 1)])
def test_each_area_and_period_shows_one_figure_of_the_newest_vintage(cell, known_on):
    figure(cell, vintage=EARLY, value=Decimal(1))
    new = figure(cell, vintage=LATE, value=Decimal(2))
    other_period = figure(cell, period="2019")
    other_area = figure(cell, area=AreaFactory())

    assert set(Observation.objects.shown(known_on)) == {new, other_period, other_area}


def test_the_old_figure_is_shown_to_who_asks_what_was_known_then(cell):
    old = figure(cell, vintage=EARLY, value=Decimal(1))
    figure(cell, vintage=LATE, value=Decimal(2))

    assert list(Observation.objects.shown(date(2023, 1, 1))) == [old]


def test_a_value_is_shown_before_a_missing_one_whatever_the_source(cell):
    missing(cell, source=SourceFactory(priority=1), locator="表1")
    value = figure(cell, source=SourceFactory(priority=9), locator="二(一)", value=Decimal(0))

    assert list(Observation.objects.shown()) == [value]


def test_a_missing_cell_is_shown_where_nothing_else_is_known(cell):
    cell_ = missing(cell)

    assert list(Observation.objects.shown()) == [cell_]


def test_a_figure_withdrawn_by_a_later_vintage_is_missing_not_old(cell):
    figure(cell, vintage=EARLY, value=Decimal(1))
    withdrawn = missing(cell, vintage=LATE)

    assert list(Observation.objects.shown()) == [withdrawn]


def test_the_lower_number_of_priority_is_shown_first_even_in_prose(cell):
    figure(cell, source=SourceFactory(priority=20), locator="表1")
    trusted = figure(cell, source=SourceFactory(priority=10), locator="二(一)")

    assert list(Observation.objects.shown()) == [trusted]


@pytest.mark.parametrize("prose", ["表9 注", "二(一)", "引言", "四(一)1·一是·3"])
def test_a_table_is_shown_before_prose_and_before_a_tables_note(cell, prose):
    figure(cell, locator=prose)
    table = figure(cell, locator="表9")

    assert list(Observation.objects.shown()) == [table]


def test_between_equals_what_was_learnt_last_is_shown_then_what_was_recorded_first(cell):
    first = figure(cell, locator="引言", vintage=EARLY)
    figure(cell, locator="一(一)", vintage=EARLY)
    assert list(Observation.objects.shown()) == [first]

    corrected = figure(cell, locator="一(一)", vintage=LATE)
    assert list(Observation.objects.shown()) == [corrected]
    assert list(Observation.objects.shown(EARLY)) == [first]


def test_shown_composes_with_other_filters_without_changing_its_choice(cell):
    figure(cell, locator="二(一)", status="B")
    figure(cell, locator="表1")

    assert not Observation.objects.shown().filter(locator="二(一)").exists()
    assert not Observation.objects.filter(status="B").shown().exists()
    assert [row.shown_id == row.pk for row in Observation.objects.with_shown().order_by("locator")].count(True) == 1


def test_compared_areas_are_the_focus_and_its_peers():
    focus, peer, nation = AreaFactory(kind="focus"), AreaFactory(kind="peer"), AreaFactory(kind="benchmark")

    assert set(Area.objects.ranked()) == {focus, peer}
    assert list(Area.objects.benchmarks()) == [nation]


def test_areas_of_an_indicator_begin_with_the_focus_city_and_end_with_benchmarks(cell):
    nation, peer, focus = AreaFactory(kind="benchmark"), AreaFactory(), AreaFactory(kind="focus")
    AreaFactory()  # nothing of it is recorded
    for area in (nation, peer):
        figure(cell, area=area, vintage=EARLY)
    missing(cell, area=focus, vintage=LATE)

    assert list(Area.objects.recorded_for(cell["indicator"])) == [focus, peer, nation]
    assert list(Area.objects.recorded_for(cell["indicator"], EARLY)) == [peer, nation]


def test_reading_order_follows_positions_never_codes(django_assert_num_queries):
    second = ObservationFactory(indicator=IndicatorFactory(code="a", position=10), area=AreaFactory(position=1))
    first = ObservationFactory(indicator=IndicatorFactory(code="b", position=2), area=AreaFactory(position=10))
    newest = ObservationFactory(indicator=first.indicator, area=first.area, period="2021")

    with django_assert_num_queries(1):
        rows = list(Observation.objects.for_reading())
        assert [(row.indicator.name, row.area.name, row.source.title) for row in rows]
    assert rows == [newest, first, second]
