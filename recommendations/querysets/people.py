"""People in their roles and posts."""

from datetime import date
from typing import Self

from django.db.models import Q, QuerySet


def _not_run_out(day: date) -> Q:
    return Q(until=None) | Q(until__gte=day)


class MembershipQuerySet(QuerySet):
    def held_on(self, day: date) -> Self:
        """Roles that have not run out by the day."""
        return self.filter(_not_run_out(day))


class TenureQuerySet(QuerySet):
    def held_on(self, day: date) -> Self:
        """Those under way on the day."""
        return self.filter(_not_run_out(day), since__lte=day)
