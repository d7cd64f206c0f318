"""Stages of actions: which hold."""

from typing import Self

from django.db.models import QuerySet


class MilestoneQuerySet(QuerySet):
    def standing(self) -> Self:
        """Those that hold now, by their days; withdrawn ones hold for earlier days of reading only."""
        return self.filter(withdrawn_on=None).order_by("date", "pk")
