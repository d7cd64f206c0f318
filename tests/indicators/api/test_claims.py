"""Claims in the API: the verdict and the figures behind it, on the day that is asked for."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api import get, refusal, values
from tests.factories import AreaFactory, ClaimFactory, IndicatorFactory, ObservationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def claim():
    figure = ObservationFactory(
        indicator=IndicatorFactory(code="growth"), area=AreaFactory(code="450200"), vintage=date(2022, 6, 30)
    )
    return ClaimFactory(code="C-1", source=figure.source)


def test_a_claim_shows_its_verdict_and_figures(client, claim):
    answer = get(client, "claims/C-1")

    assert (answer["verdict"], answer["missing"]) == ("supported", [])
    assert answer["predicate"] == claim.predicate
    (figure,) = answer["figures"]
    assert (figure["indicator"], figure["area"], figure["period"], figure["value"]) == (
        "growth",
        "450200",
        "2020",
        "1.50",
    )


def test_what_is_missing_is_named_by_codes(client, claim):
    answer = get(client, "claims/C-1", known_on="2022-06-29")

    assert (answer["verdict"], answer["figures"]) == ("undecidable", [])
    assert answer["missing"] == [{"indicator": "growth", "area": "450200", "period": "2020"}]


def test_the_filter_by_verdict_asks_on_the_same_day(client, claim):
    assert values(client, "claims", verdict="supported") == ["C-1"]
    assert values(client, "claims", verdict="supported", known_on="2022-06-29") == []
    assert values(client, "claims", verdict="undecidable", known_on="2022-06-29") == ["C-1"]
    assert refusal(client, "claims", verdict="true")["parameter"] == "verdict"


def test_filters_narrow_together(client, claim):
    ClaimFactory(indicator="growth", area=AreaFactory(code="530300").code)

    assert values(client, "claims", indicator="growth", area="450200") == ["C-1"]
    assert values(client, "claims", indicator="growth", verdict="undecidable", area="450200") == []


def test_the_number_of_queries_is_the_same_for_one_and_for_many(client, claim):
    def queries(**query) -> int:
        with CaptureQueriesContext(connection) as context:
            get(client, "claims", **query)
        return len(context)

    one, judged = queries(), queries(verdict="supported")
    ClaimFactory.create_batch(3, indicator="growth")

    assert queries() == one
    assert queries(verdict="supported") == judged
