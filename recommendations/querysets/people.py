"""People in their roles."""

from datetime import date
from typing import Self

from django.db.models import Q, QuerySet


class MembershipQuerySet(QuerySet):
    def held_on(self, day: date) -> Self:
        """Roles that have not run out by the day."""
        return self.filter(Q(until=None) | Q(until__gte=day))
