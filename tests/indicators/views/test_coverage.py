"""The page that says what is known at all."""

import re

import pytest

from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def indicator():
    return IndicatorFactory(name="财富")


def page(client, address=""):
    response = client.get(f"/coverage/{address}")
    assert response.status_code == 200, response.content.decode()
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def cells(html):
    return [
        re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'<td role="cell" class="n[^>]*>.*?</td>', html)
    ]


def test_years_stand_across_with_the_number_of_cities(client, indicator):
    for area in AreaFactory.create_batch(2):
        ObservationFactory(indicator=indicator, area=area, period="2020")
    ObservationFactory(indicator=indicator, area=AreaFactory(kind="benchmark"), period="2019")

    html = page(client)

    assert re.findall(r'class="n">(\d{4})<', html) == ["2019", "2020"]
    assert cells(html) == ["+1", "2", ""]


def test_of_one_area_a_dot_says_that_there_is_a_figure_and_m_that_there_is_none(client, indicator):
    area = AreaFactory(code="530300")
    ObservationFactory(indicator=indicator, area=area, period="2020")
    ObservationFactory(indicator=indicator, area=area, period="2019", value=None, status="M", decimals=0)

    assert cells(page(client, "?area=530300")) == ["M", "●", ""]


def test_an_indicator_of_which_nothing_is_known_says_so(client, indicator):
    assert "没有数据" in page(client)


def test_themes_can_be_chosen(client, indicator):
    other = IndicatorFactory(name="别的")

    html = page(client, f"?theme={other.theme.code}")

    assert "别的" in html
    assert "财富" not in html


@pytest.mark.parametrize("address", ["?area=999999", "?theme=unknown", "?year=2020"])
def test_an_unknown_choice_is_refused(client, indicator, address):
    assert client.get(f"/coverage/{address}").status_code == 400
