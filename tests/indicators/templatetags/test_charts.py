"""Charts as drawn: sound markup, nothing that the policy on styles would refuse, and a word where there is nothing."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.template import engines
from django.utils import translation

from indicators.analysis import rank
from indicators.charts import Plan, Timeline
from tests.indicators.charts import AREAS, SERVICES, TABLE_7, by_city, course, figure, ranking, standing

PLANS = [
    Plan(date(2023, 4, 1), date(2024, 4, 30), date(2024, 5, 15), Decimal(55), late=True),
    Plan(date(2023, 2, 1), date(2025, 6, 30), percent=Decimal(90)),
    Plan(None, None),
]
TIMELINE = Timeline.over(PLANS, date(2024, 5, 31))
GAPPED = [*course("柳州", 2015, ["1", "2", None, "4", "-5"]), *course("全国", 2015, ["1", "2", "3", None, "5"])]
ODD = [
    figure("柳州", "600", bound="at_least", note="突破<600>"),
    figure("岳阳", "-472", bound="at_most"),
    figure("襄阳", "881", status="B", note="只计规模以上"),
    figure("曲靖", None),
]
COUNTS = [SimpleNamespace(light=light, label=light, count=count) for light, count in [("done", 3), ("late", 1)]]
MANY = [SimpleNamespace(light=light, label=light, count=count) for light, count in [("done", 30), ("late", 1)]]

PLACES = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "dx", "dy"}
CHARTS = {
    "ranking": ('{% rank_chart it marks "2020" %}', {"it": ranking(["1", "2", None]), "marks": [figure("全国", "3")]}),
    "odd ranking": ("{% rank_chart it %}", {"it": rank(SERVICES, ODD)}),
    "three marks": (
        "{% rank_chart it marks %}",
        {"it": ranking(["4", "8"]), "marks": [figure(a, v) for a, v in [("广西", "5"), ("全国", "6"), ("岳阳", "7")]]},
    ),
    "lines": ("{% time_chart it %}", {"it": TABLE_7}),
    "gaps": ("{% time_chart it title=title %}", {"it": GAPPED, "title": "速度 < 1 & 口径"}),
    "dots": ("{% time_chart it %}", {"it": [*course("赣州", 2015, ["137"]), *ODD]}),
    "strip": ("{% strip_chart it %}", {"it": standing(ODD, [figure("全国", "500"), figure("广西", "9999")])}),
    "spark": ("{% spark it %}", {"it": course("岳阳", 2018, ["1", None, "3", "4"])}),
    "axis": ("{% gantt_axis it %}", {"it": TIMELINE}),
    "late bar": ("{% gantt_bar it plan %}", {"it": TIMELINE, "plan": PLANS[0]}),
    "bar": ("{% gantt_bar it plan %}", {"it": TIMELINE, "plan": PLANS[1]}),
    "no bar": ("{% gantt_bar it plan %}", {"it": TIMELINE, "plan": PLANS[2]}),
    "cells": ("{% counted_bar it %}", {"it": COUNTS}),
    "segments": ("{% counted_bar it %}", {"it": MANY}),
}


def drawn(tag: str, **context: object) -> str:
    return engines["django"].from_string("{% load charts %}" + tag).render(context)


def elements(html: str, name: str | None = None) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314
    return list(root.iter(name))


def classes(html: str) -> list[str]:
    return [one for element in elements(html) for one in element.get("class", "").split()]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("tag", "context"), CHARTS.values(), ids=CHARTS)
def test_markup_is_sound_and_styled_by_class_alone(tag, context, language):
    with translation.override(language):
        html = drawn(tag, **context)

    found = elements(html)
    assert len(found) > 1
    for element in found:
        assert not {"style", "fill", "stroke", "viewBox", "onclick"} & {*element.keys()}
        for name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "dx", "dy"} & {
            *element.keys()
        }:
            assert re.fullmatch(r"-?\d*\.?\d+%?", element.get(name)), (element.tag, name, element.get(name))


@pytest.mark.parametrize(("tag", "context"), CHARTS.values(), ids=CHARTS)
def test_a_chart_is_hidden_from_screen_readers_or_tells_what_it_shows(tag, context):
    html = drawn(tag, **context)

    outer = [e for e in elements(html) if {"chart", "segs", "cells"} & {*e.get("class", "").split()}]
    assert outer
    for element in outer:
        assert element.get("aria-hidden") == "true" or (element.get("role") == "img" and element.get("aria-label"))


def test_a_missing_figure_has_no_dot_and_no_line_leads_across():
    html = drawn("{% time_chart it %}", it=course("柳州", 2016, ["1", "2", None, "4", "5"]))

    assert classes(html).count("f-dot") == 4
    assert classes(html).count("f-line") == 2


def test_a_figure_says_what_it_is_when_pointed_at():
    html = drawn("{% time_chart it %}", it=[figure("柳州", "600", bound="at_least", status="P"), figure("曲靖", None)])

    assert [e.text for e in elements(html, "title")] == ["柳州 2020年，≥600 %，快报"]
    assert "f-open" in classes(html)


def test_a_missing_row_has_a_dotted_stub_and_the_word():
    html = drawn("{% rank_chart it %}", it=ranking(["1", "2", None]))

    assert classes(html).count("miss-line") == 1
    assert sum(classes(html).count(bar) for bar in ("f-bar", "p-bar")) == 2
    assert "无数据" in html


def test_bounds_and_other_definitions_show():
    html = drawn("{% rank_chart it %}", it=rank(SERVICES, ODD))

    assert "≥600" in html
    assert classes(html).count("arrow") == 2
    assert classes(html).count("p-arrow") == 1
    assert [e.text for e in elements(html, "sup")] == ["a", "b"]
    assert "突破&lt;600&gt;" in html


def test_an_undated_plan_leaves_only_the_lines_of_the_scale():
    html = drawn("{% gantt_bar it plan %}", it=TIMELINE, plan=PLANS[2])

    assert "g-now" in classes(html)
    assert "g-plan" not in classes(html)


def test_up_to_24_things_are_cells_and_more_a_bar():
    assert classes(drawn("{% counted_bar it %}", it=COUNTS)).count("cell") == 4
    assert classes(drawn("{% counted_bar it %}", it=MANY)).count("segs") == 1


def test_the_chosen_area_is_the_focus():
    html = drawn("{% strip_chart it area %}", it=standing(by_city(["1", "2", "3"])), area=AREAS["襄阳"])

    assert [e.text for e in elements(html, "text") if e.get("class") == "f"] == ["襄阳"]


@pytest.mark.parametrize(
    ("tag", "context", "said"),
    [
        ("{% rank_chart it %}", {"it": ranking([None])}, "没有可比较的数据。"),
        ("{% time_chart it %}", {"it": []}, "没有数据。"),
        ("{% strip_chart it %}", {"it": standing([figure("柳州", None)])}, "无数据"),
        ("{% spark it %}", {"it": []}, ""),
        ("{% gantt_axis it %}", {"it": None}, ""),
        ("{% gantt_bar it plan %}", {"it": None, "plan": PLANS[2]}, ""),
        ("{% counted_bar it %}", {"it": []}, ""),
    ],
)
def test_a_chart_of_nothing_says_so(tag, context, said):
    html = drawn(tag, **context)

    assert "<svg" not in html
    assert "".join(e.text or "" for e in elements(html)).strip() == said
