"""Plans made by chance, always the same for a seed; and what they come to on a day, worked out record by record."""

import random
from datetime import date, timedelta
from decimal import Decimal

from indicators.asof import AsOf
from recommendations.models import Action, Department, PlanChange, ProgressReport, ReportingCycle
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    MandateFactory,
    MeasureFactory,
    PeriodFactory,
    PlanChangeFactory,
    ReportFactory,
    approved_report,
)

FIRST = date(2026, 1, 1)


class RandomPlan:
    """Some actions with mandates, milestones, changes of every kind, reports and corrections, in one year."""

    def __init__(self, seed: int, actions: int = 8) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.departments = DepartmentFactory.create_batch(3)
        self.cycles = [CycleFactory(default=not ReportingCycle.objects.exists()), CycleFactory()]
        for cycle in self.cycles:
            for month in range(1, 12, 2):
                start = date(2026, month, 1)
                cut_off = start + timedelta(days=58)
                PeriodFactory(
                    cycle=cycle,
                    label=f"2026-{month}",
                    start=start,
                    cut_off=cut_off,
                    deadline=cut_off + timedelta(days=self.chance.randint(0, 20)),
                    recorded_on=self._day(),
                )
        self.mandates = [MandateFactory(date=self._day(200), recorded_on=self._day()) for _number in range(3)]
        self.measures = MeasureFactory.create_batch(2)
        self.successor = ActionFactory(measure=self.measures[0])
        for _number in range(actions):
            self._action()

    def dates(self) -> list[AsOf]:
        """Days to look at, with and without a limit of what was known."""
        return [AsOf(self._day(400), known_on=self._day() if number % 2 else None) for number in range(8)]

    def _day(self, within: int = 365) -> date:
        return FIRST + timedelta(days=self.chance.randrange(within))

    def _perhaps(self, day: date) -> date | None:
        return day if self.chance.random() < 0.7 else None

    def _action(self) -> None:
        start, due = sorted([self._day(), self._day()])
        action = ActionFactory(
            measure=self.chance.choice(self.measures),
            start_date=self._perhaps(start),
            due_date=self._perhaps(due),
            due_basis=self.chance.choice(["decided", "sample"]),
            lead_department=self.chance.choice(self.departments),
            cycle=self.chance.choice([None, *self.cycles]),
        )
        for mandate in self.chance.sample(self.mandates, self.chance.randint(0, 3)):
            AssignmentFactory(mandate=mandate, action=action, adoption=self.chance.choice(["full", "part", "not"]))
        self._milestones(action)
        self._changes(action)
        self._reports(action)

    def _milestones(self, action: Action) -> None:
        for day in {self._day() for _number in range(self.chance.choice([0, 0, 2, 3]))}:
            recorded = self._day()
            action.milestones.create(
                date=day,
                title="阶段",
                planned_percent=Decimal(self.chance.randint(0, 1000)) / 10,
                recorded_on=recorded,
                withdrawn_on=self.chance.choice([None, None, recorded + timedelta(days=30)]),
                sample=self.chance.random() < 0.1,
            )

    def _changes(self, action: Action) -> None:
        lead, cycle, due = action.lead_department, action.cycle, action.due_date
        for decided in sorted(self._day() for _number in range(self.chance.choice([0, 0, 1, 2, 4]))):
            kind = self.chance.choice(
                ["extension", "extension", "suspension", "resumption", "supersession", "reassignment", "reporting"]
                + ["correction"] * (due is not None)
            )
            more = {}
            if kind == "extension":
                more = {"asked_on": self._perhaps(self._day()), "new_due_date": self._day(450)}
            elif kind == "correction":
                more = {"former_due_date": due, "new_due_date": (due := self._after(action.start_date))}
            elif kind == "reassignment":
                more = {"former_lead": lead, "new_lead": (lead := self.chance.choice(self.departments))}
            elif kind == "reporting":
                more = {"former_cycle": cycle, "new_cycle": (cycle := self.chance.choice(self.cycles))}
            recorded = decided + timedelta(days=self.chance.choice([0, 0, 40]))
            change = PlanChangeFactory(action=action, kind=kind, decided_on=decided, recorded_on=recorded, **more)
            if kind == "supersession":
                change.successors.add(self.successor)
        Action.objects.filter(pk=action.pk).update(lead_department=lead, cycle=cycle, due_date=due)

    def _after(self, start: date | None) -> date:
        return (start or FIRST) + timedelta(days=self.chance.randint(1, 300))

    def _reports(self, action: Action) -> None:
        before: ProgressReport | None = None
        for day in sorted(self._day() for _number in range(self.chance.choice([0, 1, 3, 5]))):
            approved = day + timedelta(days=self.chance.randrange(40))
            percent = self.chance.choice([self.chance.randint(0, 99), 100])
            status = "completed" if percent == 100 and self.chance.random() < 0.5 else "in_progress"
            corrects = before if before is not None and self.chance.random() < 0.3 else None
            if corrects is not None:
                approved = max(approved, corrects.approved_at.date())
            as_of = corrects.as_of if corrects else day
            if self.chance.random() < 0.2:
                ReportFactory(action=action, as_of=as_of, percent=percent, state="submitted", submitted_at=None)
                continue
            report = approved_report(action, as_of, percent, approved, status=status, corrects=corrects)
            before = None if corrects else report


def report_that_counts(action: Action, asof: AsOf) -> ProgressReport | None:
    """The last approved report of the day or before, as known, that no correction known by then replaces."""
    approved = [report for report in action.reports.all() if report.state == "approved" and _known(report, asof)]
    replaced = {report.corrects_id for report in approved}
    left = [report for report in approved if report.pk not in replaced and report.as_of <= asof.as_of]
    return max(left, key=lambda report: (report.as_of, report.approved_at, report.pk), default=None)


def _known(report: ProgressReport, asof: AsOf) -> bool:
    return asof.known_until is None or report.approved_at < asof.known_until


def mandated(action: Action, asof: AsOf) -> bool:
    """Whether the last document of the day or before, as known, adopted the action."""
    said = [
        assignment
        for assignment in action.assignments.all()
        if assignment.mandate.date <= asof.as_of
        and (asof.known_on is None or assignment.mandate.recorded_on <= asof.known_on)
    ]
    last = max(said, key=lambda assignment: (assignment.mandate.date, assignment.mandate.pk), default=None)
    return last is not None and last.adoption != "not"


def changes(action: Action, asof: AsOf) -> list[PlanChange]:
    """What was decided and known by the day, the oldest first."""
    found = [
        change
        for change in action.changes.all()
        if change.decided_on <= asof.as_of and (asof.known_on is None or change.recorded_on <= asof.known_on)
    ]
    return sorted(found, key=lambda change: (change.decided_on, change.pk))


def due_date(action: Action, asof: AsOf) -> date | None:
    """The due date in force: extensions move it that were asked for by the one before."""
    due = original_due_date(action, asof)
    for change in changes(action, asof):
        if change.kind == "extension" and (due is None or (change.asked_on or change.decided_on) <= due):
            due = change.new_due_date
    return due


def original_due_date(action: Action, asof: AsOf) -> date | None:
    """What the last correction known by then says, of whatever day it is; before any was known what it replaced."""
    corrections = sorted(
        (change for change in action.changes.all() if change.kind == "correction"),
        key=lambda change: (change.decided_on, change.pk),
    )
    known = [change for change in corrections if asof.known_on is None or change.recorded_on <= asof.known_on]
    if known:
        return known[-1].new_due_date
    return corrections[0].former_due_date if corrections else action.due_date


def status(action: Action, asof: AsOf) -> str:
    """Superseded, suspended, else what the counting report says."""
    kinds = [change.kind for change in changes(action, asof)]
    if "supersession" in kinds:
        return "superseded"
    stops = [kind for kind in kinds if kind in {"suspension", "resumption"}]
    if stops and stops[-1] == "suspension":
        return "suspended"
    report = report_that_counts(action, asof)
    return report.status if report else "not_started"


def lead(action: Action, asof: AsOf) -> Department | None:
    """Who led on the day: the last decided reassignment's new lead, before the first one its former lead."""
    moves = sorted(
        (change for change in action.changes.all() if change.kind == "reassignment"),
        key=lambda change: (change.decided_on, change.pk),
    )
    held = [change for change in changes(action, asof) if change.kind == "reassignment"]
    if held:
        return held[-1].new_lead
    return moves[0].former_lead if moves else action.lead_department
