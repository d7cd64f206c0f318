"""What happened to actions, the newest first: reports that the reader may see, and decisions on the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from indicators.asof import AsOf
from recommendations.choices import REPLACING
from recommendations.models import Action, Assignment, PlanChange, ProgressReport, ReportStep
from recommendations.permissions import User, may_read_trail, roles_of

from .evidence_files import files_shown_to
from .status import ActionState


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day. ``kind`` is report, change or mandate, ``record`` the row itself."""

    day: date
    kind: str
    record: ProgressReport | PlanChange | Assignment


def timeline(
    states: Iterable[ActionState], asof: AsOf, reader: User, limit: int = 20, *, with_steps: bool = False
) -> list[Event]:
    """Events of actions by the day looked at, reports with their files; at most six queries, a seventh for the steps.

    A report stands at its ``as_of``; text that the reader may not see is not in it, because the report itself is not.

    Args:
        states: the actions whose events are told, as ``count_states`` or ``read_states`` gives them for the day.
        asof: the date of reading.
        reader: who asks.
        limit: how many, the newest.
        with_steps: whether reports carry ``trail``, the steps known by then; only for who may read persons.
    """
    states = list(states)
    newest = _newest_seen(states, asof, reader)
    # So many actions have a report on this day or later that no older one can be among the newest.
    since = sorted(newest.values(), reverse=True)[limit - 1] if len(newest) >= limit else date.min
    reports = ProgressReport.objects.counting(asof).visible_to(reader)
    reports = reports.filter(action__in=[key for key, day in newest.items() if day >= since], as_of__gte=since)
    reports = reports.for_reading().prefetch_related(files_shown_to(reader)).latest_first()
    if with_steps and may_read_trail(reader):
        steps = ReportStep.objects.known(asof).for_reading(reader)
        reports = reports.prefetch_related(Prefetch("steps", steps, to_attr="trail"))
    # A state knows by keys what was decided of its action.
    decided = sorted(((row.decided_on, row.pk) for state in states for row in state.changes), reverse=True)[:limit]
    said = sorted(((row.date, row.pk) for state in states for row in state.mandates), reverse=True)[:limit]
    changes = PlanChange.objects.filter(pk__in=[key for _day, key in decided]).select_related(
        "action", "former_lead", "new_lead", "former_cycle", "new_cycle"
    )
    mandates = Assignment.objects.filter(pk__in=[key for _day, key in said]).select_related("mandate", "action")
    events = [
        *(Event(report.as_of, "report", report) for report in reports[:limit]),
        *(
            Event(change.decided_on, "change", change)
            for change in changes.prefetch_related("successors").order_by("-decided_on", "-pk")
        ),
        *(Event(row.mandate.date, "mandate", row) for row in mandates.order_by("-mandate__date", "-pk")),
    ]
    return sorted(events, key=lambda event: event.day, reverse=True)[:limit]


def _newest_seen(states: list[ActionState], asof: AsOf, reader: User) -> dict[int, date]:
    """The day of the newest report that the reader may see, by the action's id; actions without one are left out."""
    if roles_of(reader).reader:  # who sees every report that counts
        return {state.action.pk: state.report.as_of for state in states if state.report}
    asked = {state.action.pk for state in states}
    seen = ProgressReport.objects.filter(action=OuterRef("pk")).counting(asof).visible_to(reader).latest_first()
    # Asked by their measures, which are few: hundreds of ids take longer to write than to look up.
    actions = Action.objects.filter(measure__in={state.measure_id for state in states}).order_by()
    days = actions.annotate(day=Subquery(seen.values("as_of")[:1])).values_list("pk", "day")
    return {key: day for key, day in days if day and key in asked}


def replaced_by(action: Action, asof: AsOf) -> QuerySet[PlanChange]:
    """The decisions, taken and known by the day, by which the action stands in for others."""
    decided = PlanChange.objects.filter(successors=action, kind__in=REPLACING, decided_on__lte=asof.as_of)
    if asof.known_on:
        decided = decided.filter(recorded_on__lte=asof.known_on)
    return decided.select_related("action").order_by("decided_on", "pk")
