"""Content on disk that follows its row: kept once the row is committed, gone once the row is."""

import weakref
from collections.abc import Iterable

from django.db import transaction
from django.db.models.fields.files import FieldFile

from recommendations.models import Department, EvidenceFile


class _Kept:
    """What is done on commit: nothing. Where the transaction is rolled back Django forgets it, and the content goes.

    There is no other sign of a rollback of a transaction that somebody else began.
    """

    def __init__(self, content: FieldFile) -> None:
        self._removal = weakref.finalize(self, content.storage.delete, content.name)

    def __call__(self) -> None:
        self._removal.detach()


def keep_on_commit(content: FieldFile) -> None:
    """Leave content that was just written where it is if its row is committed; else remove it."""
    transaction.on_commit(_Kept(content))


def lock_store(department: Department | None) -> None:
    """Let nobody else add to the department's files, or take from them, until the transaction ends."""
    if department is not None:
        Department.objects.select_for_update(no_key=True).get(pk=department.pk)


def remove_unused(files: Iterable[EvidenceFile]) -> None:
    """Remove those files that prove nothing and belong to no instruction any more, row and content."""
    for file in files:
        lock_store(file.department)
        stored = EvidenceFile.objects.select_for_update().filter(pk=file.pk).first()
        if stored is None or stored.proofs.exists() or stored.instructions.exists():
            continue
        content = stored.content
        stored.delete()
        if content:
            transaction.on_commit(lambda content=content: content.storage.delete(content.name))
