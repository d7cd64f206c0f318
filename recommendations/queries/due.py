"""What is due in a reporting period, from whom, since when, and what became of it: on any date, with few queries.

A report answers the period in whose days its ``as_of`` lies; nothing is stored of that.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from recommendations.choices import ActionStatus, ReportState, ReportStatus, Role, Standing
from recommendations.models import (
    Action,
    Department,
    Membership,
    PlanChange,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
    ReportStep,
)
from recommendations.workdays import ONE_DAY

from . import facts
from .periods import known
from .plan_facts import last_report
from .status import ActionState, count_states

# What the rules ask of a report: rows as narrow as that, of which a department has hundreds.
OF_REPORTS = (
    *("pk", "action_id", "as_of", "status", "state", "needs_sign_off", "sample"),
    *("created_at", "submitted_at", "approved_at", "returned_at"),
)


@dataclass(frozen=True)
class Owed:
    """One action in one period: what its department owes.

    Attributes:
        action: the action, with measure, path and leading department loaded.
        department: who led it when the period was cut off; None: nobody.
        period: the period.
        plan: the action's state on the day looked at, as ``count_states`` reads it.
        report: the newest that was handed in within the period's days, else the draft; None: nothing was written.
            Without texts only its columns ``OF_REPORTS``.
        state: where the report stands, as known; None without one.
        handed_in_on: the day on which the period was first answered.
        returned_on: each day on which an answer was sent back.
        late: answered, but after the deadline.
        missing: the deadline has passed, and no answer was handed in.
        since: since when the department owes something: the cut-off, or the return; None: it owes nothing.
    """

    action: Action
    department: Department | None
    period: ReportingPeriod
    plan: ActionState
    report: Any = None
    state: ReportState | None = None
    handed_in_on: date | None = None
    returned_on: tuple[date, ...] = field(default=())
    late: bool = False
    missing: bool = False
    since: date | None = None

    @property
    def on_time(self) -> bool:
        return self.handed_in_on is not None and not self.late

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        if self.missing:
            return _("逾期未报")
        if self.state is None or self.report is None:
            return _("未报")
        return str(Standing.of(self.state, needs_sign_off=self.report.needs_sign_off).label)


def known_periods(asof: AsOf) -> QuerySet[ReportingPeriod]:
    """The periods that were known by the end of ``known_on``, the earliest first."""
    periods = ReportingPeriod.objects.select_related("cycle").order_by("cut_off", "cycle__position", "pk")
    return known(periods, asof)


def open_period(cycle: ReportingCycle, day: date) -> ReportingPeriod | None:
    """The period of the cycle that is being reported on the day; None: none was laid out that has begun."""
    return open_periods(AsOf(as_of=day)).get(cycle.pk)


def open_periods(asof: AsOf) -> dict[int, ReportingPeriod]:
    """Of each cycle the period that is being reported: cut off last, before the first cut-off the running one."""
    found: dict[int, ReportingPeriod] = {}
    for period in known_periods(asof).filter(start__lte=asof.as_of):
        if period.cut_off <= asof.as_of or period.cycle_id not in found:
            found[period.cycle_id] = period
    return found


def owed_by(departments: frozenset[int] | None, asof: AsOf) -> list[Owed]:
    """All that is due in the periods being reported.

    Args:
        departments: ids of those that led on the cut-off; None: all.
        asof: the date of reading.

    Returns:
        One for each due action, in reading order, answered or not; at most fourteen queries, however many.
    """
    actions = Action.objects.all() if departments is None else ever_led_by(departments)
    owed = due_among(actions, list(open_periods(asof).values()), asof)
    if departments is None:
        return owed
    return [one for one in owed if one.department is not None and one.department.pk in departments]


def ever_led_by(departments: frozenset[int]) -> QuerySet[Action]:
    """The actions that the departments lead, or led before a reassignment."""
    moved = PlanChange.objects.filter(Q(former_lead__in=departments) | Q(new_lead__in=departments))
    return Action.objects.filter(Q(lead_department__in=departments) | Q(pk__in=moved.values("action")))


def due_in(period: ReportingPeriod, asof: AsOf) -> list[Owed]:
    """All that is due in one period, as ``owed_by``."""
    return due_among(Action.objects.all(), [period], asof)


def due_among(
    actions: QuerySet[Action],
    periods: Collection[ReportingPeriod],
    asof: AsOf,
    *,
    texts: bool = True,
    lights: bool = True,
    known: Iterable[Department] = (),
) -> list[Owed]:
    """What is due of these actions in these periods.

    Args:
        actions: any actions, not sliced.
        periods: with their cycles loaded.
        asof: the date of reading; reports of later days, and what became known later, do not count.
        texts: whether the reports are loaded with their texts.
        lights: whether the actions' lights are asked for.
        known: departments that are loaded already.

    Returns:
        Period by period as given, the actions in reading order.
    """
    if not periods:
        return []
    states = count_states(
        actions.order_by("measure__path__position", "measure__position", "position", "code"), asof, lights=lights
    )
    reports = _Reports(actions, periods, states, asof)
    due = [
        (period, state, then.lead_id)
        for period in periods
        for state in states
        if is_due(then := on_day(state, period.cut_off), period)
        and not reports.completed_before(state.action.pk, period)
    ]
    rows = actions.for_reading().in_bulk({state.action.pk for _period, state, _lead in due})
    leads = {row.lead_department_id: row.lead_department for row in rows.values()} | {one.pk: one for one in known}
    if others := {lead for _period, _state, lead in due if lead} - leads.keys():
        leads |= Department.objects.in_bulk(others)
    owed = [reports.answer(rows[state.action.pk], leads.get(lead), period, state) for period, state, lead in due]
    owed = [one for one in owed if one.handed_in_on is not None or not _is_let_off(one)]
    return _with_texts(owed) if texts else owed


def _is_let_off(owed: Owed) -> bool:
    """Whether the action left the plan by the deadline and has not come back: nobody reports on it any more."""
    return not owed.plan.counted and not on_day(owed.plan, owed.period.deadline).counted


def _with_texts(owed: list[Owed]) -> list[Owed]:
    loaded = ProgressReport.objects.in_bulk({one.report.pk for one in owed if one.report})
    return [replace(one, report=loaded[one.report.pk]) if one.report else one for one in owed]


def without_reporters(departments: Iterable[int], asof: AsOf) -> set[int]:
    """Those departments in which nobody reports: what they owe stays undone until somebody is named."""
    held = Membership.objects.held_on(asof.as_of).filter(role=Role.REPORTER, user__is_active=True)
    wanted = set(departments)
    return wanted - set(held.filter(department__in=wanted).values_list("department", flat=True))


def on_day(state: ActionState, day: date) -> ActionState:
    """The state with the plan as it stood on an earlier day, without a report; never later than the day looked at."""
    then = replace(state.asof, as_of=min(day, state.asof.as_of))
    return replace(
        state,
        asof=then,
        report=None,
        mandates=[mandate for mandate in state.mandates if mandate.date <= day],
        changes=facts.decided(state.all_changes, then) if state.all_changes else [],
    )


def is_due(then: ActionState, period: ReportingPeriod) -> bool:
    """Whether an action that stood so at the cut-off has to be reported, unless it was done before the period."""
    of_cycle = then.cycle_id == period.cycle_id or (then.cycle_id is None and period.cycle.default)
    begun = then.action.start_date is None or then.action.start_date <= period.cut_off
    return of_cycle and begun and then.mandated and then.counted


class _Reports:
    """The reports that may answer the periods, with what is known of their way."""

    def __init__(
        self,
        actions: QuerySet[Action],
        periods: Collection[ReportingPeriod],
        states: Collection[ActionState],
        asof: AsOf,
    ) -> None:
        self.asof = asof
        first = min(period.start for period in periods)
        last = min(max(period.cut_off for period in periods), asof.as_of)
        reports = ProgressReport.objects.filter(
            action__in=actions.order_by().values("pk"), as_of__gte=first, as_of__lte=last
        )
        self.by_action: dict[int, list[Any]] = defaultdict(list)
        for report in reports.order_by("as_of", "pk").values_list(*OF_REPORTS, named=True):
            self.by_action[report.action_id].append(report)
        self.steps: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
        self.corrected: set[int] = set()
        if self.by_action:
            self._read_steps(reports.order_by().values("pk"))
            if any(period.start > first for period in periods):  # else no report of these days lies before a period
                corrections = ProgressReport.objects.filter(corrects__in=reports.order_by().values("pk"))
                self.corrected.update(corrections.approved(asof).values_list("corrects_id", flat=True))
        self.done_before = self._completed_before(first, states)

    def _read_steps(self, reports: QuerySet) -> None:
        steps = ReportStep.objects.filter(report__in=reports).known(self.asof).order_by("at", "pk")
        for report, to_state, at in steps.values_list("report_id", "to_state", "at"):
            self.steps[report].append((to_state, at))

    def _completed_before(self, first: date, states: Collection[ActionState]) -> set[int]:
        """The actions that were done on the eve of the day, by the report that counted then.

        What counts on the day looked at counted on the eve as well, unless it is as of a later day.
        """
        counting = {state.action.pk: state.report for state in states if state.report}
        later = [action for action, report in counting.items() if report.as_of >= first]
        if later:
            eve = replace(self.asof, as_of=min(first - ONE_DAY, self.asof.as_of))
            before = Action.objects.order_by().filter(pk__in=later).with_last_report(eve)
            counting |= {pk: last_report(line) for pk, line in before.values_list("pk", "last_report")}
        return {action for action, report in counting.items() if report and report.status == ReportStatus.COMPLETED}

    def completed_before(self, action: int, period: ReportingPeriod) -> bool:
        """Whether what counted on the eve of the period said that the action was done."""
        done = action in self.done_before
        counting = [
            report
            for report in self.by_action[action]
            if report.as_of < period.start
            and self._state(report) == ReportState.APPROVED
            and report.pk not in self.corrected
        ]
        if counting:
            last = max(counting, key=lambda report: (report.as_of, report.approved_at, report.pk))
            done = last.status == ActionStatus.COMPLETED
        return done

    def answer(self, action: Action, department: Department | None, period: ReportingPeriod, plan: ActionState) -> Owed:
        """What became of the action in the period."""
        within = [
            (report, state)
            for report in self.by_action[action.pk]
            if period.start <= report.as_of <= period.cut_off and (state := self._state(report)) is not None
        ]
        given = [(report, state) for report, state in within if state != ReportState.DRAFT]
        report, state = (given or within or [(None, None)])[-1]
        handed_in = min((day for one, _state in given if (day := self._handed_in_on(one))), default=None)
        returned = sorted(day for one, _state in given for day in self._returned_on(one))
        missing = handed_in is None and period.deadline < self.asof.as_of
        since = None
        if handed_in is None:
            since = period.cut_off if period.cut_off <= self.asof.as_of else None
        elif state == ReportState.RETURNED and returned:
            since = returned[-1]
        return Owed(
            action=action,
            department=department,
            period=period,
            plan=plan,
            report=report,
            state=state,
            handed_in_on=handed_in,
            returned_on=tuple(returned),
            late=handed_in is not None and handed_in > period.deadline,
            missing=missing,
            since=since,
        )

    def _known(self, moment: datetime | None) -> bool:
        until = self.asof.known_until
        return moment is not None and (until is None or moment < until)

    def _state(self, report: Any) -> ReportState | None:
        """Where the report stood, as known; None where nobody had begun it."""
        if self.asof.known_until is None:
            return ReportState(report.state)
        if steps := self.steps.get(report.pk):
            return ReportState(steps[-1][0])
        if self._known(report.approved_at):
            return ReportState.APPROVED
        if self._known(report.returned_at):
            return ReportState.RETURNED
        if self._known(report.submitted_at):
            return ReportState.SUBMITTED
        return ReportState.DRAFT if self._known(report.created_at) else None

    def _handed_in_on(self, report: Any) -> date | None:
        """The day of the first step to the office or the head; of a report without steps its own times speak."""
        moments = [at for to_state, at in self.steps.get(report.pk, ()) if to_state == ReportState.SUBMITTED]
        moments = moments or [at for at in (report.submitted_at, report.approved_at) if self._known(at)]
        return timezone.localdate(moments[0]) if moments else None

    def _returned_on(self, report: Any) -> list[date]:
        steps = self.steps.get(report.pk)
        if steps:
            return [timezone.localdate(at) for to_state, at in steps if to_state == ReportState.RETURNED]
        return [timezone.localdate(report.returned_at)] if self._known(report.returned_at) else []
