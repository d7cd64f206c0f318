"""The quality report by the API."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api import get, refusal, rows, values
from tests.factories import (
    AcknowledgementFactory,
    AreaFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    a_reader,
    grow,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def conflict():
    """Imports and exports that do not add to trade."""
    identity = IdentityFactory(code="trade-sum", name="进出口等于出口加进口", kind="sum")
    area, source = AreaFactory(code="530300", name="曲靖", name_en="Qujing"), SourceFactory(code="study")
    for code, role, value in (("trade", "whole", "3.24"), ("exports", "part", "3.17"), ("imports", "part", "0.70")):
        indicator = IndicatorFactory(code=code, name=code)
        IdentityTermFactory(identity=identity, role=role, indicator=indicator)
        ObservationFactory(indicator=indicator, value=Decimal(value), source=source, area=area, locator="表11")
    return "identity:trade-sum:530300:2020:study"


def test_a_row_has_all_that_the_contract_names(client, conflict):
    (row,) = rows(client, "quality")

    assert row | {"sentence": "", "sentence_en": ""} == {
        "key": conflict,
        "kind": "identity",
        "severity": "conflict",
        "identity": "trade-sum",
        "indicator": "trade",
        "area": "530300",
        "period": "2020",
        "unit": "%",
        "unit_en": "%",
        "expected": "3.87",
        "expected_low": "3.86",
        "expected_high": "3.88",
        "found": "3.24",
        "difference": "-0.63",
        "observations": [
            {
                "indicator": code,
                "area": "530300",
                "period": "2020",
                "source": "study",
                "locator": "表11",
                "value": value,
                "bound": "exact",
            }
            for code, value in (("trade", "3.24"), ("exports", "3.17"), ("imports", "0.70"))
        ],
        "sentence": "",
        "sentence_en": "",
        "acknowledged": False,
        "reason": None,
    }


def test_each_row_speaks_both_languages_whatever_the_readers(client, conflict):
    client.cookies["django_language"] = "en"

    (row,) = rows(client, "quality")

    assert "曲靖 2020" in row["sentence"]
    assert "Qujing 2020" in row["sentence_en"]


def test_what_was_not_computed_is_null(client):
    ObservationFactory(value=None, status="M", decimals=0)

    (row,) = rows(client, "quality")

    assert [row[name] for name in ("identity", "expected", "expected_low", "found", "difference")] == [None] * 5
    assert row["observations"][0]["value"] is None


def test_only_people_signed_in_read_the_reason(client, conflict):
    (found,) = client.get("/api/v1/quality/").json()["results"]
    figures = "\n".join(f"{o['indicator']} 530300 2020 study 表11 A exact {o['value']}" for o in found["observations"])
    AcknowledgementFactory(finding=conflict, figures=figures, reason="以表为准。")

    (row,) = rows(client, "quality", acknowledged="true")
    assert (row["acknowledged"], row["reason"]) == (True, None)
    client.force_login(a_reader())
    assert values(client, "quality", "reason") == ["以表为准。"]
    assert rows(client, "quality", acknowledged="false") == []


def test_it_can_be_narrowed(client, conflict):
    ObservationFactory(value=None, status="M", decimals=0)

    assert len(rows(client, "quality")) == 2
    assert values(client, "quality", "kind", severity="note") == ["missing"]
    assert values(client, "quality", "kind", indicator="imports") == ["identity"]
    assert values(client, "quality", "kind", area="530300", kind="identity") == ["identity"]
    assert rows(client, "quality", kind="outlier") == []


@pytest.mark.parametrize(
    "query", [{"colour": "red"}, {"kind": "red"}, {"page": "9"}, {"page_size": "501"}, {"known_on": "x"}]
)
def test_what_it_cannot_be_asked_is_refused_by_name(client, conflict, query):
    assert refusal(client, "quality", **query)["parameter"] == next(iter(query))


def test_pages_follow_each_other(client, conflict):
    ObservationFactory(value=None, status="M", decimals=0)

    first, second = (get(client, "quality", page_size=1, page=page) for page in (1, 2))

    assert first["count"] == 2
    assert [*first["results"], *second["results"]] == rows(client, "quality")


def test_the_number_of_queries_does_not_grow(client):
    grow()
    with CaptureQueriesContext(connection) as of_one:
        rows(client, "quality")
    grow()
    with CaptureQueriesContext(connection) as of_two:
        rows(client, "quality")

    assert len(of_two) == len(of_one)


def test_it_is_closed_to_strangers_unless_pages_are_public(client, settings):
    settings.PUBLIC_PAGES = False

    refusal(client, "quality", expected=403)
