"""One record of a fixture file: typed reading of its fields, every fault noted with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from .faults import Fault

REQUIRED = object()
FIGURE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


@dataclass
class Record:
    """A mapping from a fixture file; each field is taken once, and what is left over is a fault.

    Attributes:
        faults: where faults are listed; all records share the list.
        faulty: whether this record has one.
        broken: the fields at fault, of which nothing more needs to be said.
    """

    data: dict[str, Any]
    file: str
    line: int
    faults: list[Fault]
    index: int = 0
    taken: set[str] = field(default_factory=set)
    faulty: bool = False
    broken: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        keys = ("code", "owner", "indicator", "area", "period", "locator", "measure")
        words = [str(self.data[key]) for key in keys if key in self.data]
        return words[0] if "code" in self.data else " ".join(words) or _("第 %(n)d 条") % {"n": self.index}

    def fault(self, message: str, key: str | None = None) -> None:
        self.faults.append(Fault(self.file, self.line, self.name, message))
        self.faulty = True
        if key:
            self.broken.add(key)

    def take(self, key: str, default: Any = REQUIRED) -> Any:
        self.taken.add(key)
        if key in self.data:
            return self.data[key]
        if default is REQUIRED:
            self.fault(_("缺少字段 %(key)s。") % {"key": key}, key)
            return None
        return default

    def text(self, key: str, default: Any = REQUIRED) -> str:
        value = self.take(key, default)
        if value is None:
            if default is REQUIRED and key in self.data:
                self.fault(_("字段 %(key)s 是空的。") % {"key": key}, key)
            return ""
        if not isinstance(value, str):
            self.fault(_("字段 %(key)s 应为文字（数字和代码请加引号）。") % {"key": key}, key)
            return ""
        if default is REQUIRED and not value.strip():
            self.fault(_("字段 %(key)s 是空的。") % {"key": key}, key)
        return value.strip()

    def texts(self, *keys: str) -> dict[str, str]:
        return {key: self.text(key) for key in keys}

    def integer(self, key: str, default: Any = REQUIRED) -> int:
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            if key in self.data:
                self.fault(_("字段 %(key)s 应为非负整数。") % {"key": key}, key)
            return 0
        return value

    def truth(self, key: str) -> bool:
        """Whether a field is true; what is not written is not."""
        value = self.take(key, False)
        if not isinstance(value, bool):
            self.fault(_("字段 %(key)s 应为 true 或 false。") % {"key": key}, key)
        return value is True

    def choice(self, key: str, choices: type[TextChoices], default: Any = REQUIRED) -> str:
        value = self.take(key, default)
        if value not in choices.values:
            if key not in self.data:
                return ""
            self.fault(
                _("字段 %(key)s 的值“%(value)s”不在 %(choices)s 之中。")
                % {"key": key, "value": value, "choices": " / ".join(choices.values)},
                key,
            )
            return ""
        return value

    def figure(self, key: str, *, required: bool = True) -> tuple[Decimal | None, int]:
        """A number as printed: its value and the number of its decimals; None for a missing one."""
        value = self.take(key)
        if value is None:
            if required and key in self.data:
                self.fault(_("字段 %(key)s 是空的。") % {"key": key}, key)
            return None, 0
        if not isinstance(value, str) or not FIGURE.fullmatch(value):
            self.fault(_("字段 %(key)s 的值“%(value)s”不是加引号的数。") % {"key": key, "value": value}, key)
            return None, 0
        return Decimal(value), len(value.partition(".")[2])

    def strings(self, key: str, default: Any = ()) -> list[str]:
        values = self.take(key, default)
        if values is None and key not in self.data:
            return []
        if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
            self.fault(_("字段 %(key)s 应为一列文字。") % {"key": key}, key)
            return []
        if len(set(values)) < len(values):
            self.fault(_("字段 %(key)s 里有重复。") % {"key": key}, key)
        return list(values)

    def children(self, key: str) -> list[Record]:
        values = self.take(key, ())
        if not isinstance(values, list | tuple) or not all(isinstance(value, dict) for value in values):
            self.fault(_("字段 %(key)s 应为一列记录。") % {"key": key}, key)
            return []
        return [Record(value, self.file, self.line, self.faults, index) for index, value in enumerate(values, 1)]

    def finish(self) -> None:
        """Report fields that nobody took: a misspelt name is a fault, not silence."""
        for key in self.data.keys() - self.taken:
            self.fault(_("没有名为 %(key)s 的字段。") % {"key": key})


def read(paths: Iterable[Path], faults: list[Fault]) -> Iterator[Record]:
    """Records of the files in order; a file that is no list of mappings, or no YAML, is a fault."""
    index = 0
    for path in paths:
        try:
            nodes, values = _parse(path)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            faults.append(Fault(path.name, line, "", _("无法读作 YAML：%(error)s") % {"error": error}))
            continue
        for line, value in zip(nodes, values, strict=True):
            index += 1
            if not isinstance(value, dict):
                faults.append(Fault(path.name, line, "", _("应为一条记录（字段: 值）。")))
                continue
            yield Record(value, path.name, line, faults, index)


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping; plain PyYAML would keep the last in silence."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [loader.construct_object(key) for key, _value in node.value]
    for position, key in enumerate(keys):
        if key in keys[:position]:
            mark = node.value[position][0].start_mark
            raise yaml.constructor.ConstructorError(None, None, f"duplicate key {key}", mark)
    return loader.construct_mapping(node, deep=True)


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _parse(path: Path) -> tuple[list[int], list[Any]]:
    loader = _Strict(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            return [], []
        if not isinstance(node, yaml.SequenceNode):
            raise yaml.constructor.ConstructorError(None, None, "a list of records is expected", node.start_mark)
        lines = [item.start_mark.line + 1 for item in node.value]
        return lines, [loader.construct_object(item, deep=True) for item in node.value]
    finally:
        loader.dispose()
