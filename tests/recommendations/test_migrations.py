"""Migrations: none is missing, each can be undone, and what they make is what the models say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

OURS = ["indicators", "recommendations"]
SCRATCH = "scratch"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_numbered_in_one_line_and_say_what_they_do(app):
    folder = Path(apps.get_app_config(app).path) / "migrations"
    names = sorted(path.stem for path in folder.glob("[0-9]*.py"))

    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}(_[a-z0-9]+)+", name) for name in names)
    assert not [name for name in names if "_auto_" in name or name.endswith("_and_more")]


@pytest.fixture
def scratch(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A copy of the tests' database, on the same server; gone afterwards."""
    with django_db_blocker.unblock():
        creation = connection.creation
        connection.close()
        creation.clone_test_db(suffix=SCRATCH, verbosity=0)
        connections.databases[SCRATCH] = creation.get_test_db_clone_settings(SCRATCH)
        try:
            yield SCRATCH
        finally:
            connections[SCRATCH].close()
            creation.destroy_test_db(suffix=SCRATCH, verbosity=0)
            del connections[SCRATCH], connections.databases[SCRATCH]


def tables(alias: str) -> set[str]:
    names = connections[alias].introspection.table_names()
    return {name for name in names if name.startswith(tuple(f"{app}_" for app in OURS))}


def test_every_migration_can_be_undone_and_done_again(scratch):
    made = tables(scratch)
    assert made == {
        table
        for app in OURS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for table in [model._meta.db_table]
    }

    for app in reversed(OURS):
        call_command("migrate", app, "zero", database=scratch, verbosity=0)
    assert tables(scratch) == set()

    call_command("migrate", database=scratch, verbosity=0)
    assert tables(scratch) == made
