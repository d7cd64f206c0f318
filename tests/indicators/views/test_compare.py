"""The page that puts any areas beside each other by any indicators."""

import re
from decimal import Decimal

import pytest

from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def focus():
    return AreaFactory(code="450200", name="柳州", kind="focus", position=0)


@pytest.fixture
def peer():
    return AreaFactory(code="530300", name="曲靖", position=1)


@pytest.fixture
def nation():
    return AreaFactory(code="000000", name="全国", kind="benchmark", position=2)


@pytest.fixture
def indicator(focus, peer, nation):
    indicator = IndicatorFactory(code="wealth", name="财富", unit="亿元")
    for area, value in ((focus, "10.50"), (peer, "20.25"), (nation, "99.00")):
        ObservationFactory(indicator=indicator, area=area, value=Decimal(value))
    return indicator


def page(client, address=""):
    response = client.get(f"/compare/{address}")
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def heads(html):
    return re.findall(r'indicators_by=(\d+)">', html)


def test_without_a_choice_the_cities_stand_beside_each_other(client, indicator):
    html = page(client)

    assert heads(html) == ["450200", "530300"]
    assert "10.50" in html
    assert "财富" in html


def test_the_address_holds_the_choice(client, indicator):
    IndicatorFactory(code="other", name="别的")

    html = page(client, "?area=530300&area=000000&indicator=wealth")

    assert heads(html) == ["530300", "000000"]
    assert '<input type="checkbox" name="area" value="000000" checked>' in html
    assert '<input type="checkbox" name="area" value="450200">' in html
    assert '<input type="checkbox" name="indicator" value="other">' in html


def test_areas_and_indicators_can_be_put_in_order(client, indicator):
    html = page(client, "?areas_by=wealth")

    assert heads(html) == ["530300", "450200"]
    assert "已按此排列" in html
    assert 'aria-sort="ascending"' in page(client, "?indicators_by=530300")


def test_the_date_field_keeps_every_area_that_was_chosen(client, indicator):
    html = page(client, "?area=530300&area=000000")
    form = html[html.index('<form class="asof"') : html.index("</header>")]

    assert re.findall(r'name="area" value="(\d+)"', form) == ["530300", "000000"]


def test_each_indicator_of_several_periods_has_a_small_chart(client, indicator, focus):
    assert '<figure class="fig">' not in page(client)

    ObservationFactory(indicator=indicator, area=focus, period="2019")

    assert page(client).count('<figure class="fig">') == 1


def test_sample_figures_are_marked_in_table_and_chart(client, indicator, focus):
    assert "示例" not in page(client)

    ObservationFactory(indicator=indicator, area=focus, period="2025", source__sample=True)

    assert page(client).count("示例") == 1
    assert page(client, "?period=2025").count("示例") == 2


def test_an_area_without_a_figure_says_so(client, indicator):
    AreaFactory(code="360700", name="赣州", position=3)

    assert "无数据" in page(client, "?area=360700&area=450200&indicator=wealth")


def test_with_nothing_to_compare_the_page_says_so(client):
    assert "没有任何指标的数据" in page(client)


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("?area=999999", "area"),
        ("?indicator=unknown", "indicator"),
        ("?period=2020-13", "period"),
        ("?period=2020&period=2019", "period"),
        ("?areas_by=unknown", "areas_by"),
        ("?with_other_definitions=maybe", "with_other_definitions"),
        ("?area=530300&indicators_by=450200", "indicators_by"),
        ("?colour=red", "colour"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(client, indicator, address, parameter):
    response = client.get(f"/compare/{address}")

    assert response.status_code == 400
    assert parameter in response.content.decode()


def test_more_areas_than_a_table_holds_are_refused(client, indicator):
    codes = "&".join(f"area={area.code}" for area in AreaFactory.create_batch(13))

    response = client.get(f"/compare/?{codes}")

    assert response.status_code == 400
    assert "12" in response.content.decode()
