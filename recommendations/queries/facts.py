"""What the status of actions on a day is made from: rows as narrow as the rules need, and which of them hold on it.

The rows of plan changes and milestones have the models' attribute names, so that a rule does not ask which it got.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from indicators.asof import AsOf
from recommendations.choices import UNDER_WAY, ChangeKind, MandateAdoption, ReportState
from recommendations.models import ProgressReport, ReportStep

HANDED_IN = UNDER_WAY | {ReportState.APPROVED}


class LastReport(NamedTuple):
    """What counts of the report that gives the status."""

    pk: int
    as_of: date
    percent: Decimal
    status: str
    sample: bool


class Mandated(NamedTuple):
    """What a document said of the action, from which day on."""

    date: date
    adoption: str
    sample: bool
    pk: int
    mandate: int

    @property
    def adopted(self) -> bool:
        return self.adoption != MandateAdoption.NOT


class Change(NamedTuple):
    """A plan change; the columns of action, texts and successors are left out."""

    pk: int
    kind: str
    decided_on: date
    recorded_on: date
    asked_on: date | None
    former_due_date: date | None
    new_due_date: date | None
    former_lead_id: int | None
    new_lead_id: int | None
    former_cycle_id: int | None
    new_cycle_id: int | None
    sample: bool


class Stage(NamedTuple):
    """A milestone without its words."""

    date: date
    planned_percent: Decimal
    recorded_on: date
    withdrawn_on: date | None
    sample: bool


class Window(NamedTuple):
    """The newest period of a cycle whose deadline has passed."""

    start: date
    cut_off: date


def decided(changes: Iterable[Any], asof: AsOf) -> list[Any]:
    """Those decided by the day and known."""
    return [change for change in changes if _is_decided(change, asof)]


def _is_decided(change: Any, asof: AsOf) -> bool:
    return change.decided_on <= asof.as_of and (asof.known_on is None or change.recorded_on <= asof.known_on)


def in_force(milestones: Iterable[Any], asof: AsOf) -> list[Any]:
    """The milestones of the plan as it stood on the day, as far as was known.

    Before the day on which the first was recorded the plan of that day counts: so the first plan may be entered late,
    and a later one does not rewrite what was planned before.
    """
    stages = list(milestones)
    first = min(stage.recorded_on for stage in stages) if stages else date.max
    day = min(max(asof.as_of, first), asof.known_on or date.max)
    return [
        stage
        for stage in stages
        if stage.recorded_on <= day and (stage.withdrawn_on is None or stage.withdrawn_on > day)
    ]


def on_the_day(current: int | None, changes: Iterable[Any], asof: AsOf, kind: ChangeKind, column: str) -> int | None:
    """What a column of the action held on the day, from the dated changes of it.

    Args:
        current: what it holds now.
        changes: all plan changes of the action, the oldest first.
        asof: the date of reading.
        kind: the changes that write the column.
        column: its name in them, after ``former_`` and ``new_``.
    """
    writing = [change for change in changes if change.kind == kind]
    if not writing or _is_decided(writing[-1], asof):
        return current
    for change in reversed(writing):
        if _is_decided(change, asof):
            return getattr(change, f"new_{column}_id")
    return getattr(writing[0], f"former_{column}_id")


def original_due_date(current: date | None, changes: Iterable[Any], asof: AsOf) -> date | None:
    """The due date as it was first set, as far as was known: a slip that is corrected holds on no day.

    Args:
        current: what the action's column holds now.
        changes: all plan changes of the action, the oldest first.
        asof: the date of reading; with ``known_on`` a correction recorded later is undone.
    """
    corrections = [change for change in changes if change.kind == ChangeKind.CORRECTION]
    if asof.known_on is None or not corrections or corrections[-1].recorded_on <= asof.known_on:
        return current
    known = [change for change in corrections if change.recorded_on <= asof.known_on]
    return known[-1].new_due_date if known else corrections[0].former_due_date


def last_handed_in(actions: Collection[int], since: date, asof: AsOf) -> dict[int, date]:
    """The newest ``as_of`` of what was handed in of each action, from ``since`` to the day; one query.

    With ``known_on`` a report is handed in that had been by then, though it was returned since.
    """
    reports = ProgressReport.objects.filter(action__in=actions, as_of__gte=since, as_of__lte=asof.as_of)
    handed_in = _known_by(reports, asof) if asof.known_on else reports.filter(state__in=HANDED_IN)
    return dict(handed_in.order_by("as_of").values_list("action_id", "as_of"))


def _known_by(reports: QuerySet[ProgressReport], asof: AsOf) -> QuerySet[ProgressReport]:
    """Those whose last step by then left them handed in."""
    return standing_at(reports, asof.known_until).filter(then__in=HANDED_IN)


def standing_at(reports: QuerySet[ProgressReport], until: datetime) -> QuerySet[ProgressReport]:
    """With ``then``, where each stood before the moment: by its last step, without steps by its own times.

    What nobody has ever handed in is left out.
    """
    last = ReportStep.objects.filter(report=OuterRef("pk"), at__lt=until).order_by("-at", "-pk").values("to_state")[:1]
    without = Case(
        When(approved_at__lt=until, then=Value(ReportState.APPROVED)),
        When(Q(returned_at__lt=until, returned_at__gte=F("submitted_at")), then=Value(ReportState.RETURNED)),
        When(submitted_at__lt=until, then=Value(ReportState.SUBMITTED)),
        default=Value(ReportState.DRAFT),
    )
    return reports.exclude(state=ReportState.DRAFT).alias(then=Coalesce(Subquery(last), without))
