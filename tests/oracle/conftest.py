"""A year made by chance for each module, by its ``SEED``, and asked about when it is over."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings

from .history import History
from .rules import SHANGHAI

NEXT_YEAR = datetime.combine(date(2027, 2, 1), time(9), SHANGHAI)
QUICK = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture(scope="module")
def history(request, django_db_setup, django_db_blocker) -> Iterator[History]:
    """Made once, as it takes seconds; tests run inside its transaction, which is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), QUICK:
        yield History(request.module.SEED)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _when_it_is_over() -> Iterator[None]:
    with time_machine.travel(NEXT_YEAR, tick=False):
        yield


@pytest.fixture
def office(history) -> Client:
    client = Client()
    client.force_login(history.office)
    return client
