"""A year made by chance, through the services and with a clock of its own; always the same for a seed.

What the services accepted is noted in plain words of ``rules``; what they refused never happened.
"""

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from recommendations.models import (
    Action,
    Milestone,
    PlanChange,
    ProgressReport,
    ReportingPeriod,
)
from recommendations.services import extensions, milestones, plan_changes, progress, reassigning
from recommendations.services.periods import lay_out
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MandateFactory,
    MeasureFactory,
    PathFactory,
    SpecialDayFactory,
    a_coordinator,
    a_head,
    a_reporter,
)

from .rules import SHANGHAI, Change, Deed, Mandated, Period, Report, Stage, When, counting, due, lead

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
# Moments of a day at which a day's edge shows.
MOMENTS = [time(0, 0, 30), time(9, 0), time(12, 0), time(16, 30), time(23, 59, 30)]
DONE_BEFORE = date(2025, 12, 1)


class History:
    """Departments, cycles and some actions, and what happens to them from the first of the year to its last."""

    def __init__(
        self,
        seed: int,
        watch: Callable[["History", datetime], None] | None = None,
        actions: int = 12,
        events: int = 250,
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.numbers = count(1)
        with time_machine.travel(datetime.combine(DONE_BEFORE, time(12), SHANGHAI), tick=False):
            self._people()
            self._calendar()
            self._plan(actions)
        self.deed_of = {action.pk: self.deeds[code] for code, action in self.actions.items()}
        moments = [datetime.combine(self._day(), self.chance.choice(MOMENTS), SHANGHAI) for _number in range(events)]
        for moment in sorted(moments):
            with time_machine.travel(moment, tick=False):
                self._event(moment)
                if watch is not None:
                    watch(self, moment)

    def whens(self, number: int) -> list[When]:
        """Days to look at, every other time with a limit of what was known."""
        return [When(self._day(380), self._day(380) if n % 2 else None) for n in range(number)]

    # The world before the year.

    def _people(self) -> None:
        self.office = a_coordinator(email="office@example.org")
        self.departments = {d.code: d for d in DepartmentFactory.create_batch(3)}
        self.departments |= {d.code: d for d in [DepartmentFactory(needs_sign_off=True)]}
        *staffed, self.signs = self.departments
        self.without_members = staffed.pop()
        self.reporters = {
            code: a_reporter(self.departments[code], email=f"{code}@example.org") for code in [*staffed, self.signs]
        }
        self.reporters[self.without_members] = self.office
        self.head = a_head(self.departments[self.signs], email="head@example.org")

    def _calendar(self) -> None:
        for month, day in [(1, 1), (1, 2), (2, 17), (2, 18), (4, 6), (5, 1), (6, 19), (10, 1), (10, 2), (10, 5)]:
            SpecialDayFactory(day=date(2026, month, day))
        SpecialDayFactory(day=date(2026, 10, 10), kind="working_day")
        rules = [
            ("monthly", "working_days", 5, None),
            ("quarterly", "fixed_day", 8, None),
            ("half_yearly", "working_days", 10, 25),
            ("monthly", "fixed_day", 28, 25),
            ("yearly", "fixed_day", 31, None),
        ]
        cycles = [
            CycleFactory(
                frequency=f, deadline_rule=rule, deadline_number=number, cut_off_day=cut_off, default=f == "quarterly"
            )
            for f, rule, number, cut_off in rules
        ]
        self.cycles = {cycle.code: cycle for cycle in cycles}
        self.default = cycles[1].code
        for cycle in cycles:
            for year in (2025, 2026):
                lay_out(actor=None, cycle=cycle, year=year)
        self.periods = [
            Period(p.cycle.code, p.label, p.start, p.cut_off, p.deadline, DONE_BEFORE)
            for p in ReportingPeriod.objects.select_related("cycle")
        ]

    def _plan(self, actions: int) -> None:
        measures = [MeasureFactory(path=path) for path in PathFactory.create_batch(2) for _twice in range(2)]
        self.actions: dict[str, Action] = {}
        self.deeds: dict[str, Deed] = {}
        for _number in range(actions):
            start = FIRST + timedelta(days=self.chance.randrange(-40, 120))
            due_on = start + timedelta(days=self.chance.randrange(30, 300))
            undated = self.chance.random() < 0.2
            action = ActionFactory(
                measure=self.chance.choice(measures),
                start_date=None if undated and self.chance.random() < 0.5 else start,
                due_date=None if undated else due_on,
                lead_department=self.departments[self.chance.choice(list(self.departments))],
                cycle=self.chance.choice([None, *self.cycles.values()]),
                lead_basis="decided",
                due_basis="decided",
            )
            self.actions[action.code] = action
            self.deeds[action.code] = Deed(
                code=action.code,
                path=action.measure.path.code,
                measure=action.measure.code,
                start=action.start_date,
                due=action.due_date,
                first_lead=action.lead_department.code,
                first_cycle=action.cycle and action.cycle.code,
            )
            if self.chance.random() < 0.6:
                self._mandate(action, self.deeds[action.code], DONE_BEFORE, adopted=True)

    # What happens.

    def _event(self, moment: datetime) -> None:
        code = self.chance.choice(list(self.actions))
        action, deed = Action.objects.get(pk=self.actions[code].pk), self.deeds[code]
        happenings: list[tuple[Callable, int]] = [
            (self._report, 12),
            (self._move_report, 14),
            (self._stage, 3),
            (self._extension, 4),
            (self._decide, 4),
            (self._stop, 2),
            (self._replace, 1),
            (self._reassign, 2),
            (self._change_cycle, 2),
            (self._mandate_event, 2),
        ]
        happen = self.chance.choices([one for one, _weight in happenings], [weight for _one, weight in happenings])[0]
        try:
            happen(action, deed, moment)
        except (ValidationError, PermissionDenied, progress.OutdatedError):
            return  # refused: it never happened

    def _day(self, within: int = 365) -> date:
        return FIRST + timedelta(days=self.chance.randrange(within))

    def _recently(self, moment: datetime) -> date:
        return moment.date() - timedelta(days=self.chance.choice([0, 0, 0, 1, 5, 30]))

    def _mandate_event(self, action: Action, deed: Deed, moment: datetime) -> None:
        self._mandate(action, deed, moment.date(), adopted=self.chance.random() < 0.8)

    def _mandate(self, action: Action, deed: Deed, today: date, *, adopted: bool) -> None:
        day = today - timedelta(days=self.chance.choice([0, 0, 10]))
        if any(mandate.date == day for mandate in deed.mandates):
            return
        adoption = self.chance.choice(["full", "part"]) if adopted else "not"
        AssignmentFactory(mandate=MandateFactory(date=day, recorded_on=today), action=action, adoption=adoption)
        deed.mandates.append(Mandated(day, today, adopted))

    def _report(self, action: Action, deed: Deed, moment: datetime) -> None:
        today = moment.date()
        before = counting(deed, When(today))
        corrects = before if before and self.chance.random() < 0.15 else None
        percent = Decimal(self.chance.choice([self.chance.randrange(1000), self.chance.randrange(1000), 1000])) / 10
        department = lead(deed, When(today))
        as_of = corrects.as_of if corrects else self._recently(moment)
        report = ProgressReport(
            action=action,
            as_of=as_of,
            percent=percent,
            status="completed" if percent == 100 and self.chance.random() < 0.5 else "in_progress",
            progress=f"进展{next(self.numbers)}",
            corrects=corrects and ProgressReport.objects.get(ref=corrects.ref),
        )
        actor = self.reporters[department]
        progress.log_report(actor=actor, report=report)
        noted = Report(report.ref, department, as_of, percent, report.status, corrects and corrects.ref)
        deed.reports.append(noted)
        if self.chance.random() < 0.8:
            progress.submit(actor=actor, report=ProgressReport.objects.get(ref=report.ref))
            noted.handed_in.append(moment)

    def _move_report(self, action: Action, deed: Deed, moment: datetime) -> None:
        open_ones = [report for report in deed.reports if not report.approved]
        if not open_ones:
            return
        noted = self.chance.choice(open_ones)
        report = ProgressReport.objects.get(ref=noted.ref)
        if report.state in ("draft", "returned"):
            progress.submit(actor=self.reporters[noted.department], report=report)
            noted.handed_in.append(moment)
        elif self.chance.random() < 0.2:
            progress.send_back(actor=self.office, report=report, reason="请补充佐证")
            noted.returned.append(moment)
        elif report.state == "submitted" and report.needs_sign_off:
            progress.sign(actor=self.head, report=report)
            noted.signed.append(moment)
        else:
            progress.approve(actor=self.office, report=report)
            noted.approved = moment

    def _stage(self, action: Action, deed: Deed, moment: datetime) -> None:
        today = moment.date()
        held = [stage for stage in deed.stages if stage.withdrawn is None]
        if held and self.chance.random() < 0.3:
            gone = self.chance.choice(held)
            milestone = action.milestones.get(date=gone.date, withdrawn_on=None)
            milestones.withdraw_milestone(actor=self.office, milestone=milestone)
            gone.withdrawn = today
            return
        day, percent = self._day(), Decimal(self.chance.randrange(1, 1000)) / 10
        new = Milestone(action=action, date=day, title="阶段", planned_percent=percent, deliverable="文本")
        milestones.set_milestones(actor=self.office, action=action, add=[new])
        deed.stages.append(Stage(day, percent, today))

    def _extension(self, action: Action, deed: Deed, moment: datetime) -> None:
        end = due(deed, When(moment.date()))
        if end is None:
            return
        new_due = max(end, moment.date()) + timedelta(days=self.chance.randrange(1, 90))
        if self.chance.random() < 0.6:
            asker = self.reporters[lead(deed, When(moment.date()))]
            extensions.ask_extension(actor=asker, action=action, new_due_date=new_due, reason="用时较长")
            deed.asks = True
            return
        decided = self._recently(moment)
        asked = self.chance.choice([None, decided - timedelta(days=self.chance.randrange(40))])
        change = PlanChange(kind="extension", decided_on=decided, asked_on=asked, new_due_date=new_due)
        self._record(action, deed, change)

    def _decide(self, action: Action, deed: Deed, moment: datetime) -> None:
        request = action.extension_requests.filter(state="asked").first()
        if request is None:
            return
        grant = self.chance.random() < 0.8
        extensions.decide_extension(actor=self.office, request=request, grant=grant, decision="意见", document="函1")
        deed.asks = False
        if grant:
            today = moment.date()
            deed.changes.append(Change("extension", today, today, request.asked_on, request.new_due_date))

    def _stop(self, action: Action, deed: Deed, moment: datetime) -> None:
        kind = self.chance.choice(["suspension", "resumption", "resumption"])
        self._record(action, deed, PlanChange(kind=kind, decided_on=self._recently(moment)))

    def _replace(self, action: Action, deed: Deed, moment: datetime) -> None:
        kind = self.chance.choice(["split", "merger", "supersession"])
        others = [other for code, other in self.actions.items() if code != deed.code]
        successors = self.chance.sample(others, 2 if kind == "split" else 1)
        self._record(action, deed, PlanChange(kind=kind, decided_on=self._recently(moment)), successors)

    def _record(self, action: Action, deed: Deed, change: PlanChange, successors: Iterable[Action] = ()) -> None:
        change.action, change.document, change.reason = action, "柳政办函1号", "调整"
        plan_changes.record_change(actor=self.office, change=change, successors=successors)
        deed.changes.append(Change(change.kind, change.decided_on, localdate(), change.asked_on, change.new_due_date))

    def _reassign(self, action: Action, deed: Deed, moment: datetime) -> None:
        to = self.departments[self.chance.choice(list(self.departments))]
        on = self._recently(moment)
        former = action.lead_department.code
        reassigning.reassign(actor=self.office, action=action, to=to, decided_on=on, document="函", reason="职能调整")
        deed.changes.append(Change("reassignment", on, moment.date(), former=former, new=to.code))

    def _change_cycle(self, action: Action, deed: Deed, moment: datetime) -> None:
        to = self.chance.choice([None, *self.cycles.values()])
        on = self._recently(moment)
        reassigning.change_cycle(actor=self.office, action=action, to=to, decided_on=on, document="函", reason="调整")
        deed.changes.append(Change("reporting", on, moment.date(), new=to and to.code))
