"""Approved is immutable, in the database too: triggers refuse to change or delete an approved report.

They are reinstalled after every migrate, because SQLite drops triggers silently when it rebuilds a table.
"""

from typing import Any

from django.db import connections

TABLE = "recommendations_progressreport"
NAME = "approved_report_is_immutable"
MESSAGE = "an approved report is never changed"

SQLITE = [
    f"DROP TRIGGER IF EXISTS {NAME}_update",
    f"CREATE TRIGGER {NAME}_update BEFORE UPDATE ON {TABLE} WHEN OLD.state = 'approved' "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    f"DROP TRIGGER IF EXISTS {NAME}_delete",
    f"CREATE TRIGGER {NAME}_delete BEFORE DELETE ON {TABLE} WHEN OLD.state = 'approved' "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
]
POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"DROP TRIGGER IF EXISTS {NAME}_update ON {TABLE}",
    f"CREATE TRIGGER {NAME}_update BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW "
    f"WHEN (OLD.state = 'approved') EXECUTE FUNCTION {NAME}()",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def install(using: str, **kwargs: Any) -> None:
    """(Re)install the triggers on a database; the receiver of ``post_migrate``.

    Args:
        using: the database's alias.
    """
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor]:
            cursor.execute(statement)
