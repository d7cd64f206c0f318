"""What is proposed for a sheet: roles, what headers and titles fix; and what is left for a person to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.importing.catalogue import Catalogue
from indicators.importing.mapping import Known, Mapping, Role
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.importing.sheet import Sheet
from indicators.models import Area, Indicator, Source
from tests import needs
from tests.workbooks import bureau_workbook, wps_workbook

INDICATORS = {
    "gdp": "地区生产总值",
    "gdp-growth": "地区生产总值增速",
    "primary-share": "第一产业占GDP比重",
    "secondary-share": "第二产业占GDP比重",
    "tertiary-share": "第三产业占GDP比重",
    "general-budget-revenue": "一般公共预算收入",
    "population-resident": "常住人口",
}
AREAS = {"450200": ("柳州", "Liuzhou"), "520300": ("遵义", "Zunyi"), "360700": ("赣州", "Ganzhou")}
CATALOGUE = Catalogue(
    indicators={code: Indicator(code=code, name=name, name_en=code.title()) for code, name in INDICATORS.items()},
    areas={code: Area(code=code, name=name, name_en=name_en) for code, (name, name_en) in AREAS.items()},
    sources={"yearbook": Source(code="yearbook", title="统计年鉴", title_en="Yearbook")},
)


def mapping(*lines: str) -> Mapping:
    """The mapping of a sheet whose lines are given with ``|`` between cells."""
    return recognise(Sheet(name="表", rows=[[cell.strip() for cell in line.split("|")] for line in lines]), CATALOGUE)


def roles(found: Mapping) -> list[Role]:
    return [column.role for column in found.columns]


def fixed(found: Mapping, *attributes: str) -> list[tuple[str, ...]]:
    """What the columns of values fix."""
    return [
        tuple(getattr(column.fixed, attribute) for attribute in attributes)
        for column in found.columns
        if column.role is Role.VALUE
    ]


def test_a_yearbook_s_table_is_recognised_whole():
    (sheet,) = read(bureau_workbook(), "年鉴.xlsx")

    found = recognise(sheet, CATALOGUE)

    assert (found.first, found.last) == (4, 6)
    assert roles(found) == [Role.AREA] + [Role.VALUE] * 4
    assert fixed(found, "indicator", "period", "status") == [
        ("gdp", "2019", ""),
        ("gdp", "2020", "P"),
        ("general-budget-revenue", "2019", ""),
        ("general-budget-revenue", "2020", "P"),
    ]
    assert found.given == Known(unit="万元", locator="表2-1")
    assert found.footnotes == ["注：①含基金收入。"]
    assert found.printed_source == "各市统计公报"
    assert found.columns[3].header == "一般公共预算 收入 2019年"


@pytest.mark.parametrize(
    ("line", "source", "printed", "footnotes"),
    [
        ("资料来源：《统计年鉴》。", "yearbook", "", []),
        ("数据来源：各市统计局", "", "各市统计局", []),
        ("Source: City bureaus", "", "City bureaus", []),
        ("资料来源：统计年鉴。注：按当年价。", "", "统计年鉴。注：按当年价", ["资料来源：统计年鉴。注：按当年价。"]),
        ("注：按当年价，资料来源：统计年鉴", "yearbook", "", ["注：按当年价，资料来源：统计年鉴"]),
        ("注：按当年价。", "", "", ["注：按当年价。"]),
    ],
)
def test_a_line_that_names_the_source_and_nothing_else_is_no_note_to_each_figure(line, source, printed, footnotes):
    found = mapping("地区|2019年|2020年", "柳州|3128.4|3176.9", "遵义|3483.3|3720.1", line)

    assert (found.given.source, found.printed_source, found.footnotes) == (source, printed, footnotes)


@pytest.mark.parametrize(
    ("header", "indicator", "period", "status"),
    [
        ("2020年地区生产总值（亿元）", "gdp", "2020", ""),
        ("地区生产总值（亿元）2020年", "gdp", "2020", ""),
        ("2020年末常住人口（亿元）", "population-resident", "2020", ""),
        ("地区生产总值（亿元）2020年（快报）", "gdp", "2020", "P"),
        ("地区生产总值（亿元）2016—2020年", "gdp", "2016/2020", ""),
        ("地区生产总值（亿元）2020年1—6月", "gdp", "2020-01/2020-06", ""),
        ("2020年地区生产总值（亿元）①", "gdp", "2020", ""),
        ("2020年其中：一般公共预算收入（亿元）（1）", "general-budget-revenue", "2020", ""),
    ],
)
def test_a_header_may_name_its_indicator_and_year_in_one_breath(header, indicator, period, status):
    found = mapping(f"地区|{header}", "柳州|3128.4", "遵义|3483.3")

    assert fixed(found, "indicator", "period", "status", "unit") == [(indicator, period, status, "亿元")]


def test_a_workbook_of_wps_is_recognised():
    found = recognise(read(wps_workbook(), "a.xlsx")[0], CATALOGUE)

    assert roles(found) == [Role.AREA, Role.VALUE, Role.VALUE]
    assert fixed(found, "period") == [("2020",), ("2021",)]


def test_a_panel_with_codes_and_units_in_its_column_names():
    found = mapping(
        "year|gb2260|city_en|gdp_100m_yuan|primary_share_pct|gdp_per_capita_yuan|gdp_growth_pct",
        "2019|360700|Ganzhou(city)|3474.3|10.8|39900.0|8.5",
        "2020|360700|Ganzhou(city)|3645.2|11.1|40700.0|4.2",
        "2020|450200|Liuzhou(city)|3176.9|7.1|76900.0|1.5",
    )

    assert roles(found) == [Role.PERIOD, Role.AREA, Role.IGNORED] + [Role.VALUE] * 4
    assert fixed(found, "indicator", "unit") == [
        ("gdp", "100m_yuan"),
        ("primary-share", "pct"),
        ("", "yuan"),
        ("gdp-growth", "pct"),
    ]


def test_the_real_panel_is_recognised_as_far_as_its_names_go():
    if sentence := needs.PANEL.missing():
        pytest.skip(sentence)
    (sheet,) = read(needs.PANEL_CSV.read_bytes(), needs.PANEL_CSV.name)

    found = recognise(sheet, CATALOGUE)

    assert (found.first, found.last) == (1, len(sheet.rows))
    assert roles(found)[:3] == [Role.PERIOD, Role.AREA, Role.IGNORED]
    assert [indicator for (indicator,) in fixed(found, "indicator")] == [
        "gdp",
        "primary-share",
        "secondary-share",
        "tertiary-share",
        "",
        "gdp-growth",
    ]


def test_a_long_table_with_our_own_header():
    found = mapping(
        "indicator|indicator_name|area|area_name|period|value|unit|unit_en|status|note|sample",
        "gdp|地区生产总值|450200|柳州|2020||亿元|100 million yuan|M||false",
        "gdp|地区生产总值|520300|遵义|2020|3820.05|亿元|100 million yuan|A|注|false",
    )

    assert (found.first, found.last) == (1, 3)
    assert roles(found) == [
        Role.INDICATOR,
        Role.IGNORED,
        Role.AREA,
        Role.IGNORED,
        Role.PERIOD,
        Role.VALUE,
        Role.UNIT,
        Role.IGNORED,
        Role.STATUS,
        Role.NOTE,
        Role.IGNORED,
    ]
    assert fixed(found, "indicator", "period") == [("", "")]


def test_sdmx_csv():
    found = mapping(
        "STRUCTURE|STRUCTURE_ID|ACTION|FREQ|INDICATOR|REF_AREA|SOURCE|LOCATOR|TIME_PERIOD|OBS_VALUE|OBS_STATUS|UNIT_MEASURE",
        "dataflow|LZ:DF|I|A|gdp|450200|yearbook|表1|2020|3290.94|A|亿元",
    )

    assert roles(found)[4:] == [
        Role.INDICATOR,
        Role.AREA,
        Role.SOURCE,
        Role.LOCATOR,
        Role.PERIOD,
        Role.VALUE,
        Role.STATUS,
        Role.UNIT,
    ]
    assert set(roles(found)[:4]) == {Role.IGNORED}


def test_years_across_with_indicators_and_units_down():
    found = mapping("指标|计量单位|2019年|2020年", "地区生产总值|亿元|3210.35|3290.94", "常住人口|万人|407.8|415.79")

    assert roles(found) == [Role.INDICATOR, Role.UNIT, Role.VALUE, Role.VALUE]
    assert fixed(found, "period") == [("2019",), ("2020",)]


def test_areas_across():
    found = mapping(
        "2020年各市主要指标||||", "指标|单位|柳州市|遵义市|Ganzhou (city)", "常住人口|万人|415.79|660.7|897"
    )

    assert roles(found) == [Role.INDICATOR, Role.UNIT] + [Role.VALUE] * 3
    assert fixed(found, "area") == [("450200",), ("520300",), ("360700",)]
    assert found.given.period == "2020"


def test_areas_over_years_without_merged_cells():
    found = mapping("指标|柳州||遵义|", "|2019|2020|2019|2020", "地区生产总值（亿元）|1|2|3|4.5")

    assert fixed(found, "area", "period") == [
        ("450200", "2019"),
        ("450200", "2020"),
        ("520300", "2019"),
        ("520300", "2020"),
    ]


def test_an_indicator_s_growth_is_another_indicator():
    found = mapping("地区|地区生产总值||", "|绝对值（亿元）|比上年增长（%）|", "柳州|3290.94|1.5|", "遵义|3820.05|4.6|")

    assert fixed(found, "indicator", "unit") == [("gdp", "亿元"), ("gdp-growth", "%")]


def test_the_growth_of_a_row_s_indicator_is_not_taken_for_the_indicator():
    found = mapping("指标|2020年|比上年增长（%）", "地区生产总值|3290.94|1.5", "常住人口|415.79|0.9")

    assert roles(found) == [Role.INDICATOR, Role.VALUE, Role.IGNORED]


def test_months_take_the_year_of_the_title():
    found = mapping(
        "2020年地区生产总值|||", "单位：亿元|||", "地区|1—3月|1—6月|", "柳州|600.5|1400.2|", "遵义|700.5|1600.2|"
    )

    assert fixed(found, "period") == [("2020-01/2020-03",), ("2020-01/2020-06",)]
    assert (found.given.indicator, found.given.unit, found.given.period) == ("gdp", "亿元", "")


def test_a_header_that_names_an_unknown_indicator_leaves_it_open_but_keeps_the_unit():
    found = mapping("地区|地区生产总值（亿元）|人均地区生产总值（元）", "柳州|3290.94|76907", "遵义|3820.05|56000")

    assert fixed(found, "indicator", "unit") == [("gdp", "亿元"), ("", "元")]


def test_a_part_of_an_indicator_is_not_the_indicator():
    found = mapping("地区|地区生产总值|地区生产总值", "|第一产业|第二产业", "柳州|226.94|1500.5", "遵义|480.05|1700.1")

    assert fixed(found, "indicator") == [("",), ("",)]


def test_a_title_may_name_the_indicator_and_its_unit():
    found = mapping("表3 2019—2020年各市地区生产总值（亿元）||", "地区|2019年|2020年", "柳州|3210.35|3290.94")

    assert found.given == Known(indicator="gdp", unit="亿元", locator="表3")


def test_a_title_that_names_more_than_an_indicator_names_none():
    assert mapping("人均地区生产总值（元）|", "地区|2020年", "柳州|76907").given == Known(unit="元")


def test_several_units_above_the_table_are_left_to_the_columns():
    assert mapping("单位：亿元、%|", "地区|地区生产总值", "柳州|3290.94").given.unit == ""


def test_a_row_that_numbers_the_columns_is_no_row_of_figures():
    found = mapping("地区|2019年|2020年", "甲|1|2", "柳州|3210.35|3290.94")

    assert (found.first, found.last) == (2, 3)
    assert [column.header for column in found.columns] == ["地区", "2019年", "2020年"]


def test_first_and_last_rows_without_any_figure_belong_to_the_table():
    found = mapping("地区|2019年|2020年", "赣州|--|--", "柳州|3210.35|3290.94", "遵义|…|…", "注：口径有调整。||")

    assert (found.first, found.last) == (1, 4)
    assert found.footnotes == ["注：口径有调整。"]


@pytest.mark.parametrize("named", ["一、综合", "柳州||", "一、综合|一、综合|一、综合", ""])
def test_rows_with_a_name_alone_stand_below_the_header_and_are_not_it(named):
    found = mapping("表1 人口||", "地区|2019年|2020年", named, "遵义|3210.35|3290.94")

    assert found.first == 2
    assert fixed(found, "period") == [("2019",), ("2020",)]


def test_columns_under_an_understood_header_are_values_though_empty_or_wrong():
    found = mapping("地区|2018年|2019年|2020年|其他", "柳州||1,23|5|文字", "遵义||4,56|6|文字")

    assert roles(found) == [Role.AREA, Role.VALUE, Role.VALUE, Role.VALUE, Role.IGNORED]


def test_titles_without_a_header_stay_titles():
    found = mapping("表1 常住人口", "柳州|3210.35|3290.94")

    assert (found.first, found.given.locator, found.given.indicator) == (1, "表1", "population-resident")


def test_a_row_of_figures_that_look_like_years_is_no_header():
    found = mapping("地区|2019年|2020年", "柳州|1999|2001", "遵义|3210.35|3290.94")

    assert found.first == 1


def test_a_known_source_below_the_table_is_proposed():
    assert mapping("地区|2020年", "柳州|1.5", "资料来源：《统计年鉴》。").given.source == "yearbook"
    assert mapping("地区|2020年", "柳州|1.5", "资料来源：别的年鉴。").given.source == ""


def test_of_a_code_and_a_name_the_one_with_more_known_areas_is_the_area():
    found = mapping("城市|gb2260|2020年", "柳州|450200|1.5", "旧名|520300|2.5")

    assert roles(found) == [Role.IGNORED, Role.AREA, Role.VALUE]


def test_a_cell_with_a_formula_counts_as_a_figure():
    found = mapping("地区|2020年", "柳州|=")

    assert roles(found) == [Role.AREA, Role.VALUE]


@pytest.mark.parametrize("lines", [[""], ["只有标题"], ["地区|2020年"], ["a|b", "c|d"]])
def test_a_sheet_without_figures_has_no_rows_of_them(lines):
    found = mapping(*lines)

    assert found.first == found.last


WORDS = "地区 指标 数值 单位 2020年 1—6月 柳州 gdp -- 3.5 亿元 单位：万元 注：一"
CELLS = st.one_of(st.text(max_size=6), st.sampled_from(WORDS.split()))


@given(st.lists(st.lists(CELLS, max_size=5), min_size=1, max_size=6))
def test_any_sheet_gets_a_proposal_that_stays_within_it(rows):
    found = recognise(Sheet(name="表", rows=rows), CATALOGUE)

    assert 0 <= found.first <= found.last <= len(rows)
    assert len(found.columns) <= 5
