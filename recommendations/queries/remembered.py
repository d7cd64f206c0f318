"""Keeps what was computed from the database for exactly as long as the database stays as it was.

PostgreSQL answers every statement from a snapshot that says which transactions it sees, and two equal snapshots see the
same rows. So the snapshot itself is the mark: while it is the same, what was read after it was taken still holds; the
first commit of anybody, of any table, gives another one. Nothing needs to be invalidated, so nothing can be forgotten.

Where there is no such mark, everything is computed anew: on SQLite, on a standby, and within one's own transaction,
which sees what it has not committed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

Computed = TypeVar("Computed")

# How many things of a kind one process keeps: a whole plan is large, what a person has to do is small.
MOST = {"plan": 16, "due": 64, "todo": 500}
# A server that was restarted, perhaps from a backup, may come to the same numbers with other rows.
MARK = """
    SELECT pg_current_snapshot()::text, pg_postmaster_start_time()::text, current_database()
    WHERE NOT pg_is_in_recovery()
"""

_kept: dict[str, OrderedDict[tuple[Hashable, Hashable], Any]] = {kind: OrderedDict() for kind in MOST}
_lock = Lock()


def remembered(kind: str, key: Hashable, compute: Callable[[], Computed]) -> Computed:
    """What ``compute`` gave the last time, if nothing at all has been written since; one query beside its own.

    Args:
        kind: one of ``MOST``: what is kept of one kind pushes nothing out of another.
        key: what is computed, with everything beside the database that it depends on.
        compute: reads and computes, and writes nothing; whoever gets its result must not change it.
    """
    mark = _mark()
    if mark is None:
        return compute()
    kept = _kept[kind]
    with _lock:
        if (mark, key) in kept:
            kept.move_to_end((mark, key))
            return kept[mark, key]
    computed = compute()
    # Were something committed meanwhile, no later snapshot would equal the mark: what is kept here is never asked for.
    with _lock:
        for old in [known for known in kept if known[0] != mark]:
            del kept[old]
        kept[mark, key] = computed
        if len(kept) > MOST[kind]:
            kept.popitem(last=False)
    return computed


def _mark() -> tuple[str, ...] | None:
    """What changes with every commit; None where nothing does."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(MARK)
        return cursor.fetchone()
