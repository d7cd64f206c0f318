"""Figures by API: as printed, all of them or the one that is shown, as known on a day."""

from datetime import date
from decimal import Decimal

import pytest

from tests.api import refusal, rows, values
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def test_a_value_is_a_string_with_the_decimals_that_were_printed(client):
    for value, decimals in (("1", 1), ("2.5", 3), ("-3.25", 2), ("123456789012345", 0), ("0", 0)):
        ObservationFactory(value=Decimal(value), decimals=decimals)

    assert values(client, "observations", "value") == ["1.0", "2.500", "-3.25", "123456789012345", "0"]


def test_a_missing_value_is_null_and_never_zero(client):
    ObservationFactory(value=None, status="M")

    (row,) = rows(client, "observations")

    assert row["value"] is None
    assert row["status"] == "M"


def test_caveats_stand_with_the_figure(client):
    source = SourceFactory(code="yearbook", sample=True)
    ObservationFactory(
        value=Decimal(600),
        decimals=0,
        bound="at_least",
        period_basis="unstated",
        note="超过600家",
        note_en="more than 600",
        source=source,
        indicator__unit="家",
    )

    (row,) = rows(client, "observations")

    assert (
        row
        | {
            "value": "600",
            "bound": "at_least",
            "period_basis": "unstated",
            "note": "超过600家",
            "note_en": "more than 600",
            "source": "yearbook",
            "unit": "家",
            "sample": True,
            "vintage": "2022-12-31",
        }
        == row
    )


@pytest.fixture
def printed_twice():
    """One figure in a table, another in the prose, a third from a less trusted source; the table's is shown."""
    indicator, area, source = IndicatorFactory(code="gdp"), AreaFactory(code="450200"), SourceFactory(priority=1)
    place = {"indicator": indicator, "area": area, "decimals": 0}
    ObservationFactory(**place, source=source, locator="一(二)1", value=Decimal(2))
    ObservationFactory(**place, source=source, locator="表1", value=Decimal(1))
    ObservationFactory(**place, source=SourceFactory(priority=9), locator="表1", value=Decimal(3))
    return place


@pytest.mark.usefixtures("printed_twice")
def test_the_list_gives_every_place_and_marks_the_one_that_is_shown(client):
    assert {(row["value"], row["shown"]) for row in rows(client, "observations")} == {
        ("1", True),
        ("2", False),
        ("3", False),
    }


@pytest.mark.usefixtures("printed_twice")
@pytest.mark.parametrize(("shown", "found"), [("true", {"1"}), ("false", {"2", "3"}), ("", {"1", "2", "3"})])
def test_shown_narrows(client, shown, found):
    assert set(values(client, "observations", "value", shown=shown)) == found


@pytest.mark.usefixtures("printed_twice")
def test_what_is_shown_does_not_depend_on_the_other_filters(client):
    assert values(client, "observations", "value", shown="true", period="2020", indicator="gdp", area="450200") == ["1"]
    assert values(client, "observations", "value", shown="true", source=SourceFactory().code) == []


def test_a_correction_takes_the_place_of_what_it_corrects_and_known_on_goes_back(client):
    place = {"indicator": IndicatorFactory(), "area": AreaFactory(), "source": SourceFactory(), "decimals": 0}
    ObservationFactory(**place, vintage=date(2022, 12, 31), value=Decimal(10))
    ObservationFactory(**place, vintage=date(2024, 3, 1), value=Decimal(11))

    assert values(client, "observations", "value") == ["11"]
    assert values(client, "observations", "value", known_on="2024-03-01") == ["11"]
    assert values(client, "observations", "value", known_on="2024-02-29") == ["10"]
    assert values(client, "observations", "value", known_on="2022-12-30") == []
    assert values(client, "observations", "value", known_on="2024-02-29", shown="true") == ["10"]


def test_as_of_leaves_out_periods_that_had_not_ended(client):
    for period in ("2019", "2020", "2020-Q1", "2016/2020", "2025"):
        ObservationFactory(period=period)

    assert values(client, "observations", "period", as_of="2020-06-30") == ["2019", "2020-Q1"]
    assert "2025" in values(client, "observations", "period")


def test_a_text_that_is_no_period_is_refused_by_name(client):
    answer = refusal(client, "observations", period="2020-13")

    assert answer["parameter"] == "period"
    assert "2020-13" in answer["detail"]


def test_orders(client):
    area = AreaFactory()
    for value, period in ((5, "2018"), (None, "2020"), (12, "2019")):
        status = "M" if value is None else "A"
        ObservationFactory(area=area, period=period, value=value, status=status, decimals=0)

    assert values(client, "observations", "value", ordering="value") == ["5", "12", None]
    assert values(client, "observations", "value", ordering="-value") == ["12", "5", None]
    assert values(client, "observations", "period", ordering="period") == ["2018", "2019", "2020"]
    assert values(client, "observations", "period", ordering="area,-period") == ["2020", "2019", "2018"]
