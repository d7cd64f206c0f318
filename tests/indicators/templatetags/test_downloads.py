"""Where a page's figures can be taken away."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import Context, Template

from indicators.asof import AsOf
from indicators.models import Area, Indicator

TODAY = date(2026, 6, 10)


def links(tag: str, **context: object) -> dict[str, dict[str, list[str]]]:
    """What each link asks the API for, by its words."""
    page = Template("{% load downloads %}{% downloads " + tag + " %}").render(Context(context))
    found = {}
    for part in page.split("<a ")[1:]:
        address = urlsplit(part.split('href="')[1].split('"')[0].replace("&amp;", "&"))
        assert address.path == "/api/v1/observations/"
        found[part.split(">")[1].split("<")[0]] = parse_qs(address.query)
    return found


def test_there_is_a_link_for_each_format():
    assert links("") == {
        "CSV": {"format": ["csv"]},
        "XLSX": {"format": ["xlsx"]},
        "SDMX-CSV": {"format": ["sdmx-csv"]},
    }


@pytest.mark.parametrize(
    ("tag", "asked"),
    [
        ("indicator=gdp", {"indicator": ["gdp"]}),
        ("indicator=gdp area=areas", {"indicator": ["gdp"], "area": ["450200", "520300"]}),
        ('area="450200" shown="true"', {"area": ["450200"], "shown": ["true"]}),
        ("indicator=nothing area=nothing", {}),
        ("area=none", {}),
    ],
)
def test_filters_are_records_texts_or_several(tag, asked):
    areas = [Area(code="450200"), Area(code="520300")]

    found = links(tag, gdp=Indicator(code="gdp"), areas=areas, none=[])

    assert found["CSV"] == {"format": ["csv"]} | asked


def test_the_files_hold_what_was_known_on_the_day_that_the_page_looks_at():
    past = AsOf(as_of=TODAY, known_on=date(2024, 3, 1), today=TODAY)

    assert links("", asof=past)["XLSX"] == {"format": ["xlsx"], "known_on": ["2024-03-01"]}
    assert links("", asof=AsOf(as_of=TODAY, today=TODAY))["XLSX"] == {"format": ["xlsx"]}
