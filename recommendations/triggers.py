"""What is settled stays, in the database too: triggers refuse to change approved reports, their evidence and steps.

They are reinstalled after every migrate, because SQLite drops triggers silently when it rebuilds a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections

APP = "recommendations"
ALWAYS = "1 = 1"
REPORT_IS_APPROVED = f"(SELECT state FROM {APP}_progressreport WHERE id = {{row}}.report_id) = 'approved'"  # noqa: S608  no value of anybody's


@dataclass(frozen=True)
class Guard:
    """Rows of a table that may not be touched.

    Attributes:
        name: of the triggers; the event is added.
        table: the model's name in the database, without the app's.
        when: the condition that forbids it, over ``{row}`` (OLD, or NEW for what is added).
        message: what the database answers.
        events: what is forbidden.
    """

    name: str
    table: str
    when: str
    message: str
    events: tuple[str, ...] = ("update", "delete")

    @property
    def full_table(self) -> str:
        return f"{APP}_{self.table}"

    @property
    def reads_another_table(self) -> bool:
        return "SELECT" in self.when

    def trigger(self, event: str) -> str:
        return f"{self.name}_{event}"

    def sqlite(self, event: str) -> Iterator[str]:
        condition = self.when.format(row="NEW" if event == "insert" else "OLD")
        yield f"DROP TRIGGER IF EXISTS {self.trigger(event)}"
        yield (
            f"CREATE TRIGGER {self.trigger(event)} BEFORE {event} ON {self.full_table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def postgresql(self, event: str) -> Iterator[str]:
        row = "NEW" if event == "insert" else "OLD"
        passes = "OLD" if event == "delete" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.trigger(event)}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {self.when.format(row=row)} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {passes}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {self.trigger(event)} ON {self.full_table}"
        yield (
            f"CREATE TRIGGER {self.trigger(event)} BEFORE {event} ON {self.full_table} FOR EACH ROW "
            f"EXECUTE FUNCTION {self.trigger(event)}()"
        )


GUARDS = (
    Guard(
        "approved_report_is_immutable",
        "progressreport",
        "{row}.state = 'approved'",
        "an approved report is never changed",
    ),
    Guard(
        "approved_evidence_is_immutable",
        "evidence",
        REPORT_IS_APPROVED,
        "the evidence of an approved report is never changed",
        ("insert", "update", "delete"),
    ),
    Guard("step_is_immutable", "reportstep", ALWAYS, "a step that was taken is never changed"),
    Guard("urging_is_immutable", "urging", ALWAYS, "what was urged is never changed"),
    Guard("verification_is_immutable", "verification", ALWAYS, "a verification is never changed"),
)


def install(using: str, **kwargs: Any) -> None:
    """(Re)install the triggers on a database; the receiver of ``post_migrate``.

    Args:
        using: the database's alias.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.full_table not in tables:
                continue
            for event in guard.events:
                for statement in getattr(guard, connection.vendor)(event):
                    cursor.execute(statement)


def release(using: str, **kwargs: Any) -> None:
    """Take off the triggers that read another table, while migrations run; the receiver of ``pre_migrate``.

    SQLite refuses to rebuild a table that a trigger of another one names.

    Args:
        using: the database's alias.
    """
    _drop(using, [guard for guard in GUARDS if guard.reads_another_table])


def uninstall(using: str) -> None:
    """Take all triggers off, for who must empty the tables (the flush after a test with real transactions).

    Args:
        using: the database's alias.
    """
    _drop(using, GUARDS)


def _drop(using: str, guards: Iterable[Guard]) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards:
            if guard.full_table not in tables:
                continue
            for event in guard.events:
                where = "" if connection.vendor == "sqlite" else f" ON {guard.full_table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {guard.trigger(event)}{where}")
