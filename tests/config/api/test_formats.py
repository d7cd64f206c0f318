"""CSV that a spreadsheet opens safely, and the format that an address asks for."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from config.api.formats import ByFormat, Csv, Table, cell
from indicators.parameters import BadParameter


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (Decimal("-1.50"), "-1.50"),
        ("-1.50", "-1.50"),
        (date(2026, 6, 30), "2026-06-30"),
        ("柳州", "柳州"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("-", "'-"),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_is_what_it_says_and_never_a_formula(value, text):
    assert cell(value) == text


def test_a_table_begins_with_its_columns_and_a_mark_for_excel():
    written = Csv().render(Table(("名称", "value"), [{"名称": '说"好", 是', "value": None}, {"value": 1}]))

    assert written == '\ufeff名称,value\r\n"说""好"", 是",\r\n,1\r\n'.encode()


def choose(query="", accept="*/*"):
    request = Request(RequestFactory().get("/" + query, headers={"Accept": accept}))
    return ByFormat().select_renderer(request, [JSONRenderer(), Csv()])[0].format


def test_the_address_decides_before_the_header():
    assert choose() == "json"
    assert choose("?format=") == "json"
    assert choose("?format=csv", accept="application/json") == "csv"
    assert choose(accept="text/csv") == "csv"


def test_an_unknown_format_is_named_with_those_that_are_known():
    with pytest.raises(BadParameter, match="json、csv") as caught:
        choose("?format=xlsx")

    assert caught.value.parameter == "format"
