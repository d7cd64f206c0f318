"""What follows from the figures that are known."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from indicators.queries import implied_figures
from tests.factories import AreaFactory, IdentityFactory, IdentityTermFactory, IndicatorFactory, ObservationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicators():
    """Share, part and whole; the whole may follow."""
    identity = IdentityFactory()
    found = {role: IndicatorFactory(code=role) for role in ("share", "part", "whole")}
    for role, indicator in found.items():
        IdentityTermFactory(identity=identity, role=role, indicator=indicator, implied=role == "whole")
    return found


def known(indicators, area, **columns):
    for role, value in (("share", "25.00"), ("part", "50.00")):
        ObservationFactory(indicator=indicators[role], area=area, value=Decimal(value), **columns)


def test_of_all_in_three_queries(indicators, django_assert_num_queries):
    areas = [AreaFactory(), AreaFactory()]
    for area in areas:
        known(indicators, area)

    with django_assert_num_queries(3):
        found = implied_figures(AsOf.now())

    assert [(one.indicator, one.area) for one in found] == [(indicators["whole"], area) for area in areas]


def test_only_of_the_indicators_and_areas_that_are_wanted(indicators):
    one, other = AreaFactory(), AreaFactory()
    known(indicators, one)
    known(indicators, other)

    assert [found.area for found in implied_figures(AsOf.now(), [indicators["whole"]], [other])] == [other]
    assert implied_figures(AsOf.now(), [indicators["part"]]) == []


def test_from_what_was_known_on_the_day(indicators):
    known(indicators, AreaFactory(), vintage=date(2024, 1, 1))

    assert implied_figures(AsOf(as_of=date(2026, 1, 1), known_on=date(2023, 12, 31))) == []
    assert len(implied_figures(AsOf(as_of=date(2026, 1, 1), known_on=date(2024, 1, 1)))) == 1


def test_it_is_never_stored(indicators):
    known(indicators, AreaFactory())
    implied_figures(AsOf.now())

    assert not indicators["whole"].observations.exists()
