"""References after GB/T 7714—2015: what the source tells, and nothing else."""

from datetime import date

from indicators.citation import cite
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, SourceFactory

ADDRESS = "https://example.org/indicators/gdp/cite/?known_on=2022-12-31"


def a_figure(**source):
    return ObservationFactory.build(
        indicator=IndicatorFactory.build(name="地区生产总值", name_en="Gross domestic product"),
        area=AreaFactory.build(name="柳州", name_en="Liuzhou"),
        source=SourceFactory.build(**{"title": "对比研究", "title_en": "A Comparison", **source}),
    )


def references(**source):
    found = cite(a_figure(**source), address=ADDRESS, read_on=date(2026, 7, 1))
    return found.chinese, found.english


def test_a_reference_names_author_title_publication_place_days_and_address():
    chinese, english = references(
        author="课题组",
        author_en="A research group",
        publication="《柳州发展研究》2022年第3期",
        publication_en="Liuzhou Development Research, 2022, no. 3",
    )

    assert chinese == (
        "课题组. 对比研究: 地区生产总值, 柳州, 2020[DB/OL]. 柳州发展研究, 2022(3): "
        f"表1(2022-12-31)[2026-07-01]. {ADDRESS}."
    )
    assert english == (
        "A research group. A Comparison: Gross domestic product, Liuzhou, 2020[DB/OL]. "
        f"Liuzhou Development Research, 2022(3): 表1(2022-12-31)[2026-07-01]. {ADDRESS}."
    )


def test_what_the_source_does_not_tell_is_left_out():
    chinese, english = references()

    assert chinese == f"对比研究: 地区生产总值, 柳州, 2020[DB/OL]. 表1(2022-12-31)[2026-07-01]. {ADDRESS}."
    assert english.startswith("A Comparison: Gross domestic product, Liuzhou, 2020[DB/OL]. 表1(2022-12-31)")


def test_what_is_no_issue_of_a_journal_stays_as_it_is():
    chinese, _english = references(publication="中国统计出版社，2021")

    assert "[DB/OL]. 中国统计出版社，2021: 表1(" in chinese


def test_without_english_the_chinese_stands():
    _chinese, english = references(author="课题组")

    assert english.startswith("课题组. A Comparison: ")


def test_sample_data_may_not_be_cited():
    assert cite(a_figure(sample=True), address=ADDRESS, read_on=date(2026, 7, 1)) is None
