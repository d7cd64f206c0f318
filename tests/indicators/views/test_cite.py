"""How to cite a figure: the page that gives the reference, and whose address gives the same figure for good."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.services.figures import revise
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory, a_coordinator

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages"),
    pytest.mark.time_machine("2026-07-01T12:00:00+08:00", tick=False),
]

PAGE = reverse("cite", args=["gdp"])
ASKED = {"area": "450200", "period": "2020"}


@pytest.fixture
def place():
    return {"indicator": IndicatorFactory(code="gdp"), "area": AreaFactory(code="450200", name="柳州")}


@pytest.fixture
def figure(place):
    return ObservationFactory(**place, source=SourceFactory(code="study", priority=1), value=Decimal("505.10"))


def fields(response):
    """The texts to be copied."""
    assert response.status_code == 200
    found = re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", response.content.decode(), re.DOTALL)
    return [html.unescape(text) for text in found]


def address_in(reference):
    return re.search(r"http://testserver(/\S+)\.$", reference)[1]


def test_the_shown_figure_is_cited_in_chinese_and_in_english_whatever_the_readers_language(client, figure):
    client.cookies["django_language"] = "en"

    chinese, english = fields(client.get(PAGE, ASKED))

    assert "指标 gdp, 柳州, 2020[DB/OL]" in chinese
    assert "Indicator gdp, City 450200, 2020[DB/OL]" in english
    assert "[2026-07-01]. http://testserver/indicators/gdp/cite/?area=450200&period=2020&source=study&" in chinese


def test_another_source_or_place_is_cited_by_naming_it(client, place, figure):
    ObservationFactory(**place, source=figure.source, locator="二(一)1")
    ObservationFactory(**place, source=SourceFactory(code="yearbook", title="年鉴", priority=9), locator="2-1")

    assert ": 指标 gdp" in fields(client.get(PAGE, ASKED))[0]
    assert "年鉴: 指标 gdp" in fields(client.get(PAGE, ASKED | {"source": "yearbook"}))[0]
    assert "二(一)1(2022-12-31)" in fields(client.get(PAGE, ASKED | {"source": "study", "locator": "二(一)1"}))[0]


def test_the_address_gives_the_same_figure_after_a_correction_of_the_same_day(client, figure):
    cited = address_in(fields(client.get(PAGE, ASKED))[0])

    revise(
        actor=a_coordinator(),
        figure=figure,
        value=Decimal("498.6"),
        decimals=1,
        status="A",
        bound="exact",
        vintage=date(2026, 7, 1),
    )

    assert "498.6" in client.get(PAGE, ASKED).content.decode()
    page = client.get(cited)
    assert "505.10" in page.content.decode()
    assert address_in(fields(page)[0]) == cited


def test_the_address_gives_the_same_figure_though_a_correction_was_learnt_before_the_day_asked_for(client, figure):
    cited = address_in(fields(client.get(PAGE, ASKED | {"known_on": "2023-05-05"}))[0])

    revise(
        actor=a_coordinator(),
        figure=figure,
        value=Decimal("498.6"),
        decimals=1,
        status="A",
        bound="exact",
        vintage=date(2023, 5, 1),
    )

    assert "known_on=2022-12-31" in cited
    assert "505.10" in client.get(cited).content.decode()


def test_sample_data_is_shown_and_said_not_to_be_cited(client, place):
    ObservationFactory(**place, source=SourceFactory(sample=True))

    response = client.get(PAGE, ASKED)

    assert fields(response) == []
    assert "不可引用" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"area": "450200", "period": "2019"}, "2019"),
        (ASKED | {"known_on": "2020-01-01"}, "2020"),
        (ASKED | {"source": "nothing"}, "source"),
        (ASKED | {"locator": "表9"}, "2020"),
        ({"area": "999999", "period": "2020"}, "area"),
        ({"period": "2020"}, "area"),
        ({"area": "450200", "period": "2020-13"}, "period"),
    ],
)
@pytest.mark.usefixtures("figure")
def test_a_figure_that_is_not_there_is_a_400_that_says_which(client, asked, parameter):
    response = client.get(PAGE, asked)

    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_without_a_choice_areas_and_then_periods_are_offered(client, place, figure):
    ObservationFactory(**place, source=figure.source, period="2019")
    AreaFactory(name="无数市")

    areas = client.get(PAGE).content.decode()
    periods = client.get(PAGE, {"area": "450200"}).content.decode()

    assert f'href="{PAGE}?area=450200"' in areas
    assert "无数市" not in areas
    assert periods.index("period=2020") < periods.index("period=2019")


def test_where_nothing_is_known_the_page_says_so(client, place):
    assert "没有数据。" in client.get(PAGE).content.decode()
    assert "没有数据。" in client.get(PAGE, {"area": "450200"}).content.decode()
