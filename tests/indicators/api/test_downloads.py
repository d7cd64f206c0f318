"""Observations as files: the whole list under the same filters, refused by name like any other."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from indicators.api import downloads
from tests.api import refusal, rows
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory, a_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "csv": "text/csv;charset=utf-8",
    "xlsx": SHEET,
    "sdmx-csv": "application/vnd.sdmx.data+csv;version=2.0.0;charset=utf-8",
}
every_format = pytest.mark.parametrize("name", TYPES)


def download(client, name: str, **query):
    response = client.get("/api/v1/observations/", {"format": name, **query})
    assert response.status_code == 200, response.content
    return response


def table(client, name: str, **query) -> list[dict[str, str]]:
    """The file's rows by the names of its columns."""
    whole = download(client, name, **query).getvalue()
    if name == "xlsx":
        header, *found = openpyxl.load_workbook(io.BytesIO(whole)).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in found]
    return list(csv.DictReader(io.StringIO(whole.decode("utf-8-sig"), newline="")))


def locators(client, name: str, **query) -> list[str]:
    return [row["LOCATOR" if name == "sdmx-csv" else "locator"] for row in table(client, name, **query)]


@every_format
def test_all_rows_are_given_not_a_page_in_the_lists_order(client, name):
    for number in range(101):
        ObservationFactory(locator=f"表{number}", value=Decimal(number % 7), decimals=0)
    listed = [
        row["locator"] for page in (1, 2) for row in client.get(f"/api/v1/observations/?page={page}").json()["results"]
    ]

    assert locators(client, name) == listed
    assert locators(client, name, ordering="-value") != listed
    assert sorted(locators(client, name, ordering="-value")) == sorted(listed)


@every_format
@pytest.mark.parametrize("parameter", ["page", "page_size"])
def test_a_page_of_a_file_is_refused_by_name(client, name, parameter):
    assert refusal(client, "observations", format=name, **{parameter: "1"})["parameter"] == parameter


@every_format
def test_an_error_is_json_whatever_format_was_asked_for(client, name):
    for query in ({"colour": "red"}, {"period": "2020-13"}, {"known_on": "soon"}, {"ordering": "colour"}):
        (parameter,) = query
        assert refusal(client, "observations", format=name, **query)["parameter"] == parameter


@every_format
def test_it_is_narrowed_as_the_list_is(client, name):
    cell = {"indicator": IndicatorFactory(code="gdp"), "area": AreaFactory(code="450200")}
    ObservationFactory(**cell, source=SourceFactory(code="first", priority=1), locator="表1")
    ObservationFactory(**cell, source=SourceFactory(priority=9), locator="表2")
    ObservationFactory(locator="表3", period="2019")

    for query in (
        {"shown": "true"},
        {"shown": "false"},
        {"indicator": "gdp"},
        {"area": "450200", "source": "first"},
        {"period": "2019"},
        {"search": "gdp"},
        {"as_of": "2020-06-30"},
    ):
        listed = [row["locator"] for row in rows(client, "observations", **query)]
        assert len(listed) < 3
        assert locators(client, name, **query) == listed


@every_format
def test_it_holds_what_was_known_on_a_day_and_is_named_after_it(client, name):
    place = {"indicator": IndicatorFactory(), "area": AreaFactory(), "source": SourceFactory(), "decimals": 0}
    ObservationFactory(**place, vintage=date(2022, 12, 31), value=Decimal(10))
    ObservationFactory(**place, vintage=date(2024, 3, 1), value=Decimal(11))
    column = "OBS_VALUE" if name == "sdmx-csv" else "value"

    for query, value in (({}, 11), ({"known_on": "2024-02-29"}, 10)):
        assert [Decimal(row[column]) for row in table(client, name, **query)] == [value]
    disposition = download(client, name, known_on="2024-02-29").headers["Content-Disposition"]
    assert "-known-on-2024-02-29." in disposition


@every_format
def test_it_is_a_file_that_tells_its_day_and_its_kind(client, name, time_machine):
    time_machine.move_to("2026-06-10 12:00 +08:00")

    response = download(client, name)

    ending = "sdmx.csv" if name == "sdmx-csv" else name
    assert response.streaming
    assert response.headers["Content-Type"] == TYPES[name]
    assert response.headers["Content-Disposition"] == f'attachment; filename="observations-2026-06-10.{ending}"'
    assert "Accept" in response.headers["Vary"]


@every_format
def test_the_header_of_a_request_may_name_the_format(client, name):
    response = client.get("/api/v1/observations/", headers={"Accept": TYPES[name].removesuffix(";charset=utf-8")})

    assert response.headers["Content-Type"] == TYPES[name]


def test_sdmx_is_given_with_its_version_to_whoever_names_none(client):
    response = client.get("/api/v1/observations/", headers={"Accept": "application/vnd.sdmx.data+csv"})

    assert response.headers["Content-Type"] == TYPES["sdmx-csv"]


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"])
def test_whoever_names_none_is_given_a_page_of_json(client, accept):
    response = client.get("/api/v1/observations/", headers={"Accept": accept})

    assert response.json().keys() == {"count", "next", "previous", "results"}


@every_format
def test_a_head_request_reads_no_figures(client, name, django_assert_max_num_queries):
    ObservationFactory()

    with django_assert_max_num_queries(1):
        response = client.head("/api/v1/observations/", {"format": name})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[name]
    assert response.getvalue() == b""


@every_format
def test_what_is_no_figure_is_json(client, name):
    response = client.options(f"/api/v1/observations/?format={name}")

    assert response.status_code == 400
    assert response.json()["parameter"] == "format"
    assert client.options("/api/v1/observations/").status_code == 200


@every_format
def test_sample_figures_are_marked(client, name):
    ObservationFactory(source=SourceFactory(sample=True))
    ObservationFactory(source=SourceFactory(sample=False))

    marks = [row["SAMPLE" if name == "sdmx-csv" else "sample"] for row in table(client, name)]

    assert [str(mark).lower() for mark in marks] == ["true", "false"]


@every_format
def test_the_number_of_queries_does_not_grow_with_the_rows(client, name, django_assert_num_queries):
    count_first = name == "xlsx"
    ObservationFactory()
    for _ in range(2):
        with django_assert_num_queries(5 + count_first):
            table(client, name)
        ObservationFactory.create_batch(3)


@every_format
def test_it_is_closed_to_strangers_unless_pages_are_public(client, name, settings):
    settings.PUBLIC_PAGES = False
    ObservationFactory()

    assert refusal(client, "observations", expected=403, format=name)["detail"].startswith("请先登录")
    client.force_login(a_reader())
    assert len(table(client, name)) == 1


def test_more_rows_than_a_workbook_holds_are_refused_and_not_lost(client, monkeypatch):
    monkeypatch.setattr(downloads.Xlsx, "most", 1)
    ObservationFactory.create_batch(2)

    answer = refusal(client, "observations", format="xlsx")

    assert answer["parameter"] == "format"
    assert "2" in answer["detail"]
    assert len(table(client, "csv")) == 2


def test_every_version_is_given_where_a_version_is_a_row(client):
    """In SDMX two would be one observation with two values."""
    place = {"indicator": IndicatorFactory(), "area": AreaFactory(), "source": SourceFactory()}
    ObservationFactory(**place, vintage=date(2022, 12, 31))
    ObservationFactory(**place, vintage=date(2024, 3, 1))

    for name in ("csv", "xlsx"):
        assert {row["vintage"] for row in table(client, name, every_vintage="true")} == {"2022-12-31", "2024-03-01"}
    for text in ("true", "1", "True"):
        answer = refusal(client, "observations", format="sdmx-csv", every_vintage=text)
        assert answer["parameter"] == "every_vintage"
    assert len(table(client, "sdmx-csv", every_vintage="false")) == 1


def test_the_workbook_says_what_was_asked_for(client):
    IndicatorFactory(code="gdp")

    whole = download(client, "xlsx", indicator="gdp", search="", known_on="2024-02-29").getvalue()

    about = dict(openpyxl.load_workbook(io.BytesIO(whole)).worksheets[1].iter_rows(values_only=True, max_col=2))
    assert about["指标"] == "gdp"
    assert about["所知截至"] == "2024-02-29"
    assert about["地址"].startswith("http://testserver/api/v1/observations/?format=xlsx&indicator=gdp")
    assert "search" not in about


def test_the_structure_takes_no_filter_and_is_given_to_whoever_takes_anything(client):
    for accept in ("*/*", "application/vnd.sdmx.structure+xml;version=3.0.0"):
        response = client.get("/api/v1/sdmx/structure/", {"known_on": "2024-02-29"}, headers={"Accept": accept})

        assert response.headers["Content-Type"] == "application/vnd.sdmx.structure+xml;version=3.0.0;charset=utf-8"
    assert refusal(client, "sdmx/structure", indicator="gdp")["parameter"] == "indicator"
    assert refusal(client, "sdmx/structure", format="json")["parameter"] == "format"


@pytest.mark.parametrize("method", ["options", "post", "put", "delete"])
def test_the_structure_is_only_read(client, method):
    assert getattr(client, method)("/api/v1/sdmx/structure/").status_code == 405


def test_the_structure_is_closed_to_strangers_unless_pages_are_public(client, settings):
    settings.PUBLIC_PAGES = False

    refusal(client, "sdmx/structure", expected=403)
