"""What tests of exports share."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from indicators.asof import AsOf


@pytest.fixture
def today() -> AsOf:
    return AsOf.now()


@pytest.fixture
def whole_study(db) -> None:
    """Every figure of the project's fixtures."""
    call_command("load_study", verbosity=0)


@pytest.fixture
def served(client: Client, public_pages: None) -> Callable[..., bytes]:
    """What an address of the API gives, as a file."""

    def get(address: str, **query: object) -> bytes:
        response = client.get(f"/api/v1/{address}/", query)
        assert response.status_code == 200, response.content
        return response.getvalue()

    return get
