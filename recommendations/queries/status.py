"""Status of actions at a date, in a constant number of queries however many they are; no stored current status.

``read_states`` loads what a page shows of its rows; ``count_states`` only what the rules need, for counts and filters
over the whole plan, of which ``shown`` then completes the few rows that are shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.asof import AsOf
from recommendations import lights
from recommendations.choices import (
    OUT_OF_COUNT,
    REPLACING,
    STOPPING,
    ActionStatus,
    ChangeKind,
    Light,
    Pace,
    ReportStatus,
)
from recommendations.models import Action, Assignment, Department, Milestone, PlanChange, ProgressReport

from . import facts
from .plan_facts import Row, facts_of, last_report, plan_facts

DAYS, STATES = 16, 10_000  # of how many days of reading states are kept by one process, and how many of a day
REPORTED = {status.value: ActionStatus(status.value) for status in ReportStatus}
# Why an action is at risk: due soon, behind, late to report.
REASONS = {
    (True, False, False): gettext_lazy("将到期"),
    (False, True, False): gettext_lazy("滞后"),
    (False, False, True): gettext_lazy("迟报"),
    (True, True, False): gettext_lazy("将到期且滞后"),
    (True, False, True): gettext_lazy("将到期且迟报"),
    (False, True, True): gettext_lazy("滞后且迟报"),
    (True, True, True): gettext_lazy("将到期、滞后且迟报"),
}


class ActionColumns(NamedTuple):
    """What the rules need of an action."""

    pk: int
    measure_id: int
    path_id: int
    lead_department_id: int | None
    start_date: date | None
    due_date: date | None
    due_basis: str
    cycle_id: int | None
    last_report: str | None


@dataclass(frozen=True)
class ActionState:
    """One action on one day.

    Attributes:
        action: the action, with measure, path and leading department loaded; from ``count_states`` only its columns.
        asof: the date of reading.
        report: the approved report that counts, or None; from ``count_states`` without its texts.
        assignment: the mandate's last word on the action by then, or None; from ``count_states`` always None.
        mandates: what documents said of the action by then, the last word last.
        changes: plan changes decided and known by then, the oldest first.
        all_changes: later ones too.
        milestones: the stages of the plan as it stood on the day.
        lead: the leading department on the day; from ``count_states`` only ``lead_id``, which ``shown`` completes.
        late_to_report: whether the newest period past its deadline, in which it was due, was not reported; never of
            what is no duty any more.
    """

    action: Action
    asof: AsOf
    report: ProgressReport | None = None
    assignment: Assignment | None = None
    mandates: Sequence[facts.Mandated] = ()
    changes: Sequence[PlanChange] = ()
    all_changes: Sequence[PlanChange] = ()
    milestones: Sequence[Milestone] = ()
    lead: Department | None = None
    late_to_report: bool = False

    @property
    def measure_id(self) -> int:
        return self.action.measure_id

    @property
    def path_id(self) -> int:
        return self.action.path_id

    @cached_property
    def lead_id(self) -> int | None:
        """The leading department on the day: a later reassignment is undone."""
        return self._then(self.action.lead_department_id, ChangeKind.REASSIGNMENT, "lead")

    @cached_property
    def cycle_id(self) -> int | None:
        """The reporting cycle on the day; None: the default one."""
        return self._then(self.action.cycle_id, ChangeKind.REPORTING, "cycle")

    def _then(self, current: int | None, kind: ChangeKind, column: str) -> int | None:
        if not self.all_changes:
            return current
        return facts.on_the_day(current, self.all_changes, self.asof, kind, column)

    @property
    def mandated(self) -> bool:
        return bool(self.mandates) and self.mandates[-1].adopted

    @property
    def mandate(self) -> Assignment | None:
        """What makes the action a duty on the day; None where nothing does, or a document refused it."""
        return self.assignment if self.mandated else None

    @cached_property
    def extensions(self) -> list[PlanChange]:
        return [change for change in self.changes if change.kind == ChangeKind.EXTENSION]

    @property
    def extension_count(self) -> int:
        """How often a later day was promised, whether or not in time."""
        return len(self.extensions)

    @cached_property
    def original_due_date(self) -> date | None:
        """The due date as it was first set; a correction recorded after ``known_on`` is undone."""
        if not self.all_changes:
            return self.action.due_date
        return facts.original_due_date(self.action.due_date, self.all_changes, self.asof)

    @cached_property
    def _deadlines(self) -> tuple[date | None, date | None]:
        """The due date in force on the day, and what an extension asked for too late promises instead."""
        due, promised = self.original_due_date, None
        for extension in self.extensions:
            if due is not None and (extension.asked_on or extension.decided_on) > due:
                promised = extension.new_due_date
            else:
                due, promised = extension.new_due_date, None
        return due, promised

    @property
    def due_date(self) -> date | None:
        """The due date in force on the day: the original one, or what the last extension asked for in time sets."""
        return self._deadlines[0] if self.changes else self.original_due_date

    @property
    def late_extension(self) -> date | None:
        """The day promised by an extension that was asked for only after the due date: the overdue stands."""
        return self._deadlines[1] if self.changes else None

    @property
    def former_due_date(self) -> date | None:
        """The original due date where an extension moved it."""
        return self.original_due_date if self.due_date != self.original_due_date else None

    @cached_property
    def replacement(self) -> PlanChange | None:
        return next((change for change in reversed(self.changes) if change.kind in REPLACING), None)

    @cached_property
    def suspension(self) -> PlanChange | None:
        stops = [change for change in self.changes if change.kind in STOPPING]
        return stops[-1] if stops and stops[-1].kind == ChangeKind.SUSPENSION else None

    @cached_property
    def status(self) -> ActionStatus:
        if self.changes:
            if self.replacement:
                return ActionStatus.SUPERSEDED
            if self.suspension:
                return ActionStatus.SUSPENDED
        return REPORTED[self.report.status] if self.report else ActionStatus.NOT_STARTED

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
        return self._planned(self.report.as_of)

    def _planned(self, day: date) -> Decimal | None:
        stages = [(stage.date, stage.planned_percent) for stage in self.milestones]
        return lights.planned_percent(day, self.action.start_date, self.due_date, stages)

    @cached_property
    def planned_today(self) -> Decimal | None:
        """What the plan in force foresees on the day looked at."""
        planned = self._planned(self.asof.as_of)
        return None if planned is None else lights.tenths(planned)

    @cached_property
    def pace(self) -> Pace | None:
        if self.report is None:
            return None
        return lights.pace(self.report.percent, self._planned_at_report, Decimal(settings.PACE_TOLERANCE))

    @cached_property
    def light(self) -> Light | None:
        status = self.status
        return lights.delivery_light(
            lights.Delivery(
                day=self.asof.as_of,
                counted=status not in OUT_OF_COUNT,
                completed=status == ActionStatus.COMPLETED,
                mandated=self.mandated,
                reported=self.report is not None,
                due=self.due_date,
                pace=self.pace,
                due_soon_days=settings.DUE_SOON_DAYS,
                late_to_report=self.late_to_report,
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
            return str(REASONS[self.due_soon, self.pace == Pace.BEHIND, self.late_to_report])
        if self.light == Light.NONE and not self.mandated:
            return _("未立项")
        return str(self.light.label)

    @property
    def sample(self) -> bool:
        """Whether anything that this state rests on is sample data."""
        return (
            (self.report is not None and self.report.sample)
            or (bool(self.mandates) and self.mandates[-1].sample)
            or any(change.sample for change in self.changes)
            or any(stage.sample for stage in self.milestones)
            or (self.original_due_date is not None and self.action.due_basis == "sample")
        )


def read_states(actions: QuerySet[Action], asof: AsOf) -> list[ActionState]:
    """The state of each action on the day, in the queryset's order, with all that a page shows of it.

    Args:
        actions: any queryset of actions.
        asof: the date of reading.

    Returns:
        One state an action; at most nine queries in all, however many.
    """
    wanted = actions.select_related("measure__path", "lead_department").with_last_report(asof)
    rows = list(wanted.annotate(path_id=F("measure__path_id")))
    keys = [row.pk for row in rows]
    found = plan_facts(keys, asof)
    mandates = {key: facts_of(found.rows[key]).mandates for key in keys}
    changes = _by_action(PlanChange.objects.filter(action__in=keys).order_by("decided_on", "pk"))
    milestones = _by_action(Milestone.objects.filter(action__in=keys).order_by("date", "pk"))
    reports = ProgressReport.objects.in_bulk([last_report(row.last_report).pk for row in rows if row.last_report])
    assigned = Assignment.objects.select_related("mandate").in_bulk([said[-1].pk for said in mandates.values() if said])
    states = [
        ActionState(
            action=row,
            asof=asof,
            report=reports[last_report(row.last_report).pk] if row.last_report else None,
            assignment=assigned[mandates[row.pk][-1].pk] if mandates[row.pk] else None,
            mandates=mandates[row.pk],
            changes=facts.decided(changes[row.pk], asof),
            all_changes=changes[row.pk],
            milestones=facts.in_force(milestones[row.pk], asof),
        )
        for row in rows
    ]
    leads = {row.lead_department_id: row.lead_department for row in rows}
    if others := {state.lead_id for state in states} - leads.keys():
        leads |= Department.objects.in_bulk(others)
    late = _late_to_report(states, found.windows, asof)
    return [replace(state, lead=leads.get(state.lead_id), late_to_report=state.action.pk in late) for state in states]


def count_states(actions: QuerySet[Action], asof: AsOf, *, lights: bool = True) -> list[ActionState]:
    """The same states as far as counting needs them, for a whole plan: no model is built, no text is read.

    Args:
        actions: a queryset of actions, not sliced.
        asof: the date of reading.
        lights: whether their lights are asked for: whether a report is late costs a query.

    Returns:
        One state an action, in the queryset's order; at most three queries in all. ``shown`` completes those to show.
    """
    wanted = actions.select_related(None).prefetch_related(None).with_last_report(asof)
    rows = list(wanted.annotate(path_id=F("measure__path_id")).values_list(*ActionColumns._fields))
    found = plan_facts(actions.order_by().values("pk"), asof)
    state_of = _states_on(asof, settings.PACE_TOLERANCE, settings.DUE_SOON_DAYS)
    told = [(row, tuple(found.rows.get(row[0], ()))) for row in rows]
    states = [state_of(row, said, False) for row, said in told]
    if not lights:
        return states
    late = _late_to_report(states, found.windows, asof)
    return [state_of(*told[n], True) if state.action.pk in late else state for n, state in enumerate(states)]


def shown(states: Iterable[ActionState], actions: Iterable[Action] | None = None) -> list[ActionState]:
    """States of ``count_states`` with their actions loaded, to be shown in rows.

    Args:
        states: the few that are shown.
        actions: the actions where they are loaded already; None: one query. One more where others led on the day.
    """
    states = list(states)
    if actions is None:
        actions = Action.objects.for_reading().filter(pk__in=[state.action.pk for state in states])
    found = {action.pk: action for action in actions}
    leads = {action.lead_department_id: action.lead_department for action in found.values()}
    if others := {state.lead_id for state in states} - leads.keys():
        leads |= Department.objects.in_bulk(others)
    return [replace(state, action=found[state.action.pk], lead=leads.get(state.lead_id)) for state in states]


def shown_by_action(states: Iterable[ActionState]) -> dict[int, ActionState]:
    """The same by the action's id, for several lists of a page in one query."""
    return {state.action.pk: state for state in shown(states)}


def read_state(action: Action, asof: AsOf) -> ActionState:
    """The state of one action on the day."""
    return read_states(Action.objects.filter(pk=action.pk), asof)[0]


def due_in_force(action: Action, asof: AsOf) -> date | None:
    """The due date in force on the day; of the action as it is handed in, stored that way or not."""
    changes = PlanChange.objects.filter(action_id=action.pk).order_by("decided_on", "pk")
    return ActionState(action=action, asof=asof, changes=facts.decided(changes, asof), all_changes=changes).due_date


def _by_action(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.action_id].append(row)
    return grouped


@lru_cache(maxsize=DAYS)
def _states_on(asof: AsOf, _tolerance: Any, _due_soon: Any) -> Callable[[Any, tuple[Row, ...], bool], ActionState]:
    """Gives the states of a day from their facts, each with all that is worked out from it later.

    A state is kept by its facts as the database wrote them, and by the settings that the rules read: the same facts
    give the same state, whatever was written meanwhile. So after a write only what it changed is worked out anew.
    """

    @lru_cache(maxsize=STATES)
    def state_of(columns: tuple[Any, ...], said: tuple[Row, ...], late_to_report: bool) -> ActionState:
        action, found = ActionColumns(*columns), facts_of(said)
        return ActionState(
            action=action,
            asof=asof,
            report=last_report(action.last_report),
            mandates=found.mandates,
            changes=facts.decided(found.changes, asof),
            all_changes=found.changes,
            milestones=facts.in_force(found.milestones, asof),
            late_to_report=late_to_report,
        )

    return state_of


def _late_to_report(
    states: Iterable[ActionState], windows: Mapping[int | None, facts.Window], asof: AsOf
) -> frozenset[int]:
    """The actions that owe a report of the newest period past its deadline: one query where some may."""
    owing = [(state, windows[state.cycle_id]) for state in states if state.cycle_id in windows] if windows else []
    owing = [(state, window) for state, window in owing if _owes(state, window, windows)]
    if not owing:
        return frozenset()
    since = min(window.start for _state, window in owing)
    newest = facts.last_handed_in([state.action.pk for state, _window in owing], since, asof)
    return frozenset(state.action.pk for state, window in owing if newest.get(state.action.pk, date.min) < window.start)


def _owes(state: ActionState, window: facts.Window, windows: Mapping[int | None, facts.Window]) -> bool:
    """Whether the action was due in the period and is a duty still, and what counts does not answer it."""
    if state.report and (state.report.as_of >= window.start or state.report.status == ActionStatus.COMPLETED):
        return False
    if state.action.start_date is not None and state.action.start_date > window.cut_off:
        return False
    said = [mandate for mandate in state.mandates if mandate.date <= window.cut_off]
    if not state.mandated or not said or not said[-1].adopted:
        return False
    if not state.all_changes:
        return True
    changes = [change for change in state.changes if change.decided_on <= window.cut_off]
    then = replace(state, asof=replace(state.asof, as_of=window.cut_off), changes=changes)
    return state.counted and then.counted and windows.get(then.cycle_id) == window
