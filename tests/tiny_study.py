"""A whole study in miniature, as YAML: every kind of record, and four paths of a measure each."""

from pathlib import Path
from typing import Any

import yaml

PATHS = 4

Records = list[dict[str, Any]]


def _titled(code: str, **more: Any) -> dict[str, Any]:
    texts = {"title": f"标题{code}", "title_en": f"Title {code}", "summary": "摘要。", "summary_en": "Summary."}
    return {"code": code, **texts, "locator": "二(一)", **more}


def _named(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": f"名称{code}", "name_en": f"Name {code}", **more}


def _indicator(code: str, **more: Any) -> dict[str, Any]:
    words = {"unit": "%", "unit_en": "%", "definition": "定义。", "definition_en": "Definition."}
    nature = {"direction": "higher", "price_basis": "none", "accumulation": "point"}
    return _named(code, theme="growth", **words, **nature, **more)


def _observation(indicator: str, area: str, **more: Any) -> dict[str, Any]:
    return {"indicator": indicator, "area": area, "period": "2020", "locator": "表1", "value": "1.50", **more}


def _action(path: int, number: int) -> dict[str, Any]:
    return {
        "code": f"{path}.1.{number}",
        "measure": f"{path}.1",
        "title": f"行动{path}.1.{number}",
        "title_en": f"Action {path}.1.{number}",
        "locators": [f"四(一){path}·{number}"],
        "position": number,
        "lead": f"bureau{(path + number) % 3 + 1}",
        "supporting": ["office"],
        "projects": ["park"],
        "sectors": ["cars"],
    }


def tiny_study(actions: int = 1) -> dict[str, Records]:
    """The records by file, to be changed as a test needs.

    Args:
        actions: how many in each measure.
    """
    paths = range(1, PATHS + 1)
    return {
        "sources.yaml": [
            {
                "code": "study",
                "title": "报告",
                "title_en": "Study",
                "author": "课题组",
                "publication": "2022年第3期",
                "priority": 10,
                "vintage": "2022-12-31",
            }
        ],
        "areas.yaml": [_named("450200", kind="focus"), _named("430600", kind="peer")],
        "themes.yaml": [_named("growth")],
        "indicators.yaml": [_indicator(f"rate{path}") for path in paths],
        "observations-1.yaml": [
            *(_observation(f"rate{path}", "450200") for path in paths),
            _observation("rate1", "430600", value=None, status="M"),
        ],
        "gaps.yaml": [
            {
                "code": "gap",
                "title": "图片表",
                "title_en": "Picture",
                "locator": "表2",
                "indicator": "rate1",
                "note": "趋势。",
                "note_en": "Trend.",
            }
        ],
        "identities.yaml": [
            _named(
                "sum",
                kind="sum",
                terms=[
                    {"role": "whole", "indicator": "rate1"},
                    {"role": "part", "indicator": "rate2"},
                    {"role": "part", "indicator": "rate3"},
                ],
            )
        ],
        "claims.yaml": [
            {
                "code": "C-1",
                "text": "柳州高于零。",
                "text_en": "Liuzhou is above zero.",
                "locator": "一(一)",
                "predicate": {
                    "test": "compare",
                    "indicator": "rate1",
                    "area": "450200",
                    "period": "2020",
                    "relation": "greater",
                    "number": "0",
                },
            }
        ],
        "departments.yaml": [_named("office"), *(_named(f"bureau{number}") for number in (1, 2, 3))],
        "study.yaml": [_titled("study", author="课题组", publication="2022年第3期", source="study")],
        "problems.yaml": [
            _titled("P1", evidence=["rate1 450200 2020 表1"]),
            _titled("P1.1", parent="P1"),
        ],
        "practices.yaml": [
            _titled(
                "practice",
                cities=["430600"],
                facts=["rate1 450200 2020 表1"],
                measures=[{"measure": "1.1", "adoption": "adapted", "conditions": "条件。", "conditions_en": "If."}],
            )
        ],
        "lessons.yaml": [_titled("lesson", practices=["practice"])],
        "paths.yaml": [_titled(f"{path}", lessons=["lesson"], problems=["P1"]) for path in paths],
        "measures.yaml": [_titled(f"{path}.1", path=f"{path}", category="other", problems=["P1.1"]) for path in paths],
        "projects.yaml": [_named("park", kind="park", locator="四(一)1·1")],
        "sectors.yaml": [_named("cars", kind="industry", locator="四(一)1·1")],
        "actions-1.yaml": [_action(path, number) for path in paths for number in range(1, actions + 1)],
        "links.yaml": [
            {
                "owner": f"measure {path}.1",
                "indicator": f"rate{path}",
                "expected": "increase",
                "baseline_period": "2020",
                "locator": "四(一)1·1",
                "targets": [
                    {
                        "kind": "plan_period",
                        "nature": "expected",
                        "measured_as": "level",
                        "value": "3.00",
                        "document": "报告",
                        "locator": "四(一)1·1",
                    }
                ],
            }
            for path in paths
        ],
    }


def write(study: dict[str, Records], folder: Path) -> Path:
    """Write the files into a folder, over what is there."""
    for name, records in study.items():
        text = yaml.safe_dump(records, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
