"""The schema is whole, and its page loads nothing from outside."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.api import VIEWSETS
from tests.factories import a_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client, public_pages):
    response = client.get(reverse("api:schema"), headers={"Accept": "application/json"})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_valid_and_nothing_in_it_is_guessed(tmp_path, settings, language):
    settings.LANGUAGE_CODE = language

    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_it_names_every_list_and_record(schema):
    lists = {f"/api/v1/{name}/" for name in VIEWSETS}
    records = {
        f"/api/v1/{name}/{{{viewset.lookup_field}}}/" for name, viewset in VIEWSETS.items() if name != "observations"
    }
    below = {
        f"/api/v1/{name}/{f'{{{viewset.lookup_field}}}/' if action.detail else ''}{action.url_path}/"
        for name, viewset in VIEWSETS.items()
        for action in viewset.get_extra_actions()
    }

    computed = {"/api/v1/implied-figures/", "/api/v1/quality/", "/api/v1/sdmx/structure/"}

    assert schema["paths"].keys() == lists | records | below | computed


def test_what_is_read_takes_the_dates_and_every_operation_may_be_refused(schema):
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            parameters = {parameter["name"] for parameter in operation["parameters"]}
            dates = {"as_of", "known_on"} if method == "get" else set()
            assert parameters >= dates | {"format"}
            assert bool(parameters & {"as_of", "known_on"}) == (method == "get")
            assert {"400", "403"} <= operation["responses"].keys()
            assert {"200", "201", "204"} & operation["responses"].keys()
            assert ("409" in operation["responses"]) == (method != "get")
            assert ("404" in operation["responses"]) == ("{" in path)


def test_every_filter_of_a_list_is_among_its_parameters(schema):
    for name, viewset in VIEWSETS.items():
        parameters = {p["name"] for p in schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}
        filterset = getattr(viewset, "filterset_class", None)
        assert parameters >= {"page", "page_size", *(filterset.base_filters if filterset else ())}


def test_the_review_is_described_as_csv_too(schema):
    content = schema["paths"]["/api/v1/annual-reviews/{year}/"]["get"]["responses"]["200"]["content"]

    assert content.keys() == {"application/json", "text/csv"}


def test_observations_are_described_in_every_format_that_they_are_given_in(schema):
    operation = schema["paths"]["/api/v1/observations/"]["get"]
    formats = next(parameter for parameter in operation["parameters"] if parameter["name"] == "format")

    assert operation["responses"]["200"]["content"].keys() == {
        "application/json",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.sdmx.data+csv",
    }
    assert formats["schema"]["enum"] == ["csv", "json", "sdmx-csv", "xlsx"]


def test_every_field_of_a_record_is_promised(schema):
    action = schema["components"]["schemas"]["Action"]

    assert set(action["required"]) == set(action["properties"])


@pytest.mark.usefixtures("public_pages")
def test_the_page_loads_from_here_only_and_holds_no_script_or_style(client):
    page = client.get(reverse("api:docs")).content.decode()

    assert not re.search(r"<style|style=|<script>|\son\w+=", page)
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"]*)"', page))


@pytest.mark.usefixtures("public_pages")
def test_the_page_asks_no_validator_on_another_host(client):
    script = client.get(reverse("api:docs") + "?script=").content.decode()

    assert '"validatorUrl": null' in script
    assert "http://" not in script
    assert "https://" not in script


@pytest.mark.parametrize("name", ["api:schema", "api:docs"])
def test_both_are_closed_to_strangers_unless_pages_are_public(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 403
    assert response.json()["detail"].startswith("请先登录")
    client.force_login(a_reader())
    assert client.get(reverse(name)).status_code == 200
