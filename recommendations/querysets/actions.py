"""Actions: whose they are, and the report that counts."""

from typing import Self

from django.db.models import OuterRef, QuerySet, Subquery

from indicators.asof import AsOf
from recommendations.permissions import User, roles_of


class ActionQuerySet(QuerySet):
    def led_by(self, departments: frozenset[int]) -> Self:
        """Actions whose leading department is one of these ids."""
        return self.filter(lead_department__in=departments)

    def reportable_by(self, user: User) -> Self:
        """Actions on which the person may log progress; the same rule as ``permissions.may_report_on``."""
        roles = roles_of(user)
        return self.all() if roles.office else self.led_by(roles.departments)

    def with_last_report(self, asof: AsOf) -> Self:
        """Annotate ``last_report_id``: the report that gives the action's status on the day, or None."""
        last = self.model.reports.rel.related_model.objects.filter(action=OuterRef("pk")).counting(asof).latest_first()
        return self.annotate(last_report_id=Subquery(last.values("pk")[:1]))

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("measure__path", "lead_department").order_by(
            "measure__path__position", "measure__position", "position", "code"
        )
