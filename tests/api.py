"""Asking the API in tests."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from rest_framework.viewsets import GenericViewSet

from config.api.urls import router

VIEWSETS: dict[str, type[GenericViewSet]] = {prefix: viewset for prefix, viewset, _basename in router.registry}


def lists_of(app: str) -> dict[str, type[GenericViewSet]]:
    """The lists that an app gives, by their address."""
    return {name: viewset for name, viewset in VIEWSETS.items() if viewset.__module__.startswith(f"{app}.")}


def get(client: Client, address: str, **query: Any) -> Any:
    """The answer to ``GET /api/v1/<address>/``, which must be a success."""
    response = client.get(f"/api/v1/{address}/", query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def rows(client: Client, address: str, **query: Any) -> list[dict[str, Any]]:
    """The rows of a list, all of them."""
    answer = get(client, address, **query)
    assert answer["count"] == len(answer["results"])
    return answer["results"]


def values(client: Client, address: str, field: str = "code", **query: Any) -> list[Any]:
    """One field of every row."""
    return [row[field] for row in rows(client, address, **query)]


def refusal(client: Client, address: str, expected: int = 400, **query: Any) -> dict[str, Any]:
    """Why a request was refused; the shape is always the same."""
    response = client.get(f"/api/v1/{address}/", query)
    assert response.status_code == expected, response.content.decode()
    assert response.headers["Content-Type"] == "application/json"
    answer = response.json()
    assert answer.keys() == {"detail", "parameter"}
    assert answer["detail"]
    return answer


def keys_of(answer: Any) -> Iterable[str]:
    """Every key in an answer, however deep."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield key
            yield from keys_of(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from keys_of(value)
