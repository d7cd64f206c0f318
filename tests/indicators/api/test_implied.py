"""The list of figures that follow from others."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api import get, refusal, rows, values
from tests.factories import AreaFactory, IdentityFactory, IdentityTermFactory, IndicatorFactory, ObservationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

ADDRESS = "implied-figures"


@pytest.fixture
def identity():
    """Output from trade and its share."""
    identity = IdentityFactory(code="dependence")
    for role, code in (("share", "ratio"), ("part", "trade"), ("whole", "gdp")):
        IdentityTermFactory(
            identity=identity, role=role, indicator=IndicatorFactory(code=code), implied=role == "whole"
        )
    return identity


@pytest.fixture
def inputs(identity):
    """Records trade and share of an area and period."""
    share, part, _whole = (term.indicator for term in identity.terms.all())

    def record(area, period="2020", **columns):
        ObservationFactory(indicator=part, area=area, period=period, value=Decimal("171.6"), decimals=1, **columns)
        ObservationFactory(indicator=share, area=area, period=period, value=Decimal("5.40"), decimals=2, **columns)

    return record


def test_a_row_has_value_range_relation_and_inputs(client, inputs):
    inputs(AreaFactory(code="450200"))

    (row,) = rows(client, ADDRESS)
    found = row.pop("inputs")

    assert row == {
        "indicator": "gdp",
        "area": "450200",
        "period": "2020",
        "value": "3178",
        "low": "3173.9",
        "high": "3181.7",
        "unit": "%",
        "unit_en": "%",
        "status": "I",
        "identity": "dependence",
        "identity_name": "关系 dependence",
        "identity_name_en": "Relation dependence",
        "sample": False,
    }
    assert [(one["indicator"], one["value"], one["locator"]) for one in found] == [
        ("ratio", "5.40", "表1"),
        ("trade", "171.6", "表1"),
    ]


def test_it_is_narrowed_by_indicator_area_and_period(client, inputs):
    one, other = AreaFactory(code="450200"), AreaFactory(code="520300")
    inputs(one)
    inputs(one, "2019")
    inputs(other)

    assert values(client, ADDRESS, "period") == ["2020", "2019", "2020"]
    assert values(client, ADDRESS, "area", area="520300") == ["520300"]
    assert values(client, ADDRESS, "area", period="2019") == ["450200"]
    assert len(rows(client, ADDRESS, indicator="gdp")) == 3
    assert rows(client, ADDRESS, indicator="trade") == []


def test_known_on_and_as_of_are_respected(client, inputs):
    inputs(AreaFactory(), vintage=date(2023, 1, 1))

    assert rows(client, ADDRESS, known_on="2022-12-31") == []
    assert rows(client, ADDRESS, as_of="2020-12-30") == []
    assert len(rows(client, ADDRESS, known_on="2023-01-01", as_of="2020-12-31")) == 1


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"indicator": "x"}, "indicator"),
        ({"area": "x"}, "area"),
        ({"period": "2020-13"}, "period"),
        ({"colour": "x"}, "colour"),
        ({"page": "2"}, "page"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(client, query, parameter):
    assert refusal(client, ADDRESS, **query)["parameter"] == parameter


def test_pages_follow_each_other(client, inputs):
    inputs(AreaFactory())
    inputs(AreaFactory())

    first = get(client, ADDRESS, page_size=1)

    assert (first["count"], len(first["results"])) == (2, 1)
    assert "page=2" in first["next"]


def test_the_number_of_queries_does_not_grow_with_the_rows(client, inputs):
    inputs(AreaFactory())
    with CaptureQueriesContext(connection) as of_one:
        rows(client, ADDRESS)
    inputs(AreaFactory())
    inputs(AreaFactory())

    with CaptureQueriesContext(connection) as of_three:
        rows(client, ADDRESS)

    assert len(of_three) == len(of_one)


def test_it_is_closed_to_strangers_unless_pages_are_public(client, settings):
    settings.PUBLIC_PAGES = False

    refusal(client, ADDRESS, expected=403)
