"""Actions: whose they are, and the report that counts."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db.models import BigIntegerField, Case, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from indicators.asof import AsOf
from recommendations.choices import ChangeKind
from recommendations.permissions import User, roles_of

from .lines import Line

ANSWERING = ("leader", "responsible", "contact")  # the posts that answer for an action


class ActionQuerySet(QuerySet):
    def led_by(self, departments: frozenset[int]) -> Self:
        """Actions whose leading department is one of these ids."""
        return self.filter(lead_department__in=departments)

    def led_on_day_by(self, department: Model, asof: AsOf) -> Self:
        """Actions that the department led on the day: what was reassigned since counts as its former lead's."""
        if not asof.is_past:
            return self.filter(lead_department=department)
        moves = self.model.changes.rel.related_model.objects.filter(action=OuterRef("pk"), kind=ChangeKind.REASSIGNMENT)
        decided = moves.filter(decided_on__lte=asof.as_of)
        if asof.known_on:
            decided = decided.filter(recorded_on__lte=asof.known_on)
        led = Case(
            When(Exists(decided), then=Subquery(decided.order_by("-decided_on", "-pk").values("new_lead")[:1])),
            When(Exists(moves), then=Subquery(moves.order_by("decided_on", "pk").values("former_lead")[:1])),
            default=F("lead_department"),
            output_field=BigIntegerField(),
        )
        return self.filter(pk__in=self.model.objects.order_by().alias(led=led).filter(led=department.pk).values("pk"))

    def followed_by(self, user: User) -> Self:
        """Actions that the person meets in the admin; the same rule as ``permissions.may_follow``."""
        roles = roles_of(user)
        return self.all() if roles.office else self.led_by(roles.own)

    def perhaps_late(self, day: date) -> Self:
        """Actions that some due date, original, promised or corrected since, puts before the day; no other is late."""
        changes = self.model.changes.rel.related_model.objects
        moved = changes.filter(Q(new_due_date__lt=day) | Q(former_due_date__lt=day))
        return self.filter(Q(due_date__lt=day) | Q(pk__in=moved.values("action")))

    def with_last_report(self, asof: AsOf) -> Self:
        """Annotate ``last_report``: what counts of the report that gives the action's status on the day, or None:
        a line of id, ``as_of``, percent, status and sample, which ``queries/facts.py`` reads.

        One look into the index ``report_last_approved`` an action: it holds every column that is read here.
        """
        last = self.model.reports.rel.related_model.objects.filter(action=OuterRef("pk")).counting(asof).latest_first()
        columns = Line("pk", "as_of", "percent", "status", "sample")
        return self.annotate(last_report=Subquery(last.values(columns=columns)[:1]))

    def with_posts(self, asof: AsOf, names: Iterable[str] = ANSWERING) -> Self:
        """Annotate ``leader_then`` and the like: the id of the post that answered on the day, as history tells.

        On a past day it is the one that stood by then, or none where the post had been taken off; where none had been
        named yet the first that was named later, so that the first plan may be entered late (the rule of milestones).
        """
        return self.annotate(**{f"{name}_then": self._then(name, asof) if asof.is_past else F(name) for name in names})

    def overseen_by(self, leader: Model, asof: AsOf) -> Self:
        """Actions for which the leader's post answered on the day."""
        if not asof.is_past:
            return self.filter(leader=leader)
        overseen = self.model.objects.order_by().with_posts(asof, ["leader"]).filter(leader_then=leader.pk)
        return self.filter(pk__in=overseen.values("pk"))

    def _then(self, name: str, asof: AsOf) -> Case:
        column = f"{name}_id"
        rows = self.model.history.model.objects.filter(id=OuterRef("pk"))
        if asof.known_until is not None:
            rows = rows.filter(history_date__lt=asof.known_until)
        by_then, named = rows.filter(history_date__lt=asof.until), rows.filter(**{f"{name}__isnull": False})
        then = Subquery(by_then.order_by("-history_date", "-history_id").values(column)[:1])
        first = Subquery(named.order_by("history_date", "history_id").values(column)[:1])
        today = F(column) if asof.known_until is None else Value(None)  # for what was stored without a history
        was_named = Exists(named.filter(history_date__lt=asof.until))
        return Case(When(was_named, then=then), default=Coalesce(first, today), output_field=BigIntegerField())

    def for_reading(self) -> Self:
        """With what a row shows of its relations, in reading order."""
        return self.select_related("measure__path", "lead_department").order_by(
            "measure__path__position", "measure__position", "position", "code"
        )
