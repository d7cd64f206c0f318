"""The page of extrapolations: for whom, what it answers, and what it refuses."""

from decimal import Decimal

import pytest

from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, a_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]

ADDRESS = "/indicators/gdp/catch-up/"
FORM = 'action="/indicators/gdp/catch-up/"'


@pytest.fixture(autouse=True)
def _figures():
    gdp = IndicatorFactory(code="gdp", unit="亿元", price_basis="current")
    courses = {("450200", "focus", "柳州"): (100, 110, 121), ("520300", "peer", "遵义"): (200, 200, 200)}
    for (code, kind, name), values in courses.items():
        area = AreaFactory(code=code, kind=kind, name=name)
        for year, value in enumerate(values, 2018):
            ObservationFactory(indicator=gdp, area=area, period=str(year), value=Decimal(value), decimals=0)


@pytest.fixture
def signed_in(client):
    client.force_login(a_reader())
    return client


def page(client, address=ADDRESS, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def test_strangers_see_neither_form_nor_answer_but_the_way_to_sign_in(client):
    html = page(client, area="450200", to="520300")

    assert "推算只对登录的人开放" in html
    assert "/login/?next=/indicators/gdp/catch-up/" in html
    assert FORM not in html
    assert "2026" not in html[html.index("<main") : html.index("</main>")]


def test_it_opens_with_forms_and_no_answer(signed_in):
    html = page(signed_in)

    assert html.count(FORM) == 2
    assert '<option value="450200" selected>柳州</option>' in html
    assert "不作推算" not in html


def test_the_answer_names_year_method_window_and_that_it_is_no_forecast(signed_in):
    html = page(signed_in, area="450200", to="520300")

    assert "从 2020 年算起，柳州照此到 2026 年追上遵义" in html
    for words in ("复合增长率外推", "2018/2020", "-79", "按所列年份的增长外推所得，不是预测", "增长含价格上涨"):
        assert words in html
    assert '<option value="520300" selected>遵义</option>' in html


def test_a_reason_stands_where_there_is_no_answer(signed_in):
    html = page(signed_in, area="520300", to="450200")

    assert "不作推算" in html
    assert "2020 年遵义并不落后" in html


def test_a_target_needs_so_much_a_year(signed_in):
    html = page(signed_in, area="450200", target="194.87", year="2025")

    assert "从 2020 年算起，柳州到 2025 年达到目标，每年须增长 10%" in html
    assert 'value="194.87"' in html


def test_a_neutral_indicator_has_a_target_but_nobody_to_catch_up_with(signed_in):
    indicator = IndicatorFactory(code="people", direction="neutral", unit="万人")
    for code in ("450200", "520300"):
        ObservationFactory(indicator=indicator, area=AreaFactory(code=code))

    html = page(signed_in, "/indicators/people/catch-up/")

    assert 'name="target"' in html
    assert 'name="to"' not in html


def test_an_indicator_without_figures_says_so(signed_in):
    IndicatorFactory(code="empty")

    assert "没有数据" in page(signed_in, "/indicators/empty/catch-up/")


@pytest.mark.parametrize(
    ("query", "name"),
    [({"area": "nowhere"}, "area"), ({"to": "520300"}, "area"), ({"area": "450200", "target": "5"}, "year")],
)
def test_what_does_not_fit_is_a_400_that_names_it(signed_in, query, name):
    response = signed_in.get(ADDRESS, query)

    assert response.status_code == 400
    assert f"参数 {name}" in response.content.decode()
