"""Every refusal has one shape and a sentence in the reader's language; faults of our own are no refusals."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.errors import handle
from indicators.asof import BadDate
from indicators.parameters import BadParameter


def answer(exception) -> Response | None:
    return handle(exception, {"request": Request(RequestFactory().get("/"))})


@pytest.mark.parametrize(
    ("exception", "status", "parameter"),
    [
        (BadParameter("page", "没有这一页。"), 400, "page"),
        (BadDate("as_of", "日期无法识别。"), 400, "as_of"),
        (BadRequest("请求无法识别。"), 400, None),
        (exceptions.NotAuthenticated(), 401, None),  # the view turns it into 403: there is no header to sign in by
        (PermissionDenied(), 403, None),
        (exceptions.NotFound("没有这个代码。"), 404, None),
        (Http404(), 404, None),
        (exceptions.MethodNotAllowed("POST"), 405, None),
        (exceptions.NotAcceptable(), 406, None),
    ],
)
def test_a_refusal(exception, status, parameter):
    response = answer(exception)

    assert response.status_code == status
    assert response.data.keys() == {"detail", "parameter"}
    assert response.data["detail"]
    assert response.data["parameter"] == parameter


def test_a_fault_of_ours_is_left_to_django():
    assert answer(ZeroDivisionError()) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sentence_is_in_the_readers_language(client, language):
    response = client.get("/api/v1/areas/?page=x", headers={"Accept-Language": language})

    assert response.headers["Content-Language"] == language
