"""A column that follows from another."""

from datetime import date
from typing import Any

from django.db import models

from .periods import parse


class PeriodDay(models.DateField):
    """The first or last day of the row's ``period``, derived whenever the row is written, as ``auto_now`` is.

    Args:
        edge: ``start`` or ``end``.
    """

    def __init__(self, edge: str = "start", **options: Any) -> None:
        self.edge = edge
        super().__init__(**{"editable": False, **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "edge": self.edge, "editable": self.editable}

    def pre_save(self, model_instance: models.Model, add: bool) -> date:
        day = getattr(parse(model_instance.period), self.edge)
        setattr(model_instance, self.attname, day)
        return day
