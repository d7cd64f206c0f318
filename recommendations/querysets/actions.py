"""Actions: whose they are, and the report that counts."""

from datetime import date
from typing import Self

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

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

    def perhaps_late(self, day: date) -> Self:
        """Actions that some due date, original or promised, puts before the day; the others cannot be late on it."""
        promised = self.model.changes.rel.related_model.objects.filter(new_due_date__lt=day)
        return self.filter(Q(due_date__lt=day) | Q(pk__in=promised.values("action")))

    def with_last_report(self, asof: AsOf) -> Self:
        """Annotate ``last_report``: what counts of the report that gives the action's status on the day, or None.

        One look into the index ``report_last_approved`` an action: it holds every column that is read here.
        """
        last = self.model.reports.rel.related_model.objects.filter(action=OuterRef("pk")).counting(asof).latest_first()
        columns = JSONObject(pk="pk", as_of="as_of", percent="percent", status="status", sample="sample")
        return self.annotate(last_report=Subquery(last.values(columns=columns)[:1]))

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("measure__path", "lead_department").order_by(
            "measure__path__position", "measure__position", "position", "code"
        )
