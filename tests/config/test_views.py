"""Errors, the choice of language, the pulse."""

import pytest
from django.urls import reverse

from tests.factories import a_reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "back"),
    [("/actions/9.9.9/", "/actions/"), ("/indicators/none/", "/indicators/"), ("/reviews/1900/", "/reviews/")],
)
@pytest.mark.usefixtures("public_pages")
def test_an_unknown_code_is_a_404_page_with_the_way_back_to_its_list(client, address, back):
    response = client.get(address)

    assert response.status_code == 404
    assert f'href="{back}"' in response.content.decode()
    assert "没有找到" in response.content.decode()


@pytest.mark.usefixtures("public_pages")
def test_an_unknown_address_is_a_404_page_with_the_way_to_the_dashboard(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "看全部清单" not in response.content.decode()
    assert "回到总览" in response.content.decode()


@pytest.mark.usefixtures("public_pages")
def test_errors_are_told_in_the_readers_language(client):
    assert "Not found" in client.get("/actions/9.9.9/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("address", ["/api/v1/actions/9.9.9/", "/api/v1/no-such-list/", "/api/no"])
@pytest.mark.usefixtures("public_pages")
def test_an_unknown_address_of_the_api_is_told_as_json(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert response.json()["detail"]


def test_our_own_fault_is_told_without_the_database(client, settings, monkeypatch, django_assert_num_queries):
    settings.PUBLIC_PAGES = True
    client.raise_request_exception = False
    monkeypatch.setattr("recommendations.views.dashboard.read_plan", None)

    with django_assert_num_queries(0):
        response = client.get("/")

    assert response.status_code == 500
    assert "服务器出错了" in response.content.decode()


def test_the_language_is_remembered_and_leads_back(client):
    response = client.get(reverse("language", args=["en"]), {"next": "/actions/?path=1"})

    assert response["Location"] == "/actions/?path=1"
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_choice_of_language_never_leads_to_another_host(client, target):
    assert client.get(reverse("language", args=["en"]), {"next": target})["Location"] == reverse("dashboard")


def test_a_language_that_is_not_offered_is_a_404(client):
    assert client.get(reverse("language", args=["fr"])).status_code == 404


@pytest.mark.usefixtures("public_pages")
def test_the_browsers_language_counts_until_one_is_chosen(client):
    english = {"accept-language": "en-GB,en;q=0.8"}

    assert '<html lang="zh-CN">' in client.get("/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="en">' in client.get("/", headers=english).content.decode()

    client.get(reverse("language", args=["zh-hans"]))
    assert '<html lang="zh-CN">' in client.get("/", headers=english).content.decode()


def test_the_pulse_answers_without_sign_in(client):
    assert client.get("/healthz").content == b"ok"


def test_signing_in_leads_to_the_page_that_was_asked_for(client):
    reader = a_reader(username="reader")
    reader.set_password("Liuzhou-2024")
    reader.save()

    page = client.get("/actions/", follow=True)
    assert "非涉密系统，严禁上传涉密信息" in page.content.decode()

    response = client.post("/login/", {"username": "reader", "password": "Liuzhou-2024", "next": "/actions/"})
    assert response["Location"] == "/actions/"


def test_a_wrong_password_is_told_above_the_form(client):
    response = client.post("/login/", {"username": "nobody", "password": "wrong"})

    assert response.status_code == 200
    assert 'class="errorlist" role="alert"' in response.content.decode()
