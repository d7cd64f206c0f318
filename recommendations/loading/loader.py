"""Runs the kinds in order inside one transaction, and rolls all of it back where anything is at fault."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from .faults import BrokenFixturesError, Fault
from .kinds import KINDS
from .record import read
from .store import Store


@dataclass(frozen=True)
class Summary:
    """How many records of each model (``app.Model``) were created, changed or found equal."""

    created: dict[str, int]
    changed: dict[str, int]
    unchanged: dict[str, int]

    @property
    def rows(self) -> list[tuple[str, int, int, int]]:
        labels = dict.fromkeys([*self.created, *self.changed, *self.unchanged])
        return [(x, self.created.get(x, 0), self.changed.get(x, 0), self.unchanged.get(x, 0)) for x in labels]


def load(folder: Path) -> Summary:
    """Load the study.

    Args:
        folder: where the YAML files are.

    Returns:
        What was created, changed and left.

    Raises:
        BrokenFixturesError: with every fault found; nothing is stored.
    """
    faults: list[Fault] = []
    store = Store()
    with transaction.atomic():
        for pattern, model, kind in KINDS:
            paths, before = sorted(folder.glob(pattern)), len(faults)
            if not paths:
                faults.append(Fault(pattern, 0, "", _("没有这个文件。")))
            for record in read(paths, faults):
                kind(store, record)
            if any(fault.of_file for fault in faults[before:]):
                store.unread.add(model)
        if faults:
            raise BrokenFixturesError(list(dict.fromkeys(faults)))
    return Summary(dict(store.created), dict(store.changed), dict(store.unchanged))
