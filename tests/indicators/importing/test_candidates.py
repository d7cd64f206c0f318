"""From cells to figures: what each role tells, units and periods that do not fit, and every fault of a cell at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.importing.candidates import candidates
from indicators.importing.catalogue import Catalogue
from indicators.importing.mapping import Column, Known, Mapping, Role
from indicators.importing.read import read as read_file
from indicators.importing.recognise import recognise
from indicators.importing.sheet import Sheet
from tests.factories import AreaFactory, IndicatorFactory, SourceFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _known():
    IndicatorFactory(code="gdp", name="地区生产总值", unit="亿元", unit_en="100 million yuan", accumulation="period")
    IndicatorFactory(
        code="population", name="常住人口", name_en="Resident population", unit="万人", accumulation="point"
    )
    IndicatorFactory(code="sales", name="累计销售额", unit="亿元", frequency="monthly", accumulation="year_to_date")
    AreaFactory(code="450200", name="柳州", name_en="Liuzhou")
    AreaFactory(code="520300", name="遵义", name_en="Zunyi")
    SourceFactory(code="yearbook")


def read(rows, columns, faults=None, **mapping):
    """The candidates of rows under columns ``(role, Known or None)``, all of the yearbook."""
    given = mapping.pop("given", Known(source="yearbook"))
    mapped = Mapping(
        "数据", 0, len(rows), [Column(str(role), role, fixed or Known()) for role, fixed in columns], given, **mapping
    )
    sheet = Sheet("数据", rows, faults or {})
    return list(candidates(sheet, mapped, Catalogue.load(), today=TODAY))


LONG = [(Role.INDICATOR, None), (Role.AREA, None), (Role.PERIOD, None), (Role.VALUE, None), (Role.UNIT, None)]
WIDE = [
    (Role.AREA, None),
    (Role.VALUE, Known(indicator="gdp", period="2019")),
    (Role.VALUE, Known(indicator="gdp", period="2020")),
]


def test_a_long_row_is_one_figure():
    (found,) = read([["地区生产总值", "柳州市", "2020年", "3176.90", "亿元"]], LONG)

    assert found.fault == ""
    assert tuple(found.key) == ("gdp", "450200", "2020", "yearbook", "数据")
    assert found.figure[:4] == (Decimal("3176.90"), 2, "A", "exact")
    assert (found.cell, found.vintage) == ("D1", TODAY)


def test_a_wide_row_is_a_figure_a_column_and_an_empty_cell_is_none():
    found = read([["柳州", "1.0", "2.0"], ["遵义", "", "3.0"], ["二、其他", "", ""]], WIDE)

    assert [(c.cell, c.key.area, c.key.period, c.figure.value) for c in found] == [
        ("B1", "450200", "2019", Decimal("1.0")),
        ("C1", "450200", "2020", Decimal("2.0")),
        ("C2", "520300", "2020", Decimal("3.0")),
    ]


def test_a_heading_between_the_rows_is_passed_over_though_it_is_merged_over_the_figures():
    found = read([["柳州", "1.0", "2.0"], ["二、县域"] * 3, ["二、县域", "", "二、县域"], ["遵义", "3.0", ""]], WIDE)

    assert [(c.cell, c.fault) for c in found] == [("B1", ""), ("C1", ""), ("B4", "")]


@pytest.mark.parametrize("row", [["2019", "2019"], ["----", "----"], ["很多"]])
def test_a_row_whose_figures_look_alike_is_no_heading(row):
    columns = [(Role.VALUE, Known(indicator="gdp", area="450200", period=period)) for period in ("2019", "2020")]
    found = read([row], columns[: len(row)])

    assert len(found) == len(row)


def test_a_dash_is_a_missing_figure_even_under_a_header_that_says_preliminary():
    columns = [(Role.AREA, None), (Role.VALUE, Known(indicator="gdp", period="2020", status="P"))]
    missing, preliminary = read([["柳州", "----"], ["遵义", "3.0"]], columns)

    assert (missing.figure.value, missing.figure.status) == (None, "M")
    assert preliminary.figure.status == "P"


def test_an_empty_cell_whose_row_says_missing_is_a_figure_and_one_that_says_otherwise_is_refused():
    columns = [*LONG[:4], (Role.STATUS, None)]
    missing, normal = read([["gdp", "柳州", "2020", "", "M"], ["gdp", "遵义", "2020", "", "A"]], columns)

    assert missing.figure.status == "M"
    assert missing.fault == ""
    assert normal.fault == "没有数值；确实缺失的，状态写 M。"


def test_a_value_whose_row_says_missing_is_refused():
    (found,) = read([["gdp", "柳州", "2020", "1", "M"]], [*LONG[:4], (Role.STATUS, None)])

    assert found.fault == "状态为缺失（M），却有数值。"


def test_every_fault_of_a_cell_is_told_at_once():
    (found,) = read([["国民幸福", "亚特兰蒂斯", "2020-13", "很多", "亿元"]], LONG)

    for word in ("国民幸福", "亚特兰蒂斯", "2020-13", "很多"):
        assert word in found.fault
    assert found.figure is None


def test_another_unit_is_converted_and_what_was_printed_is_kept_beside():
    (found,) = read([["gdp", "柳州", "2020", "31769000", "万元"]], LONG)

    assert (found.figure.value, found.figure.decimals) == (Decimal("3176.9"), 4)
    assert found.converted == "31769000 万元"


@pytest.mark.parametrize(
    "label", ["地区生产总值（万元）", "一、地区生产总值(万元)", "其中：地区生产总值（万元）①", "gdp_10,000 yuan"]
)
def test_a_unit_beside_the_indicator_s_name_is_that_of_its_row(label):
    (found,) = read([[label, "柳州", "2020", "31769000", ""]], LONG)

    assert (found.key.indicator, found.figure.value, found.fault) == ("gdp", Decimal("3176.9"), "")


def test_a_unit_beside_the_name_goes_before_the_title_s_and_behind_the_column_s():
    given = Known(source="yearbook", unit="元")
    beside, column = read(
        [["地区生产总值（万元）", "柳州", "2020", "15", ""], ["地区生产总值（万元）", "遵义", "2020", "15", "亿元"]],
        LONG,
        given=given,
    )

    assert (beside.figure.value, column.figure.value) == (Decimal("0.0015"), Decimal(15))


def test_a_unit_beside_the_name_is_not_that_of_a_column_whose_header_names_its_own_indicator():
    columns = [(Role.INDICATOR, None), (Role.AREA, None), (Role.VALUE, Known(indicator="population", period="2020"))]
    (found,) = read([["地区生产总值（万元）", "柳州", "15"]], columns)

    assert (found.key.indicator, found.figure.value, found.fault) == ("population", Decimal(15), "")


def test_a_name_with_a_unit_that_is_unknown_is_repeated_whole():
    (found,) = read([["国民幸福（分）", "柳州", "2020", "1", ""]], LONG)

    assert found.fault == "没有名为“国民幸福（分）”的指标。"


def test_a_bureau_s_table_with_units_beside_the_names_is_read_without_a_word():
    table = (
        "地区,指标,2019年,2020年\n"
        '柳州市,一、地区生产总值（亿元）,3210.35,"3,180.00"\n'
        "柳州市,二、年末数,,\n"
        "柳州市,其中：常住人口（人）,4140000,…\n"
        "遵义市,一、地区生产总值（万元）,34833200,\n"
        "注：2020年为初步核算数\n"
    )
    (sheet,) = read_file(table.encode("utf-8-sig"), "bureau.csv")
    catalogue = Catalogue.load()
    mapping = recognise(sheet, catalogue)
    mapping.given.source = "yearbook"

    found = candidates(sheet, mapping, catalogue, today=TODAY)
    assert [(c.cell, *c.key[:3], c.figure.printed, c.fault) for c in found] == [
        ("C2", "gdp", "450200", "2019", "3210.35", ""),
        ("D2", "gdp", "450200", "2020", "3180.00", ""),
        ("C4", "population", "450200", "2019", "414.0000", ""),
        ("D4", "population", "450200", "2020", "—", ""),
        ("C5", "gdp", "520300", "2019", "3483.3200", ""),
    ]
    assert mapping.footnotes == ["注：2020年为初步核算数"]


def test_the_faults_of_a_cell_are_sentences_in_the_reader_s_language():
    with override("en"):
        (found,) = read([["国民幸福", "柳州", "2020", "abc", ""]], LONG)

    assert found.fault.startswith("There is no indicator “国民幸福”. “abc” ")


def test_a_unit_that_does_not_fit_is_refused():
    (found,) = read([["gdp", "柳州", "2020", "5", "万人"]], LONG)

    assert "万人" in found.fault
    assert "亿元" in found.fault


@pytest.mark.parametrize(
    ("indicator", "period", "misfit"),
    [
        ("gdp", "2020-Q1", "年度指标"),
        ("gdp", "2020-03", "年度指标"),
        ("population", "2016/2020", "时点数"),
        ("gdp", "2016/2020", ""),
        ("gdp", "2020", ""),
        ("sales", "2020年1—6月", ""),
        ("sales", "2020", ""),
    ],
)
def test_an_indicator_takes_the_periods_of_its_kind(indicator, period, misfit):
    (found,) = read([[indicator, "柳州", period, "1", ""]], LONG)

    assert found.fault == ""
    assert misfit in found.misfit
    assert bool(misfit) == bool(found.misfit)


def test_why_a_period_does_not_fit_is_told_in_the_reader_s_language():
    with override("en"):
        (found,) = read([["population", "柳州", "2016/2020", "1", ""]], LONG)

    assert "“Resident population”" in found.misfit


def test_months_that_add_up_are_no_period_of_what_does_not_accumulate():
    IndicatorFactory(code="monthly", frequency="monthly", accumulation="period")
    (found,) = read([["monthly", "柳州", "2020年1—6月", "1", ""]], LONG)

    assert "不是累计数" in found.misfit


def test_footnotes_are_kept_with_every_figure_after_the_row_s_own_note():
    columns = [(Role.AREA, None), (Role.VALUE, Known(indicator="gdp", period="2020")), (Role.NOTE, None)]
    own, none = read([["柳州", "1", "含本部"], ["遵义", "2", ""]], columns, footnotes=["注：按当年价。"])

    assert own.figure.note == "含本部\n注：按当年价。"
    assert none.figure.note == "注：按当年价。"


def test_what_the_file_has_no_place_for_is_not_said():
    (found,) = read([["柳州", "1", "2"]], WIDE)[:1]

    assert found.figure[4:] == (None, None, None)


def test_rows_that_are_left_out_are_not_read():
    found = read([["柳州", "1", ""], ["哪里", "x", ""]], WIDE, skipped=[1])

    assert [c.row for c in found] == [0]


def test_a_faulty_cell_is_refused_and_with_it_all_that_its_row_tells():
    rows = [["柳州", "1", "2"]]

    (first, second) = read([["柳州", "=", "2"]], WIDE, faults={(0, 1): "是公式。"})
    assert (first.fault, second.fault) == ("是公式。", "")
    assert [c.fault for c in read(rows, WIDE, faults={(0, 0): "是公式。"})] == ["是公式。"] * 2


@pytest.mark.parametrize("at", range(3))
def test_a_text_far_too_long_is_refused_and_not_repeated_in_full(at):
    row = ["gdp", "柳州", "2020", "1", ""]
    row[at] = "长" * 10_000
    (found,) = read([row], LONG)

    assert "过长" in found.fault
    assert len(found.fault) + len("".join(found.key)) < 200


@pytest.mark.parametrize(("text", "fault"), [("2026-07-02", "还没有到"), ("昨天", "无法识别")])
def test_a_vintage_that_cannot_be_is_refused(text, fault):
    (found,) = read([["gdp", "柳州", "2020", "1", text]], [*LONG[:4], (Role.VINTAGE, None)])

    assert fault in found.fault


def test_a_row_without_area_says_what_is_missing():
    (found,) = read([["gdp", "", "2020", "1", ""]], LONG)

    assert found.fault == "没有写明地区。"


def test_a_formula_is_told_to_be_one_and_nothing_else():
    (found,) = read([["柳州", "=", ""]], WIDE, faults={(0, 1): "是公式。"})

    assert (found.figure, found.fault) == (None, "是公式。")


def test_a_place_in_the_source_that_is_too_long_is_refused():
    (found,) = read([["gdp", "柳州", "2020", "1", "页" * 81]], [*LONG[:4], (Role.LOCATOR, None)])

    assert "出处最多 80 字" in found.fault


def test_a_sign_and_a_column_that_name_two_bounds_are_refused():
    columns = [*LONG[:4], (Role.BOUND, None)]
    contrary, same = read(
        [["gdp", "柳州", "2020", "超过600", "at_most"], ["gdp", "遵义", "2020", "约600", "约"]], columns
    )

    assert "不符" in contrary.fault
    assert same.figure.bound == "about"
