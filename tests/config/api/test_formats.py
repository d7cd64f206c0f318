"""CSV that a spreadsheet opens safely, and the format that an address asks for."""

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from config.api.formats import ByFormat, Csv, Table
from indicators.parameters import BadParameter


def test_a_table_begins_with_its_columns_and_a_mark_for_excel():
    written = Csv().render(Table(("名称", "value"), [{"名称": '说"好", 是', "value": None}, {"value": 1}]))

    assert written == '\ufeff名称,value\r\n"说""好"", 是",\r\n,1\r\n'.encode()


def test_a_cell_that_would_run_as_a_formula_is_made_harmless():
    assert Csv().render(Table(("a",), [{"a": "=1+1"}])) == "\ufeffa\r\n'=1+1\r\n".encode()


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
