"""What is not there."""

from indicators.models import Area
from indicators.quality import coverage
from indicators.quality.figures import cells

from .figures import QUJING, STUDY, YEARBOOK, city, figure, indicator

LEVEL, OTHER = indicator("level"), indicator("other")
NATION = Area(id=99, code="000000", name="全国", kind="benchmark")


def missing(*figures):
    return [(finding.area, finding.period) for finding in coverage.missing(cells(figures))]


def block(*periods, cities=4):
    return [figure(LEVEL, "1.0", period, area=city(n)) for period in periods for n in range(cities)]


def test_a_cell_that_is_printed_as_missing_is_told_unless_another_place_has_it():
    empty = figure(LEVEL, None)

    assert missing(empty) == [(QUJING, "2020")]
    assert missing(empty, figure(LEVEL, "1.0", locator="一(一)")) == []


def test_a_hole_in_a_full_block_is_told():
    *rest, gone = block("2019", "2020")

    assert missing(*rest) == [(gone.area, "2020")]


def test_a_period_that_few_have_is_no_block():
    assert missing(*block("2019"), *block("2020", cities=2)) == []
    assert missing(*block("2019", cities=6), *block("2020", cities=3)) == []


def test_benchmarks_and_ranges_of_years_have_no_holes():
    assert missing(*block("2019", "2020"), figure(LEVEL, "1.0", "2019", area=NATION)) == []
    assert missing(*block("2016/2020", cities=4), figure(LEVEL, "1.0", "2011/2015", area=city(0))) == []


def test_what_one_of_several_sources_has_alone_is_told_an_area_at_once():
    figures = [figure(LEVEL, "1.0", str(year), source=YEARBOOK) for year in range(2010, 2021)]

    (finding,) = coverage.single_sources(cells([*figures, figure(LEVEL, "1.0", "2020", source=STUDY)]))

    assert len(finding.observations) == 10
    assert finding.sentence == "曲靖 2010—2019 level 只有“统计年鉴”一个来源，共 10 个数。"


def test_where_all_is_of_one_source_there_is_nothing_to_tell():
    assert list(coverage.single_sources(cells([figure(LEVEL, "1.0"), figure(OTHER, "1.0", source=YEARBOOK)]))) == []
