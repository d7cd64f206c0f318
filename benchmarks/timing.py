"""Measures seconds, and says how many times the limit that is."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


def seconds(work: Callable[[], Any], times: int = 1, before: Callable[[], Any] | None = None) -> float:
    """The quickest of several runs, in seconds: what disturbs a run only ever makes it slower.

    Args:
        work: what is measured.
        times: how often.
        before: done before each run, outside the time.
    """
    found = []
    for _run in range(times):
        if before is not None:
            before()
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


@dataclass
class Results:
    """Rows of a report: what was measured, seconds, and the ratio to a limit measured in the same run."""

    rows: list[tuple[str, float, str]] = field(default_factory=list)

    def limit(self, name: str, taken: float) -> float:
        self._say(name, taken, "the limit")
        return taken

    def against(self, limit: float, name: str, taken: float, remark: str = "") -> float:
        self._say(name, taken, f"{taken / limit:.1f} x the limit{remark and f'; {remark}'}")
        return taken

    def skipped(self, name: str, why: str) -> None:
        """Say that something was not measured, so that nobody takes its absence for success."""
        sys.stdout.write(f"{name:58}   not measured: {why}\n")

    def _say(self, name: str, taken: float, words: str) -> None:
        self.rows.append((name, taken, words))
        sys.stdout.write(f"{name:58} {taken:9.4f} s   {words}\n")
        sys.stdout.flush()
