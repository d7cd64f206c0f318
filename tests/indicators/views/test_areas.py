"""The profile of an area."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def focus():
    return AreaFactory(code="450200", name="柳州", kind="focus", position=0)


@pytest.fixture
def peers():
    return AreaFactory.create_batch(3)


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def compare(focus, peers, source):
    """An indicator with one figure a city, the focus city's first."""

    def made(name, *values, period="2020", **more):
        indicator = more.pop("indicator", None) or IndicatorFactory(name=name, **more)
        for area, value in zip((focus, *peers), values, strict=True):
            if value is not None:
                ObservationFactory(indicator=indicator, area=area, period=period, source=source, value=Decimal(value))
        return indicator

    return made


def page(client, query="", code="450200"):
    response = client.get(f"/areas/{code}/{query}")
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def section(html, heading):
    start = html.index(f"<h2>{heading}</h2>")
    return html[start : html.find("<section", start)]


def named(html, caption):
    table = html[html.index(f"<caption>{caption}</caption>") :]
    return re.findall(r'class="wide"><a class="quiet"[^>]*>([^<]+)</a>', table[: table.index("</table>")])


def test_strengths_and_gaps_are_ranked_whatever_their_units(client, compare):
    compare("略强", 22, 10, 20, 50)
    compare("很强", 50, 10, 20, 30, unit="人")
    compare("略弱", 18, 10, 20, 50, unit="元")
    compare("很弱", 50, 10, 20, 30, direction="lower")
    compare("不分高低", 50, 10, 20, 30, direction="neutral")

    html = page(client)

    assert named(html, "优势") == ["很强", "略强"]
    assert named(html, "差距") == ["很弱", "略弱"]
    assert "其中能分高低的4项：2项好于中位数，2项差于中位数。" in html
    assert "不分高低" in section(html, "各项指标的位置")


def test_an_area_without_strengths_says_so(client, compare):
    compare("很弱", 1, 10, 20, 30)

    assert "没有好于中位数的指标。" in page(client)


def test_indicators_stand_by_theme_with_their_course(client, compare):
    indicator = compare("财富", 1, 10, 20, 30, theme__name="经济")
    compare("财富", 2, 11, 21, 31, period="2019", indicator=indicator)
    compare("人口", 1, 10, 20, 30, theme__name="民生")

    html = section(page(client), "各项指标的位置")

    assert re.findall(r"<caption>([^<]+)</caption>", html) == ["经济", "民生"]
    assert html.count('class="f-line"') == 1


def test_another_city_is_profiled_as_itself(client, compare, peers):
    compare("财富", 1, 10, 20, 30)

    html = page(client, code=peers[2].code)

    assert named(html, "优势") == ["财富"]
    assert '<td role="cell" class="n focus" data-label="' + peers[2].name in html


def test_a_benchmark_stands_beside_the_focus_city_and_is_not_ranked(client, compare, source):
    nation = AreaFactory(code="000000", name="全国", kind="benchmark")
    indicator = compare("财富", 7, 10, 20, 30, period="2020")
    ObservationFactory(indicator=indicator, area=nation, period="2020", source=source, value=Decimal("9.50"))
    ObservationFactory(
        indicator=indicator, area=nation, period="2025", source=source, value=Decimal("9.90"), status="F"
    )

    html = page(client, code="000000")

    assert "不参加排名" in html
    assert "优势与差距" not in html
    newest = section(html, "各项指标的最新数")
    assert "9.50" in newest
    assert "7.00" in newest
    assert "9.90" not in newest


def test_what_was_known_on_a_day_is_shown_of_that_day(client, compare, focus, source):
    indicator = compare("财富", 1, 10, 20, 30)
    ObservationFactory(
        indicator=indicator, area=focus, period="2020", source=source, vintage=date(2025, 1, 1), value=Decimal(77)
    )

    assert named(page(client), "优势") == ["财富"]
    assert named(page(client, "?known_on=2024-12-31"), "差距") == ["财富"]


def test_sample_figures_are_marked(client, compare, focus):
    indicator = compare("财富", 1, 10, 20, 30)
    assert "示例" not in section(page(client), "各项指标的位置")

    ObservationFactory(indicator=indicator, area=focus, period="2025", source__sample=True)

    assert "示例" in section(page(client), "各项指标的位置")


def test_an_area_of_which_nothing_is_known_says_so(client, focus):
    html = page(client)

    assert "没有可与其他城市比较的指标。" in html
    assert "没有数据。" in section(html, "全部数据")


def test_all_figures_come_by_the_page_and_can_be_taken_away(client, compare, focus, source):
    indicator = compare("财富", 1, 10, 20, 30)
    for year in range(1900, 2000):
        ObservationFactory(indicator=indicator, area=focus, period=str(year), source=source)

    html = section(page(client), "全部数据")

    assert html.count("<tr") == 1 + 100
    assert "area=450200" in html
    assert section(page(client, "?page=2"), "全部数据").count("<tr") == 1 + 1
    assert client.get("/areas/450200/?page=3").status_code == 400


def test_the_number_of_queries_does_not_follow_the_figures(client, compare, django_assert_max_num_queries):
    compare("一", 1, 10, 20, 30)
    page(client)
    with django_assert_max_num_queries(30) as few:
        page(client)
    for name in "二三四五":
        compare(name, 1, 10, 20, 30)

    with django_assert_max_num_queries(len(few)):
        page(client)
