"""What happened to actions, the newest first: reports that the reader may see, and decisions on the plan."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from indicators.asof import AsOf
from recommendations.choices import REPLACING
from recommendations.models import Action, Assignment, PlanChange, ProgressReport, ReportStep
from recommendations.permissions import User, may_read_trail, roles_of

from .evidence_files import files_shown_to


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day. ``kind`` is report, change or mandate, ``record`` the row itself."""

    day: date
    kind: str
    record: ProgressReport | PlanChange | Assignment


def _since(actions: QuerySet[Action], asof: AsOf, limit: int) -> Coalesce:
    """The day on or after which so many actions have their last report: the newest reports of all are not older.

    A look into the index an action finds it; without it all reports of all actions are read and put in order.
    """
    last = ProgressReport.objects.filter(action=OuterRef("pk")).counting(asof).latest_first().values("as_of")
    days = actions.order_by().annotate(day=Subquery(last[:1])).exclude(day=None).order_by("-day").values("day")
    return Coalesce(Subquery(days[limit - 1 : limit]), Value(date.min, DateField()))


def timeline(
    actions: QuerySet[Action], asof: AsOf, reader: User, limit: int = 20, *, with_steps: bool = False
) -> list[Event]:
    """Events of the actions by the day looked at, reports with their files; five queries, a sixth for the steps.

    A report stands at its ``as_of``; text that the reader may not see is not in it, because the report itself is not.

    Args:
        actions: whose events.
        asof: the date of reading.
        reader: who asks.
        limit: how many, the newest.
        with_steps: whether reports carry ``trail``, the steps known by then; only for who may read persons.
    """
    reports = ProgressReport.objects.filter(action__in=actions).counting(asof).visible_to(reader)
    if roles_of(reader).reader:  # who sees every report that counts
        reports = reports.filter(as_of__gte=_since(actions, asof, limit))
    reports = reports.for_reading().prefetch_related(files_shown_to(reader)).latest_first()
    if with_steps and may_read_trail(reader):
        steps = ReportStep.objects.known(asof).for_reading(reader)
        reports = reports.prefetch_related(Prefetch("steps", steps, to_attr="trail"))
    changes = (
        _decided(asof)
        .filter(action__in=actions)
        .select_related("action", "former_lead", "new_lead", "former_cycle", "new_cycle")
    )
    mandates = Assignment.objects.filter(action__in=actions, mandate__date__lte=asof.as_of).select_related(
        "mandate", "action"
    )
    if asof.known_on:
        mandates = mandates.filter(mandate__recorded_on__lte=asof.known_on)
    events = [
        *(Event(report.as_of, "report", report) for report in reports[:limit]),
        *(
            Event(change.decided_on, "change", change)
            for change in changes.prefetch_related("successors").order_by("-decided_on", "-pk")[:limit]
        ),
        *(Event(row.mandate.date, "mandate", row) for row in mandates.order_by("-mandate__date", "-pk")[:limit]),
    ]
    return sorted(events, key=lambda event: event.day, reverse=True)[:limit]


def replaced_by(action: Action, asof: AsOf) -> QuerySet[PlanChange]:
    """The decisions, taken and known by the day, by which the action stands in for others."""
    decided = _decided(asof).filter(successors=action, kind__in=REPLACING)
    return decided.select_related("action").order_by("decided_on", "pk")


def _decided(asof: AsOf) -> QuerySet[PlanChange]:
    decided = PlanChange.objects.filter(decided_on__lte=asof.as_of)
    return decided.filter(recorded_on__lte=asof.known_on) if asof.known_on else decided
