"""A province's worth of delivery to measure speed with: the same every time for the same day, all marked as sample.

The reports of an action stand a week apart and end with the day; every fiftieth is a correction of the one before it,
and the newest of some still waits. Nothing in it is a fact of anybody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.choices import ChangeKind, DeadlineRule, Frequency, MandateAdoption, ReportState
from recommendations.models import (
    Action,
    Assignment,
    Department,
    Mandate,
    Measure,
    Milestone,
    Path,
    PlanChange,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
)

FIRST_PATH = 901  # the study's paths are 1 to 4
PATHS, MEASURES, DEPARTMENTS, MANDATES = 4, 10, 40, 20
WEEK = timedelta(days=7)
BATCH = 5000
CORRECTED = 50  # of so many reports one is a correction


class LoadRefusedError(Exception):
    """The load cannot be made here; the message says why."""


@dataclass(frozen=True)
class Size:
    """How many actions, and reports on all of them together."""

    actions: int = 2_000
    reports: int = 300_000

    @property
    def each(self) -> int:
        """Reports of one action; the first actions have one more where it does not come out even."""
        return self.reports // self.actions if self.actions else 0


def make_load(size: Size, day: date) -> None:
    """Store departments, plan, calendar, mandates, changes and reports, in one transaction.

    Args:
        size: how much.
        day: the last day on which something was reported.

    Raises:
        LoadRefusedError: there are reports already, or the load itself.
    """
    if ProgressReport.objects.exists() or Path.objects.filter(code=str(FIRST_PATH)).exists():
        raise LoadRefusedError(
            _("这个数据库里已有进度报告：不写入测速数据，什么也没有改动。请用 DATABASE_URL 另指一个数据库。")
        )
    with transaction.atomic():
        begun = day - WEEK * (size.each + 1)
        actions = _plan(size, _departments(), begun, day)
        _calendar(begun, day)
        _mandates(actions, begun)
        _stages(actions)
        _changes(actions, day)
        _reports(actions, size, day)


def _departments() -> list[Department]:
    return Department.objects.bulk_create(
        Department(code=f"load-{n}", position=900 + n, name=f"【示例】部门{n}", name_en=f"[Sample] Department {n}")
        for n in range(DEPARTMENTS)
    )


def _plan(size: Size, departments: list[Department], begun: date, day: date) -> list[Action]:
    """Actions in four paths; their due dates lie from a quarter of their time before the day to long after it."""
    paths = Path.objects.bulk_create(Path(**_titled(f"{FIRST_PATH + n}", n)) for n in range(PATHS))
    measures = Measure.objects.bulk_create(
        Measure(path=path, category="other", **_titled(f"{path.code}.{n + 1}", n))
        for path in paths
        for n in range(MEASURES)
    )
    return Action.objects.bulk_create(
        Action(
            code=f"{measure.code}.{n // len(measures) + 1}",
            position=n,
            measure=measure,
            title=f"【示例】推进第 {n} 项重点任务并按期形成成果",
            title_en=f"[Sample] Advance key task number {n} and deliver in time",
            locators=[],
            lead_department=departments[n % DEPARTMENTS],
            lead_basis="sample",
            start_date=begun,
            due_date=max(begun + WEEK, day + timedelta(days=n * 7 % 1000 - 100)),
            due_basis="sample",
        )
        for n, measure in ((n, measures[n % len(measures)]) for n in range(size.actions))
    )


def _titled(code: str, n: int) -> dict[str, object]:
    return {
        "code": code,
        "position": 900 + n,
        "title": f"【示例】{code}",
        "title_en": f"[Sample] {code}",
        "summary": "【示例】",
        "summary_en": "[Sample]",
    }


def _calendar(begun: date, day: date) -> None:
    """A monthly cycle by the 28th, which departments report by the 5th; the default one where there is none."""
    cycle = ReportingCycle.objects.create(
        code="load-monthly",
        position=900,
        name="【示例】测速月报",
        name_en="[Sample] Monthly",
        frequency=Frequency.MONTHLY,
        cut_off_day=28,
        deadline_rule=DeadlineRule.FIXED_DAY,
        deadline_number=5,
        default=not ReportingCycle.objects.filter(default=True).exists(),
        sample=True,
    )
    months = range(begun.year * 12 + begun.month - 1, day.year * 12 + day.month + 1)
    ReportingPeriod.objects.bulk_create(
        ReportingPeriod(
            cycle=cycle,
            label=f"{month // 12}-{month % 12 + 1:02}",
            start=_day(month - 1, 28) + timedelta(days=1),
            cut_off=_day(month, 28),
            deadline=_day(month + 1, 5),
            recorded_on=begun,
        )
        for month in months
    )


def _day(month: int, number: int) -> date:
    return date(month // 12, month % 12 + 1, number)


def _mandates(actions: list[Action], begun: date) -> None:
    """Nine of ten actions are somebody's duty, some of them after a document that refused them."""
    documents = Mandate.objects.bulk_create(
        Mandate(
            number=f"【示例】测速〔{n}〕号",
            title="【示例】测速文件",
            date=begun - timedelta(days=60 - n),
            issuer="【示例】",
            recorded_on=begun - timedelta(days=60 - n),
            sample=True,
        )
        for n in range(MANDATES)
    )
    rows = [
        Assignment(mandate=documents[n % MANDATES], action=action) for n, action in enumerate(actions) if n % 10 != 9
    ]
    rows += [
        Assignment(mandate=documents[0], action=action, adoption=MandateAdoption.NOT)
        for n, action in enumerate(actions)
        if n % MANDATES == 1
    ]
    Assignment.objects.bulk_create(rows, BATCH)


def _stages(actions: list[Action]) -> None:
    """A quarter of the actions have three milestones, behind a straight line at first."""
    Milestone.objects.bulk_create(
        (
            Milestone(
                action=action,
                date=action.start_date + (action.due_date - action.start_date) * quarter / 4,
                title=f"【示例】第 {quarter} 阶段",
                title_en=f"[Sample] Stage {quarter}",
                planned_percent=Decimal(quarter * quarter * 6),
                recorded_on=action.start_date,
                sample=True,
            )
            for action in actions[::4]
            for quarter in (1, 2, 3)
            if (action.due_date - action.start_date).days > 4
        ),
        BATCH,
    )


def _changes(actions: list[Action], day: date) -> None:
    """One in ten was extended, one in thirty of them too late; a few are suspended."""
    changes = []
    for n, action in enumerate(actions):
        if n % 10 == 3:
            asked = action.due_date + timedelta(days=5 if n % 30 == 3 else -20)
            if asked <= day:
                changes.append(_change(action, ChangeKind.EXTENSION, asked, action.due_date + timedelta(days=90)))
        if n % 50 == 7:
            changes.append(_change(action, ChangeKind.SUSPENSION, day - timedelta(days=30)))
    PlanChange.objects.bulk_create(changes, BATCH)


def _change(action: Action, kind: ChangeKind, decided: date, new_due_date: date | None = None) -> PlanChange:
    return PlanChange(
        action=action,
        kind=kind,
        decided_on=decided,
        recorded_on=decided,
        new_due_date=new_due_date,
        document="【示例】",
        sample=True,
    )


def _reports(actions: list[Action], size: Size, day: date) -> None:
    rows = _all_reports(actions, size, day)
    while batch := list(islice(rows, BATCH)):
        # What is corrected must be stored before what corrects it.
        ProgressReport.objects.bulk_create([report for report in batch if report.corrects is None], BATCH)
        ProgressReport.objects.bulk_create([report for report in batch if report.corrects is not None], BATCH)


def _all_reports(actions: list[Action], size: Size, day: date) -> Iterator[ProgressReport]:
    number = 0
    for n, action in enumerate(actions):
        count = size.each + (n < size.reports - size.each * size.actions)
        before: ProgressReport | None = None
        for turn in range(count):
            corrects = before if number % CORRECTED == CORRECTED - 1 and turn else None
            report = _report(
                action, number, day - WEEK * (count - 1 - turn + n % 9), _percent(turn, count, n), corrects
            )
            if n % 12 == 5 and turn == count - 1:
                report.state, report.approved_at, report.corrects = ReportState.SUBMITTED, None, None
            before = None if report.corrects else report
            number += 1
            yield report


def _percent(turn: int, count: int, n: int) -> Decimal:
    """Towards 60 to 100 per cent."""
    return Decimal((60 + n % 41) * (turn + 1) * 10 // count) / 10


def _report(
    action: Action, number: int, as_of: date, percent: Decimal, corrects: ProgressReport | None
) -> ProgressReport:
    submitted = timezone.make_aware(datetime.combine(as_of + timedelta(days=2), time(9)))
    completed = percent == 100
    return ProgressReport(
        ref=f"LOAD{number:08}",
        action=action,
        department_id=action.lead_department_id,
        as_of=corrects.as_of if corrects else as_of,
        status="completed" if completed else "in_progress",
        percent=percent,
        progress=f"【示例】第 {number} 次填报：按计划推进，已形成阶段性成果，正在办理后续手续。",
        problems="【示例】要素保障有待加强。",
        next_steps="【示例】加快推进。",
        state=ReportState.APPROVED,
        submitted_at=submitted,
        approved_at=submitted + timedelta(days=3),
        corrects=corrects,
        sample=True,
    )
