"""What holds for every list of the API, whatever it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse

from tests.api import VIEWSETS, get, keys_of, refusal, rows
from tests.factories import a_coordinator, a_reader, grow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

OF_THE_DESIGN = {
    "areas",
    "sources",
    "revisions",
    "indicators",
    "observations",
    "claims",
    "problems",
    "lessons",
    "practices",
    "paths",
    "measures",
    "actions",
    "projects",
    "sectors",
    "departments",
    "progress-reports",
    "annual-reviews",
    "blockers",
}
KEY = {"progress-reports": "ref", "annual-reviews": "year", "blockers": "ref"}
MORE = {"progress-reports": {"steps"}}  # what only the record has
WRITTEN = {"progress-reports"}  # tests/recommendations/api/test_report_writing.py
every_list = pytest.mark.parametrize("name", VIEWSETS)
every_record = pytest.mark.parametrize("name", [name for name in VIEWSETS if name != "observations"])


@pytest.fixture
def client(client, request):
    """Whoever may read a list: what waits to be coordinated is for people with a role."""
    spec = getattr(request.node, "callspec", None)
    if spec and spec.params.get("name") == "blockers" and "closed_to_strangers" not in request.node.name:
        client.force_login(a_reader())
    return client


def test_the_lists_are_those_of_the_design():
    assert VIEWSETS.keys() == OF_THE_DESIGN


def test_the_root_names_them_all(client):
    assert client.get("/api/v1/").json().keys() == OF_THE_DESIGN


@every_list
def test_it_has_the_shape_of_a_page(client, name):
    grow()

    answer = get(client, name)

    assert answer.keys() == {"count", "next", "previous", "results"}
    assert answer["count"] == len(answer["results"]) > 0
    assert answer["next"] is None


@every_list
def test_ids_never_show(client, name):
    grow()

    assert not {"id", "pk"} & set(keys_of(rows(client, name)))


@every_record
def test_a_record_is_read_by_its_code_and_is_the_same_as_in_the_list(client, name):
    grow()
    key = KEY.get(name, "code")
    row = rows(client, name)[0]

    record = get(client, f"{name}/{row[key]}")

    assert {field: record[field] for field in row} == row or name == "annual-reviews"
    assert record.keys() - row.keys() <= MORE.get(name, set()) or name == "annual-reviews"
    assert record[key] == row[key]


@every_record
def test_an_unknown_code_is_a_404_in_json(client, name):
    for code in ("9.9.9", "nothing", "0000", "%00"):
        assert refusal(client, f"{name}/{code}", expected=404)["parameter"] is None


@every_list
def test_an_unknown_parameter_is_refused_by_name(client, name):
    answer = refusal(client, name, colour="red")

    assert answer["parameter"] == "colour"
    assert "colour" in answer["detail"]


@every_record
def test_a_record_takes_the_dates_and_no_filter(client, name):
    grow()
    key = KEY.get(name, "code")
    address = f"{name}/{rows(client, name)[0][key]}"

    get(client, address, as_of="2026-12-31", known_on="2026-12-31", format="json")
    assert refusal(client, address, page="1")["parameter"] == "page"
    assert refusal(client, address, ordering="code")["parameter"] == "ordering"


@every_list
def test_the_date_of_reading_may_be_asked_for(client, name):
    grow()

    for parameter in ("as_of", "known_on"):
        get(client, name, **{parameter: "2026-12-31"})
        get(client, name, **{parameter: ""})
        assert refusal(client, name, **{parameter: "not-a-date"})["parameter"] == parameter
        assert refusal(client, name, **{parameter: "2026-02-30"})["parameter"] == parameter


@every_list
def test_a_page_size_that_cannot_be_is_refused_by_name(client, name):
    for size in ("501", "0", "-1", "ten", "1.5", "９", "9" * 5000):
        assert refusal(client, name, page_size=size)["parameter"] == "page_size"


@every_list
def test_a_page_that_is_not_there_is_refused_by_name(client, name):
    for page in ("2", "0", "-1", "last", "x"):
        assert refusal(client, name, page=page)["parameter"] == "page"


@every_list
def test_pages_follow_each_other(client, name):
    for _ in range(3):
        grow()
    whole = rows(client, name)

    first = get(client, name, page_size=1)
    second = get(client, name, page_size=1, page=2)

    assert first["count"] == len(whole)
    assert first["results"] + second["results"] == whole[:2]
    assert first["next"].endswith("page=2&page_size=1")
    assert second["previous"]


@every_list
def test_an_unknown_order_is_refused_by_name(client, name):
    assert refusal(client, name, ordering="colour")["parameter"] == "ordering"
    assert refusal(client, name, ordering="-pk")["parameter"] == "ordering"
    column = next(iter(getattr(VIEWSETS[name], "ordering_fields", ["code"])))
    assert refusal(client, name, ordering=f"{column},-{column}")["parameter"] == "ordering"


@pytest.mark.parametrize("name", [name for name in VIEWSETS if name != "annual-reviews"])
def test_every_order_that_it_offers_works_both_ways(client, name):
    for _ in range(3):
        grow()
    whole = rows(client, name)

    for order in VIEWSETS[name].ordering_fields:
        forwards = rows(client, name, ordering=order)
        backwards = rows(client, name, ordering=f"-{order}")

        assert sorted(map(str, forwards)) == sorted(map(str, whole)) == sorted(map(str, backwards))


@pytest.mark.parametrize("name", [name for name in VIEWSETS if name != "annual-reviews"])
def test_it_can_be_searched(client, name):
    grow()
    grow()
    whole = rows(client, name)

    assert rows(client, name, search="") == whole
    assert rows(client, name, search="没有任何记录写着这句话") == []
    assert refusal(client, name, search="\0")["parameter"] == "search"
    assert refusal(client, name, search="长" * 101)["parameter"] == "search"


@every_list
def test_a_format_that_it_has_not_is_refused_by_name(client, name):
    has = {renderer.format for renderer in VIEWSETS[name].renderer_classes}
    for text in {"csv", "xlsx", "sdmx-csv", "xml", "api", "html"} - has:
        assert refusal(client, name, format=text)["parameter"] == "format"


@pytest.mark.parametrize("name", [name for name in VIEWSETS if name not in WRITTEN])
def test_nothing_can_be_written(client, name):
    client.force_login(a_coordinator())

    for method in (client.post, client.put, client.patch, client.delete):
        response = method(f"/api/v1/{name}/", {}, content_type="application/json")

        assert response.status_code == 405
        assert response.json().keys() == {"detail", "parameter"}


@every_list
@pytest.mark.parametrize("reader", [None, a_coordinator], ids=["anonymous", "office"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, name, reader):
    if reader:
        client.force_login(reader())
    grow()
    with CaptureQueriesContext(connection) as of_one:
        rows(client, name)
    grow()
    grow()

    with CaptureQueriesContext(connection) as of_three:
        rows(client, name)

    assert len(of_three) == len(of_one)


@every_list
def test_it_is_closed_to_strangers_unless_pages_are_public(client, name, settings):
    settings.PUBLIC_PAGES = False
    grow()

    answer = refusal(client, name, expected=403)
    assert answer["detail"].startswith("请先登录")
    client.force_login(a_reader())
    get(client, name)


def test_a_page_is_narrowed_by_the_same_filters_as_its_list():
    narrowed = {
        name: page.filterset_class for name in VIEWSETS if getattr(page := _page(name), "filterset_class", None)
    }

    assert {"actions", "indicators", "practices"} <= narrowed.keys()
    assert narrowed == {name: VIEWSETS[name].filterset_class for name in narrowed}


def _page(name: str) -> type | None:
    try:
        return getattr(resolve(f"/{name}/").func, "view_class", None)
    except Resolver404:
        return None


def test_without_the_slash_one_is_led_to_it(client):
    response = client.get("/api/v1/actions?status=completed")

    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/actions/?status=completed"


def test_an_unknown_address_is_a_404_in_json(client):
    refusal(client, "nothing", expected=404)


def test_names_of_its_addresses_do_not_collide_with_those_of_pages():
    assert reverse("api:action-list") == "/api/v1/actions/"
    assert reverse("action-list") == "/actions/"
