"""What a page tells of other sources and of corrections."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from indicators.asof import AsOf
from indicators.queries import corrections, shown_figures, sources_beside
from tests.factories import AreaFactory, IndicatorFactory, ObservationFactory, RevisionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def told(indicator):
    figures = shown_figures([indicator], AsOf(date(2026, 7, 1)))[indicator.pk]
    others = [(several.shown, other) for several in sources_beside(figures) for other in several.others]
    context = {"beside": others, "corrections": corrections([indicator])}
    html = render_to_string("indicators/_sources.html", context)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)], html


@pytest.fixture
def figure():
    return ObservationFactory(
        indicator=IndicatorFactory(unit="亿元"),
        area=AreaFactory(name="柳州", kind="focus"),
        source=SourceFactory(title="公报", priority=1),
        value=Decimal("505.10"),
        status="P",
    )


def same(figure, **more):
    return {"indicator": figure.indicator, "area": figure.area, "value": figure.value} | more


def test_another_source_stands_beside_with_the_difference_its_status_and_place(figure):
    yearbook = SourceFactory(title="年鉴", priority=9)
    ObservationFactory(**same(figure, value=Decimal("498.60")), source=yearbook, locator="2-1", status="B")

    (_head, row), _html = told(figure.indicator)

    assert row == "柳州 2020 505.10 498.60 -6.5 -1.287% B 口径不同 年鉴，2-1"


def test_missing_and_bounded_figures_keep_what_they_are_and_have_no_difference(figure):
    ObservationFactory(**same(figure, value=None), source=SourceFactory(title="甲", priority=8), status="M")
    ObservationFactory(**same(figure), source=SourceFactory(title="乙", priority=9), bound="at_least")

    (_head, bounded, missing), _html = told(figure.indicator)

    assert bounded == "柳州 2020 505.10 ≥505.10 — A 正常 乙，表1"
    assert missing == "柳州 2020 505.10 无数据 — M 缺失 甲，表1"


def test_a_correction_tells_both_values_the_day_and_the_notice(figure):
    notice = RevisionFactory(source=figure.source, kind="census", title="普查公报", announced=date(2024, 12, 27))
    ObservationFactory(
        **same(figure, value=Decimal("538.25")), source=figure.source, vintage=date(2024, 12, 28), revision=notice
    )

    (_head, row), _html = told(figure.indicator)

    assert row == "柳州 2020 505.10 快报 538.25 正常 +33.15 2024-12-28 公报，表1 普查修订：普查公报， 2024-12-27"


def test_sample_data_is_marked_wherever_it_stands(figure):
    ObservationFactory(**same(figure), source=SourceFactory(sample=True, priority=9))

    assert "示例" in told(figure.indicator)[1]


def test_where_one_source_says_all_and_never_corrected_itself_nothing_is_told(figure):
    rows, html = told(figure.indicator)

    assert rows == []
    assert html.strip() == ""


def test_the_readers_language_is_kept(figure):
    ObservationFactory(**same(figure), source=SourceFactory(title="年鉴", title_en="Yearbook", priority=9))

    with translation.override("en"):
        (_head, row), _html = told(figure.indicator)

    assert "Yearbook" in row
