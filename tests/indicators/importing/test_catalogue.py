"""Names in files are found whatever their form, and never where they could mean two things."""

import pytest

from indicators.importing.catalogue import Catalogue
from indicators.models import Area, Indicator, Source
from tests.factories.evidence import AreaFactory, IndicatorFactory, SourceFactory


def catalogue(*areas: Area) -> Catalogue:
    return Catalogue(
        indicators={"gdp": Indicator(code="gdp", name="地区生产总值", name_en="Gross regional product")},
        areas={area.code: area for area in areas},
        sources={"study-2022": Source(code="study-2022", title="发展路径对比研究", title_en="Paths")},
    )


LIUZHOU = Area(code="450200", name="柳州", name_en="Liuzhou")
GUANGXI = Area(code="450000", name="广西", name_en="Guangxi")


@pytest.mark.parametrize(
    "text", ["450200", "柳州", "柳州市", "　柳 州 市", "Liuzhou", "LIUZHOU", "Liuzhou(city)", "Liuzhou (city)"]
)
def test_an_area_is_found_by_code_and_by_name_in_many_forms(text):
    assert catalogue(LIUZHOU, GUANGXI).find_area(text) == "450200"


@pytest.mark.parametrize("text", ["柳州①", "柳州市*", "柳州 ＊＊", "柳州（1）", "柳州市[2]", "Liuzhou¹", "450200#"])
def test_a_footnote_s_mark_behind_a_name_is_no_part_of_it(text):
    assert catalogue(LIUZHOU).find_area(text) == "450200"


@pytest.mark.parametrize("text", ["*", "①", "柳*州", "柳州2", "柳州（2020）"])
def test_a_mark_alone_or_within_a_name_names_nothing(text):
    assert catalogue(LIUZHOU).find_area(text) == ("450200" if text == "柳州（2020）" else "")


@pytest.mark.parametrize("text", ["广西", "广西壮族自治区", "Guangxi"])
def test_a_region_is_found_with_and_without_its_kind(text):
    assert catalogue(LIUZHOU, GUANGXI).find_area(text) == "450000"


@pytest.mark.parametrize("text", ["", "柳", "柳州县", "柳江", "45020"])
def test_another_name_finds_nothing(text):
    assert catalogue(LIUZHOU, GUANGXI).find_area(text) == ""


def test_a_name_of_two_areas_finds_neither():
    province = Area(code="220000", name="吉林省", name_en="Jilin")
    city = Area(code="220200", name="吉林市", name_en="Jilin City")

    both = catalogue(province, city)

    assert both.find_area("吉林") == ""
    assert both.find_area("220200") == "220200"


def test_indicators_and_sources_are_found_by_code_and_exact_name_only():
    known = catalogue()

    assert known.find_indicator("GDP") == known.find_indicator(" 地区生产 总值") == "gdp"
    assert known.find_indicator("gross regional product") == "gdp"
    assert known.find_indicator("人均地区生产总值") == ""
    assert known.find_source("发展路径对比研究") == "study-2022"


@pytest.mark.parametrize(
    "before",
    ["一、", "十二、", "（一）", "(三)", "1.", "12、", "（3）", "１．", "①", "其中：", "其中:", "# ", "一、其中："],
)
def test_what_lists_put_before_an_indicator_s_name_is_no_part_of_it(before):
    assert catalogue().find_indicator(f"{before}地区生产总值") == "gdp"
    assert catalogue().find_indicator(f"{before}人均地区生产总值") == ""


@pytest.mark.parametrize("text", ["2. Gross regional product", "of which: Gross Regional Product"])
def test_nor_is_what_english_lists_put_there(text):
    assert catalogue().find_indicator(text) == "gdp"


@pytest.mark.parametrize("text", ["1.5地区生产总值", "一地区生产总值", "2020地区生产总值", "一、", "其中：", "#"])
def test_what_is_no_list_s_mark_stays_part_of_the_name(text):
    assert catalogue().find_indicator(text) == ""


def test_a_name_that_begins_like_a_mark_is_found_as_it_is():
    names = {"among-them": "其中：一", "one": "一"}
    known = Catalogue({code: Indicator(code=code, name=name) for code, name in names.items()}, areas={}, sources={})

    assert known.find_indicator("其中：一") == "among-them"
    assert known.find_indicator("1.一") == "one"


@pytest.mark.django_db
def test_it_is_loaded_with_one_query_a_kind(django_assert_num_queries):
    area, indicator, source = AreaFactory(), IndicatorFactory(), SourceFactory()

    with django_assert_num_queries(3):
        known = Catalogue.load()

    assert known.find_area(area.name_en) == area.code
    assert known.find_indicator(indicator.name) == indicator.code
    assert known.find_source(source.title) == source.code
