"""The table of ``docs/permissions.md``."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

DOCUMENT = Path(settings.BASE_DIR) / "docs/permissions.md"
ROW = re.compile(r"^\| `(?P<code>[a-z0-9_.-]+)` \|(?P<rest>.*)\|$", re.MULTILINE)
MAY, MAY_NOT = "✓", "–"

# Whom a column stands for, by the head that the document gives it; in its order.
COLUMNS = {
    "匿名·开放": "anyone",
    "匿名": "stranger",
    "读者": "reader",
    "填报人·本": "reporter",
    "填报人·他": "other",
    "负责人·本": "head",
    "统筹人": "coordinator",
    "统计员": "statistician",
    "市领导": "leader",
    "评估人": "evaluator",
    "已到期": "run_out",
}


@dataclass(frozen=True)
class Row:
    """A row of the document: its code, and the word in each cell by the column's key."""

    code: str
    cells: dict[str, str]


def read_table() -> list[Row]:
    """All rows, of all the document's tables.

    Raises:
        ValueError: a row has not a cell for every column.
    """
    rows = []
    for found in ROW.finditer(DOCUMENT.read_text(encoding="utf-8")):
        _what, *cells = [cell.strip() for cell in found["rest"].split("|")]
        rows.append(Row(found["code"], dict(zip(COLUMNS.values(), cells, strict=True))))
    return rows


def heads() -> list[list[str]]:
    """The heads of the columns of each table, but for code and matter."""
    lines = re.findall(r"^\| 代码.*\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")][2:] for line in lines]
