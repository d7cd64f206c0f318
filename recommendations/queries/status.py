"""Status of actions at a date: four queries for any number of actions, and no stored current status."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.asof import AsOf
from recommendations import lights
from recommendations.choices import OUT_OF_COUNT, REPLACING, ActionStatus, ChangeKind, Light, MandateAdoption, Pace
from recommendations.models import Action, Assignment, PlanChange, ProgressReport


@dataclass
class ActionState:
    """One action on one day.

    Attributes:
        action: the action, with measure, path and leading department loaded.
        asof: the date of reading.
        report: the approved report that counts, or None.
        assignment: the mandate's last word on the action by then, or None.
        changes: plan changes decided and known by then, the oldest first.
    """

    action: Action
    asof: AsOf
    report: ProgressReport | None = None
    assignment: Assignment | None = None
    changes: list[PlanChange] = field(default_factory=list)

    @cached_property
    def mandated(self) -> bool:
        return self.assignment is not None and self.assignment.adoption != MandateAdoption.NOT

    @property
    def mandate(self) -> Assignment | None:
        """What makes the action a duty on the day; None where nothing does, or a document refused it."""
        return self.assignment if self.mandated else None

    @cached_property
    def extensions(self) -> list[PlanChange]:
        return [change for change in self.changes if change.kind == ChangeKind.EXTENSION]

    @cached_property
    def due_date(self) -> date | None:
        """The due date in force on the day."""
        return self.extensions[-1].new_due_date if self.extensions else self.action.due_date

    @cached_property
    def replacement(self) -> PlanChange | None:
        return next((change for change in reversed(self.changes) if change.kind in REPLACING), None)

    @cached_property
    def suspension(self) -> PlanChange | None:
        stops = [c for c in self.changes if c.kind in {ChangeKind.SUSPENSION, ChangeKind.RESUMPTION}]
        return stops[-1] if stops and stops[-1].kind == ChangeKind.SUSPENSION else None

    @cached_property
    def status(self) -> ActionStatus:
        if self.replacement:
            return ActionStatus.SUPERSEDED
        if self.suspension:
            return ActionStatus.SUSPENDED
        return ActionStatus(self.report.status) if self.report else ActionStatus.NOT_STARTED

    @property
    def counted(self) -> bool:
        return self.status not in OUT_OF_COUNT

    @property
    def percent(self) -> Decimal | None:
        return self.report.percent if self.report else None

    @cached_property
    def planned_percent(self) -> Decimal | None:
        """What the plan in force foresaw at the report's ``as_of``, to one decimal; None without report or dates."""
        planned = self._planned_at_report
        return None if planned is None else lights.tenths(planned)

    @cached_property
    def _planned_at_report(self) -> Decimal | None:
        if self.report is None:
            return None
        return lights.planned_percent(self.report.as_of, self.action.start_date, self.due_date)

    @cached_property
    def planned_today(self) -> Decimal | None:
        """What the plan in force foresees on the day looked at."""
        planned = lights.planned_percent(self.asof.as_of, self.action.start_date, self.due_date)
        return None if planned is None else lights.tenths(planned)

    @cached_property
    def pace(self) -> Pace | None:
        if self.report is None:
            return None
        return lights.pace(self.report.percent, self._planned_at_report, Decimal(settings.PACE_TOLERANCE))

    @cached_property
    def light(self) -> Light | None:
        return lights.delivery_light(
            lights.Delivery(
                day=self.asof.as_of,
                counted=self.counted,
                completed=self.status == ActionStatus.COMPLETED,
                mandated=self.mandated,
                reported=self.report is not None,
                due=self.due_date,
                pace=self.pace,
                due_soon_days=settings.DUE_SOON_DAYS,
            )
        )

    @property
    def overdue(self) -> bool:
        return self.light == Light.LATE

    @property
    def days_overdue(self) -> int:
        return (self.asof.as_of - self.due_date).days if self.overdue else 0

    @property
    def due_soon(self) -> bool:
        if self.light != Light.SOON or self.due_date is None:
            return False
        return (self.due_date - self.asof.as_of).days <= settings.DUE_SOON_DAYS

    @property
    def light_label(self) -> str:
        """The light's word, with the reason where a single row has room for it."""
        if self.light is None:
            return str(self.status.label)
        if self.overdue:
            return ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", self.days_overdue) % {"days": self.days_overdue}
        if self.light == Light.SOON:
            if self.pace != Pace.BEHIND:
                return _("将到期")
            return _("将到期且滞后") if self.due_soon else _("滞后")
        if self.light == Light.NONE and not self.mandated:
            return _("未立项")
        return str(self.light.label)

    @property
    def sample(self) -> bool:
        """Whether anything that this state rests on is sample data."""
        return (
            (self.report is not None and self.report.sample)
            or (self.assignment is not None and self.assignment.mandate.sample)
            or any(change.sample for change in self.changes)
            or (self.action.due_date is not None and self.action.due_basis == "sample")
        )


def read_states(actions: QuerySet[Action], asof: AsOf) -> list[ActionState]:
    """The state of each action on the day, in the queryset's order.

    Args:
        actions: any queryset of actions.
        asof: the date of reading.

    Returns:
        One state an action; four queries in all, however many.
    """
    rows = list(actions.select_related("measure__path", "lead_department").with_last_report(asof))
    reports = ProgressReport.objects.in_bulk([row.last_report_id for row in rows if row.last_report_id])
    assignments = _last_assignments(rows, asof)
    changes = _changes(rows, asof)
    return [
        ActionState(
            action=row,
            asof=asof,
            report=reports.get(row.last_report_id),
            assignment=assignments.get(row.pk),
            changes=changes[row.pk],
        )
        for row in rows
    ]


def read_state(action: Action, asof: AsOf) -> ActionState:
    """The state of one action on the day."""
    return read_states(Action.objects.filter(pk=action.pk), asof)[0]


def _last_assignments(rows: Iterable[Action], asof: AsOf) -> dict[int, Assignment]:
    found = (
        Assignment.objects.filter(action__in=[row.pk for row in rows], mandate__date__lte=asof.as_of)
        .select_related("mandate")
        .order_by("mandate__date", "mandate__pk")
    )
    if asof.known_on:
        found = found.filter(mandate__recorded_on__lte=asof.known_on)
    return {assignment.action_id: assignment for assignment in found}


def _changes(rows: Iterable[Action], asof: AsOf) -> dict[int, list[PlanChange]]:
    found = PlanChange.objects.filter(action__in=[row.pk for row in rows], decided_on__lte=asof.as_of).order_by(
        "decided_on", "pk"
    )
    if asof.known_on:
        found = found.filter(recorded_on__lte=asof.known_on)
    grouped: dict[int, list[PlanChange]] = defaultdict(list)
    for change in found:
        grouped[change.action_id].append(change)
    return grouped
