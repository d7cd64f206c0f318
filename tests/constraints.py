"""Invariants that the database itself refuses: what the tests of both apps' models share."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint


def named(app: str) -> dict[str, object]:
    """Every constraint of the app's models by its name."""
    return {
        constraint.name: constraint
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def unguarded_choices(app: str) -> list[str]:
    """Columns with a code list that no constraint holds to it."""
    guarded = {
        (model, field)
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if constraint.name.endswith("_known")
        for field, _lookup in [constraint.condition.children[0][0].split("__")]
    }
    return [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "history_object")  # history keeps what was
        for field in model._meta.concrete_fields
        if field.choices and (model, field.name) not in guarded
    ]


def assert_refused(constraint: object, write: Callable[[], object]) -> None:
    """The write fails in the database, and by this constraint."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    if isinstance(constraint, UniqueConstraint) and connection.vendor == "sqlite":
        assert all(f".{field}" in str(refusal.value) for field in _columns(constraint)), refusal.value
    else:
        assert constraint.name in str(refusal.value)


def _columns(constraint: UniqueConstraint) -> list[str]:
    return list(constraint.fields)
