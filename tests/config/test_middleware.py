"""What holds for every request: it is text, it may read, and all its reads use one date."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

from indicators.asof import AsOf
from tests.factories import UserFactory

pytestmark = pytest.mark.urls(__name__)


def tell(request: HttpRequest, **kwargs: str) -> JsonResponse:
    """What the middleware left on the request."""
    asof: AsOf | None = getattr(request, "asof", None)
    return JsonResponse(
        {"as_of": asof and asof.as_of, "known_on": asof and asof.known_on, "today": asof and asof.today}
    )


urlpatterns = [
    path("tell/", tell),
    path("tell/<str:code>/", tell),
    path("admin/tell/", tell),
    path("", include("config.urls")),
]
handler400 = "config.views.bad_request"

HALF_PAST_MIDNIGHT_IN_SHANGHAI = datetime(2026, 6, 29, 16, 30, tzinfo=UTC)


@pytest.fixture
def reader(client, db):
    client.force_login(UserFactory())
    return client


# --- one date -------------------------------------------------------------------------------------------------------


@time_machine.travel(HALF_PAST_MIDNIGHT_IN_SHANGHAI, tick=False)
def test_without_a_date_a_request_reads_today_in_shanghai(reader):
    assert reader.get("/tell/").json() == {"as_of": "2026-06-30", "known_on": None, "today": "2026-06-30"}


@time_machine.travel(HALF_PAST_MIDNIGHT_IN_SHANGHAI, tick=False)
def test_an_address_chooses_the_day_and_its_knowledge(reader):
    answer = reader.get("/tell/", {"as_of": "2026-04-10", "known_on": "2026-04-04"}).json()

    assert answer == {"as_of": "2026-04-10", "known_on": "2026-04-04", "today": "2026-06-30"}


@pytest.mark.parametrize("parameter", ["as_of", "known_on"])
@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31", "20260410", "２０２６-04-10"])
def test_a_date_that_cannot_be_read_is_a_400_that_names_it(reader, parameter, text):
    response = reader.get("/tell/", {parameter: text})

    assert response.status_code == 400
    assert text in response.content.decode()


def test_the_admin_reads_its_own_parameters(reader):
    assert reader.get("/admin/tell/", {"as_of": "nonsense"}).json()["as_of"] is None


def test_the_clock_is_read_once(reader, monkeypatch):
    days = iter([date(2026, 6, 30), date(2026, 7, 1)])
    monkeypatch.setattr("indicators.asof.today", lambda: next(days))

    assert reader.get("/tell/").json() == {"as_of": "2026-06-30", "known_on": None, "today": "2026-06-30"}
    assert next(days) == date(2026, 7, 1)


# --- who may read ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_strangers_are_led_to_the_sign_in_page_and_back(client):
    response = client.get("/tell/?as_of=2026-04-10")

    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/tell/%3Fas_of%3D2026-04-10"


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
def test_when_pages_are_public_everyone_reads(client):
    assert client.get("/tell/").status_code == 200


def test_people_signed_in_read(reader):
    assert reader.get("/tell/").status_code == 200


# --- only text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/tell/%00/", "/tell/?as_of=%00", "/tell/?x=a%00b", "/tell/?%00=1", "/tell/?x=1&x=%00"]
)
def test_an_address_with_a_character_that_no_database_keeps_is_a_400(reader, address):
    response = reader.get(address)

    assert response.status_code == 400
    assert "NUL" in response.content.decode()


def test_so_is_a_form_with_one(reader):
    assert reader.post("/tell/", {"progress": "a\x00b"}).status_code == 400
    assert reader.post("/tell/", {"progress": "a\nb\tc 柳州 🎉"}).status_code == 200


@pytest.mark.parametrize("address", ["/actions/%00/", "/indicators/%00/", "/admin/recommendations/action/?q=%00"])
def test_pages_that_look_the_text_up_refuse_it_too(reader, address):
    assert reader.get(address).status_code == 400
