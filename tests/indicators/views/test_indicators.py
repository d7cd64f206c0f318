"""The page of an indicator: what it shows of whom, and at which period."""

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.factories import (
    AreaFactory,
    GapFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def focus():
    return AreaFactory(code="450200", name="柳州", kind="focus", position=0)


@pytest.fixture
def peers():
    return [
        AreaFactory(code=code, name=name) for code, name in (("430600", "岳阳"), ("360700", "赣州"), ("530300", "曲靖"))
    ]


@pytest.fixture
def indicator():
    return IndicatorFactory(code="wealth", name="财富", unit="亿元")


@pytest.fixture
def source():
    return SourceFactory(title="年鉴")


@pytest.fixture
def panel(indicator, focus, peers, source):
    """Four cities over three years; the focus city lacks the middle one."""
    for area in (focus, *peers):
        for year in (2018, 2019, 2020):
            if (area, year) != (focus, 2019):
                value = Decimal(100 * area.position + year)
                ObservationFactory(
                    indicator=indicator, area=area, period=str(year), source=source, value=value, decimals=0
                )
    return indicator


def page(client, query=""):
    response = client.get(f"/indicators/wealth/{query}")
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def section(html, heading):
    """From the heading to the next section."""
    start = html.index(f"<h2>{heading}</h2>")
    return html[start : html.find("<section", start)]


def heads(html):
    return re.findall(r'<th role="columnheader"[^>]*><a[^>]*>([^<]+)</a>', section(html, "各期数据"))


def test_all_areas_with_figures_are_drawn_and_listed_by_period(client, panel):
    html = page(client)

    assert heads(html) == ["柳州", "岳阳", "赣州", "曲靖"]
    assert re.findall(r'class="wide">(\d+)</th>', section(html, "各期数据")) == ["2020", "2019", "2018"]
    assert html.count('class="f-dot"') == 2
    assert "<title>柳州 2020年，2020 亿元</title>" in html


def test_the_address_chooses_whose_course_is_drawn(client, panel):
    html = page(client, "?area=360700&area=450200")

    assert heads(html) == ["柳州", "赣州"]
    assert '<input type="checkbox" name="area" value="360700" checked>' in html
    assert '<input type="checkbox" name="area" value="430600">' in html
    assert "岳阳" in section(html, "比较与走势")  # the ranking is of all


def test_a_chosen_area_without_figures_says_so(client, panel):
    AreaFactory(code="520300", name="遵义")

    html = page(client, "?area=520300&area=450200")

    assert heads(html) == ["柳州", "遵义"]
    assert section(html, "各期数据").split('class="sums"')[0].count(">—</td>") == 2


def test_of_many_areas_the_first_are_drawn_and_the_ranking_is_an_excerpt(client, panel, source):
    for _n in range(40):
        ObservationFactory(indicator=panel, period="2020", source=source)

    html = page(client)

    assert len(heads(html)) == 8
    assert len(re.findall(r'<td class="r">', html)) == 10 + 3  # both ends; who was chosen is among them
    assert "共44个地区" in html


def test_the_period_is_chosen_from_those_that_can_be_compared(client, panel):
    html = page(client, "?period=2019")

    assert "2019年排名" in html
    assert "<strong>2019</strong>" in html
    assert "<option selected>2019</option>" in html
    assert "2020年排名" in page(client)


def test_figures_of_another_definition_are_ranked_when_asked_for(client, panel, peers):
    figure = panel.observations.get(area=peers[0], period="2020")
    figure.status = "B"
    figure.save()

    assert "不排名" in page(client)
    assert "不排名" not in page(client, "?with_other_definitions=true")
    assert '<sup title="口径不同">B</sup>' in page(client)


def test_what_was_known_on_a_day_is_shown_of_that_day(client, panel, focus, source):
    ObservationFactory(
        indicator=panel,
        area=focus,
        period="2020",
        source=source,
        vintage=date(2025, 1, 1),
        value=Decimal(7777),
        decimals=0,
    )

    assert "7777" in page(client)
    assert "7777" not in page(client, "?known_on=2024-12-31")
    assert section(page(client, "?known_on=2020-01-01"), "各期数据").count("没有数据。") == 1


def test_another_source_stands_beside_the_shown_figure_and_is_named(client, panel, focus):
    other = SourceFactory(title="公报", priority=200)
    ObservationFactory(indicator=panel, area=focus, period="2020", source=other, value=Decimal(2021), decimals=0)

    html = page(client)

    assert "公报" in section(html, "各来源与修订")
    assert "公报" in section(html, "全部观测值")
    assert "公报" in section(html, "口径与来源")


def test_every_figure_can_be_cited(client, panel, source):
    html = section(page(client), "全部观测值")

    assert f"/indicators/wealth/cite/?area=450200&amp;period=2020&amp;source={source.code}" in html


def test_a_long_list_of_observations_comes_by_the_page(client, panel, source):
    for year in range(1900, 2000):
        ObservationFactory(indicator=panel, area__code="430600", period=str(year), source=source)

    html = page(client)

    assert section(html, "全部观测值").count("<tr") == 1 + 100
    assert "更早的63期没有列出" in html
    assert section(page(client, "?page=2"), "全部观测值").count("<tr") == 1 + 11
    assert client.get("/indicators/wealth/?page=3").status_code == 400


def test_the_number_of_queries_does_not_follow_the_figures(client, panel, source, django_assert_max_num_queries):
    page(client)
    with django_assert_max_num_queries(40) as few:
        page(client)
    for _n in range(30):
        ObservationFactory(indicator=panel, period="2020", source=source)

    with django_assert_max_num_queries(len(few)):
        page(client)


def test_without_figures_the_page_says_so(client, indicator):
    html = page(client)

    assert section(html, "各期数据").count("没有数据。") == 1
    assert "比较与走势" not in html
    assert "download" not in html
    assert "各来源与修订" not in html


def test_one_area_and_one_period_have_a_course_but_no_ranking(client, indicator, focus):
    ObservationFactory(indicator=indicator, area=focus)

    html = page(client)

    assert "没有三个以上城市同期的数" in html
    assert "<title>柳州 2020年，1.50 亿元</title>" in html


def test_a_missing_figure_is_told_from_one_that_was_never_recorded(client, panel, focus):
    table = section(page(client), "各期数据")
    assert ">—</td>" in table

    ObservationFactory(indicator=panel, area=focus, period="2019", value=None, status="M")

    table = section(page(client), "各期数据")
    assert ">无数据</td>" in table
    assert ">—</td>" not in table


def test_the_first_sentence_says_how_the_focus_city_stands(client, panel):
    lede = re.search(r'<p class="lede">(.*?)</p>', page(client), re.DOTALL).group(1)

    assert lede == "2020年，柳州为2020亿元，在有数据可比的4市中居第4位。"


def test_without_a_figure_of_the_focus_city_the_first_sentence_is_the_definition(client, indicator):
    assert f'<p class="lede">{indicator.definition}</p>' in page(client)


def test_places_that_say_the_same_are_counted_and_only_another_figure_is_listed(client, panel, focus):
    shown = panel.observations.get(area=focus, period="2020")
    for locator, value in (("正文", shown.value), ("附表", shown.value), ("附注", shown.value + 1)):
        ObservationFactory(
            indicator=panel, area=focus, period="2020", source=SourceFactory(priority=900), locator=locator, value=value
        )

    others = section(page(client), "各来源与修订")

    assert "附注" in others
    assert "附表" not in others
    assert "另有2个其他出处的数与采用的数相同" in others


def test_a_long_list_of_observations_is_folded_until_its_pages_are_turned(client, panel):
    folded = '<details class="filters"><summary><span>'
    assert folded not in section(page(client), "全部观测值")

    for year in range(1900, 1990):
        ObservationFactory(indicator=panel, period=str(year))

    assert folded in section(page(client), "全部观测值")
    assert folded not in section(page(client, "?page=2"), "全部观测值")


def test_a_table_that_is_a_picture_is_told_among_the_doubts(client, panel):
    GapFactory(indicator=panel, title="财富变化表")

    assert "财富变化表" in section(page(client), "核对与存疑")


def test_indicators_of_the_same_theme_are_named(client, panel):
    IndicatorFactory(name="收入", theme=panel.theme)
    IndicatorFactory(name="别的")

    html = section(page(client), "同一主题的指标")

    assert "收入" in html
    assert "别的" not in html


def test_extrapolation_is_for_people_signed_in(client, panel):
    assert "追赶推算" not in page(client)

    client.force_login(UserFactory())

    assert "追赶推算" in page(client)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?area=999999", "999999"),
        ("?area=450200&area=nowhere", "nowhere"),
        ("?period=2017", "2017"),
        ("?period=2020-13", "period"),
        ("?period=2020&period=2019", "period"),
        ("?implied=maybe", "implied"),
        ("?with_other_definitions=maybe", "with_other_definitions"),
        ("?page=2", "page"),
        ("?colour=red", "colour"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name(client, panel, query, said):
    response = client.get(f"/indicators/wealth/{query}")

    assert response.status_code == 400
    assert said in response.content.decode()


def test_more_areas_than_a_reader_can_tell_apart_are_refused(client, panel):
    codes = "&".join(f"area={area.code}" for area in AreaFactory.create_batch(13))

    response = client.get(f"/indicators/wealth/?{codes}")

    assert response.status_code == 400
    assert "12" in response.content.decode()


def test_of_an_indicator_that_nobody_printed_stands_what_follows_from_others(client, indicator, focus):
    identity = IdentityFactory(kind="sum")
    whole, part = IndicatorFactory(unit="亿元"), IndicatorFactory(unit="亿元")
    for role, one in (("whole", whole), ("part", part), ("part", indicator)):
        IdentityTermFactory(identity=identity, role=role, indicator=one, implied=one == indicator)
    for one, value in ((whole, "10.0"), (part, "4.0")):
        ObservationFactory(indicator=one, area=focus, value=Decimal(value), decimals=1)

    html = page(client)

    assert "推算数" in html
    assert "6.0" in html[html.index("推算数") :]


def test_under_the_table_stands_how_the_areas_changed_over_its_years(client, panel):
    html = page(client)
    foot = html[html.index('class="sums"') :]

    assert "2018—2020 变化" in foot
    assert foot.count(">+2<") == 4
    assert "年均增长" in foot
    assert "2020年指数，2018年为100" in foot


def test_rates_have_no_growth_in_per_cent_under_their_table(client, focus):
    rate = IndicatorFactory(code="wealth", unit="%")
    for period, value in (("2018", "5.0"), ("2020", "7.5")):
        ObservationFactory(indicator=rate, area=focus, period=period, value=Decimal(value), decimals=1)

    html = page(client)

    assert "+2.5" in html
    assert "年均增长" not in html
