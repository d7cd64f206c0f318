"""``docs/permissions.md`` is true: each cell of its tables is asked of the running system."""

from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from .permission_matrix import AT, COLUMNS, PROBES, World, make_world, read_table
from .permission_matrix.acts import unplaced_services
from .permission_matrix.places import unplaced_admins, unplaced_lists, unplaced_pages
from .permission_matrix.table import MAY, MAY_NOT, heads

pytestmark = pytest.mark.django_db  # each test within a savepoint of the world's transaction

ROWS = read_table()
BY_NOBODY = {"admin.accounts"}  # a superuser's business: none of the columns


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once; whatever a probe does is undone, and all of it at the end."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), time_machine.travel(AT, tick=False), quick, transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_cell_says_what_the_system_does(world, row):
    does = {key: MAY if PROBES[row.code](seat, world) else MAY_NOT for key, seat in world.seats.items()}

    assert does == row.cells


def test_every_row_has_a_probe_and_every_probe_a_row():
    codes = Counter(row.code for row in ROWS)

    assert set(codes) == set(PROBES)
    assert set(codes.values()) == {1}


def test_the_columns_are_those_that_are_asked():
    assert heads()
    assert all(found == list(COLUMNS) for found in heads())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_says_yes_to_some_and_no_to_others(row):
    """A probe that always answers the same proves nothing."""
    assert set(row.cells.values()) == ({MAY_NOT} if row.code in BY_NOBODY else {MAY, MAY_NOT})


def test_no_page_list_admin_or_service_is_without_a_row():
    assert unplaced_services() == set()
    assert unplaced_pages() == set()
    assert unplaced_lists() == set()
    assert unplaced_admins() == set()
