"""How pages write names, figures, dates and links."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context
from django.utils.translation import override

from indicators.asof import AsOf
from indicators.models import Area, Observation, Source
from indicators.templatetags import reading

TODAY = date(2026, 6, 10)


def test_a_name_is_in_the_readers_language_and_chinese_where_there_is_no_english():
    both, chinese_only = Area(name="柳州", name_en="Liuzhou"), Area(name="某地")

    with override("en"):
        assert reading.local(both, "name") == "Liuzhou"
        assert reading.local(chinese_only, "name") == "某地"
    with override("zh-hans"):
        assert reading.local(both, "name") == "柳州"


def test_of_a_source_stands_who_published_what_and_where_and_nothing_for_what_is_not_known():
    whole = Source(author="课题组", title="报告", title_en="Study", publication="《发展研究》2022年第3期")

    assert reading.published(whole) == "课题组《报告》，《发展研究》2022年第3期"
    assert reading.published(Source(title="年鉴")) == "《年鉴》"
    with override("en"):
        assert reading.published(whole) == "课题组, “Study”, 《发展研究》2022年第3期"


def test_a_chinese_title_breaks_only_between_its_phrases():
    assert reading.phrases("提高开放水平，在高质量开放中") == (
        '<span class="ph">提高开放水平，</span><span class="ph">在高质量开放中</span>'
    )
    assert reading.phrases("没有标点") == "没有标点"
    with override("en"):
        assert reading.phrases("Open further, and further") == "Open further, and further"


def test_a_title_stays_text():
    assert "<b>" not in reading.phrases("甲<b>，乙")


@pytest.mark.parametrize(
    ("bound", "value", "decimals", "shown"),
    [
        ("exact", "1.0", 1, "1.0"),
        ("at_least", "600", 0, "≥600"),
        ("at_most", "30", 0, "≤30"),
        ("about", "20", 0, "≈20"),
        ("exact", "-12.3", 1, "-12.3"),
        ("exact", "0", 0, "0"),
    ],
)
def test_a_figure_is_written_as_printed_with_the_sign_of_its_bound(bound, value, decimals, shown):
    assert reading.figure(Observation(value=Decimal(value), decimals=decimals, bound=bound)) == shown


def test_nothing_is_a_dash_and_never_zero():
    assert reading.figure(Observation(value=None)) == "—"
    assert reading.figure(None) == reading.percent(None) == reading.day(None) == reading.number(None) == "—"
    assert reading.percent(Decimal(0)) == "0%"


@pytest.mark.parametrize(
    ("value", "shown"), [("40.0", "40%"), ("12.5", "12.5%"), ("100", "100%"), ("0.0", "0%"), ("10.0", "10%")]
)
def test_a_percent_has_a_decimal_only_where_it_says_something(value, shown):
    assert reading.percent(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("676.50", "676.5"), ("100", "100"), ("-3.00", "-3"), ("0.10", "0.1")])
def test_a_computed_number_has_no_trailing_zeros(value, shown):
    assert reading.number(Decimal(value)) == shown


@pytest.mark.parametrize(("value", "shown"), [("3.250", "+3.25"), ("-0.04", "-0.04"), ("0.00", "0"), (None, "—")])
def test_a_difference_tells_its_direction(value, shown):
    assert reading.signed(value and Decimal(value)) == shown


def test_links_stay_at_the_date_being_read():
    past = Context({"asof": AsOf(date(2026, 5, 1), known_on=date(2026, 5, 2), today=TODAY)})
    today = Context({"asof": AsOf(TODAY, today=TODAY)})

    assert reading.href(past, "action-list", path="1") == "/actions/?path=1&as_of=2026-05-01&known_on=2026-05-02"
    assert reading.href(today, "action-list", path="1", status="") == "/actions/?path=1"
    assert reading.href(today, Area(code="450200")) == "/areas/450200/"


def test_a_pages_own_address_keeps_its_query(rf):
    context = Context({"request": rf.get("/actions/", {"path": "1", "page": "3"})})

    assert reading.here_with(context, page=4) == "?path=1&page=4"
    assert reading.here_with(context, page=None, path=None) == "/actions/"
