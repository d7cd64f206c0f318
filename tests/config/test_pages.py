"""Every page opens in both languages, holds nothing inline, asks a fixed number of queries, and refuses nonsense."""

import re

import pytest
import time_machine
from django.urls import reverse

from tests.factories import grow
from tests.pages import NOT_WALKED, page_names, walked_pages
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

AT = "2026-06-10T12:00:00+08:00"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world():
    grow()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", page_names())
@pytest.mark.usefixtures("world")
def test_a_page_opens_in_both_languages_with_nothing_inline_and_nothing_from_elsewhere(client, name, language):
    address = next(page.address for page in walked_pages() if page.name == name)
    client.cookies["django_language"] = language

    response = client.get(address)
    html = response.content.decode()

    assert response.status_code == 200
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{"en" if language == "en" else "zh-CN"}">' in html
    assert html.count("<h1") == 1
    assert not INLINE.search(html)
    assert not ELSEWHERE.search(html)
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", page_names())
def test_a_page_asks_the_same_number_of_queries_for_one_and_for_three_of_everything(client, name):
    grow()
    address = next(page.address for page in walked_pages() if page.name == name)
    queries_of(client, address)
    one = queries_of(client, address)
    grow()
    grow()

    assert queries_of(client, address) == one


@pytest.mark.parametrize("name", [name for name in page_names() if name.endswith("-list") or name == "dashboard"])
def test_a_list_without_rows_says_so(client, name):
    html = client.get(reverse(name)).content.decode()

    assert re.search(r"没有|还没有", html[html.index("<main") : html.index("</main>")])


@pytest.mark.parametrize("name", page_names())
@pytest.mark.usefixtures("world")
def test_a_parameter_that_a_page_does_not_know_is_a_400_that_names_it(client, name):
    if name == "login":
        pytest.skip("reads no parameters but where to go next")
    address = next(page.address for page in walked_pages() if page.name == name)

    response = client.get(address, {"colour": "red"})

    assert response.status_code == 400
    assert "colour" in response.content.decode()


@pytest.mark.parametrize("name", page_names())
@pytest.mark.parametrize("parameter", ["as_of", "known_on"])
@pytest.mark.usefixtures("world")
def test_a_date_that_cannot_be_read_is_a_400_that_says_how_to_write_it(client, name, parameter):
    address = next(page.address for page in walked_pages() if page.name == name)

    response = client.get(address, {parameter: "30.6.2026"})

    assert response.status_code == 400
    assert "2024-06-30" in response.content.decode()


@pytest.mark.parametrize("name", page_names())
@pytest.mark.usefixtures("world")
def test_a_page_of_the_past_says_so_and_its_links_stay_in_the_past(client, name):
    if name == "login":
        pytest.skip("has no date")
    address = next(page.address for page in walked_pages() if page.name == name)

    html = client.get(address, {"as_of": "2026-05-01"}).content.decode()

    assert "2026年5月1日" in html
    assert "/actions/?as_of=2026-05-01" in html


@pytest.mark.parametrize("name", [name for name in page_names() if name != "login"])
@pytest.mark.usefixtures("world")
def test_a_page_asks_strangers_to_sign_in_unless_pages_are_public(client, settings, name):
    settings.PUBLIC_PAGES = False
    address = next(page.address for page in walked_pages() if page.name == name)

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=")


def test_no_page_is_left_out_without_a_reason():
    assert all(NOT_WALKED.values())
    assert len(page_names()) == len(set(page_names()))
