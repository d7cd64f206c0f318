"""The reports of the sample, each through the one door of progress, by whoever may take the step and on its own day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from recommendations.choices import ReportState, ReportStatus
from recommendations.lights import planned_percent
from recommendations.models import Action, ProgressReport
from recommendations.permissions import User
from recommendations.services.files import attach_upload
from recommendations.services.progress import log_report, transition

from . import texts
from .days import Days, at, workday
from .people import People
from .plan import Planned
from .proofs import proof
from .stories import Course, Report

LAST_MONTH = -1  # of the last quarter that is settled
STEP = 5  # departments report in steps of five per cent
WRITTEN_AFTER = timedelta(days=8)
WRITTEN_LATE = timedelta(days=24)
CORRECTED_AFTER = timedelta(days=30)
NEXT_DAY = timedelta(days=1)
PROVED = 5  # every fifth action's reports come with a file

# From a draft on, the states that a report goes through on its course.
STATES: dict[Course, tuple[ReportState, ...]] = {
    Course.DRAFT: (),
    Course.SUBMITTED: (ReportState.SUBMITTED,),
    Course.RETURNED: (ReportState.SUBMITTED, ReportState.RETURNED),
    Course.MENDED: (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.SUBMITTED, ReportState.APPROVED),
    Course.APPROVED: (ReportState.SUBMITTED, ReportState.APPROVED),
}


# What becomes of the last reports of the department whose head signs.
AT_THE_HEAD = (Course.SUBMITTED, Course.RETURNED)


def waiting_for_the_head(plan: list[Planned], people: People) -> list[Planned]:
    """The plan, but that of the head's department one approved report waits for the head, and one was returned."""
    courses = iter(AT_THE_HEAD)
    return [_at_the_head(planned, courses) if _tells_last_quarter(planned, people) else planned for planned in plan]


def _tells_last_quarter(planned: Planned, people: People) -> bool:
    if people.headed is None or planned.action.lead_department_id != people.headed.pk or not planned.story.reports:
        return False
    last = planned.story.reports[-1]
    return last.month == LAST_MONTH and last.course == Course.APPROVED and last.off is not None


def _at_the_head(planned: Planned, courses: Iterator[Course]) -> Planned:
    *before, last = planned.story.reports
    told = replace(last, course=next(courses, last.course))
    return replace(planned, story=replace(planned.story, reports=(*before, told)))


def make_reports(planned: Planned, days: Days, people: People) -> None:
    """Log the reports of one action's story and bring each to its state.

    A report on a month that had ended before the action began is left out.
    """
    writer = Writer(planned, people.reporter_of(planned.action), people)
    for number, told in enumerate(planned.story.reports, 1):
        as_of = days.last(told.month)
        if as_of > planned.action.start_date:
            writer.write(told, number, as_of)


@dataclass
class Writer:
    """Writes the reports on one action, one after another.

    Attributes:
        last: the report written before.
    """

    planned: Planned
    reporter: User
    people: People
    last: ProgressReport | None = None

    @property
    def action(self) -> Action:
        return self.planned.action

    def write(self, told: Report, number: int, as_of: date) -> None:
        corrected = self.last if told.corrects else None
        before = None if told.corrects else self.last
        report = ProgressReport(
            ref=f"S{self.planned.number:04d}-{number}",
            action=self.action,
            as_of=as_of,
            openness=told.openness,
            corrects=corrected,
            sample=True,
            **self._content(told, as_of, self.planned.number + number, before),
        )
        day = workday(as_of + written_after(told))
        self._log(report, day)
        for state in STATES[told.course]:
            day = self._move(report, state, day)
        self.last = report

    def _log(self, report: ProgressReport, day: date) -> None:
        """A draft is written on its day too: its first row of history is told so on the report."""
        report._history_date = at(day, 9)
        log_report(actor=self.reporter, report=report)
        del report._history_date
        if self.planned.number % PROVED == 1 and report.evidence:
            upload = proof(self.planned.number // PROVED)
            attach_upload(
                actor=self.reporter, report=report, upload=upload, openness=report.openness, moment=at(day, 10)
            )

    def _move(self, report: ProgressReport, to: ReportState, day: date) -> date:
        """A draft is submitted on the day it was written; what follows takes a working day each. Returns the day."""
        if report.state != ReportState.DRAFT:
            day = workday(day + NEXT_DAY)
        if to == ReportState.APPROVED and report.needs_sign_off:
            transition(actor=self.people.head, report=report, to=ReportState.SIGNED, moment=at(day, 9))
        actor = self._who(report, to)
        reason = {"return_reason": texts.sample(texts.RETURNED)} if to == ReportState.RETURNED else {}
        transition(actor=actor, report=report, to=to, moment=at(day, 11), **reason)
        return day

    def _who(self, report: ProgressReport, to: ReportState) -> User:
        if to == ReportState.SUBMITTED:
            return self.reporter
        return self.people.head if to == ReportState.RETURNED and report.needs_sign_off else self.people.office

    def _content(self, told: Report, as_of: date, turn: int, before: ProgressReport | None) -> dict[str, object]:
        evidence = "" if told.bare else texts.turn(texts.EVIDENCE, turn)
        if told.off is None:
            return {
                "status": ReportStatus.COMPLETED,
                "percent": Decimal(100),
                "progress": texts.turn(texts.COMPLETED, turn),
                "evidence": evidence,
            }
        least = before.percent if before and not told.falls else Decimal(0)
        percent = max(least, self._percent(told.off, as_of))
        lags = told.off <= -STEP
        return {
            "percent": percent,
            "progress": before.progress if before and told.repeats else texts.turn(_stage(percent), turn),
            "problems": texts.turn(texts.WHAT_DELAYS, turn) if lags else "",
            "next_steps": texts.turn(texts.TO_CATCH_UP if lags else texts.TO_GO_ON, turn),
            "evidence": evidence,
        }

    def _percent(self, off: int, as_of: date) -> Decimal:
        """So many points off what the plan in force foresaw for the day, in steps, under 100."""
        extension = self.action.changes.filter(new_due_date__isnull=False, decided_on__lte=as_of).first()
        due = extension.new_due_date if extension else self.action.due_date
        percent = round((planned_percent(as_of, self.action.start_date, due) + off) / STEP) * STEP
        return Decimal(min(max(percent, 0), 100 - STEP))


def written_after(told: Report) -> timedelta:
    """How long after the day that it speaks of a report is written."""
    if told.corrects:
        return CORRECTED_AFTER
    return WRITTEN_LATE if told.late else WRITTEN_AFTER


def _stage(percent: Decimal) -> tuple[str, ...]:
    if percent < 35:
        return texts.STARTED
    return texts.UNDER_WAY if percent < 75 else texts.CLOSING
