"""本期填报: what a department has to report in the periods being reported, and how far it is, row by row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from indicators.asof import AsOf
from recommendations.choices import EDITABLE_BY_REPORTER, ContributionState, Light, ReportState
from recommendations.models import (
    Action,
    Contribution,
    Department,
    Evidence,
    EvidenceFile,
    ProgressReport,
    ReportingPeriod,
    Urging,
)
from recommendations.permissions import User, may_ask_to_contribute, may_edit, may_report_on, may_sign

from .blockers import Wait, waits_by_action
from .due import Owed, due_among, ever_led_by, open_periods, owed_by
from .remembered import remembered
from .status import ActionState
from .urgings import urgings_by_action


@dataclass
class Row:
    """One action in one period, as one person meets it.

    Attributes:
        owed: the action, the period, and who led the action when the period was cut off.
        state: the action today.
        last: the approved report that counts today, with its texts; None: there is none.
        report: the period's report; None: nothing is written, or nothing that the person may see.
        hidden: where a report stands that was handed in and that the person may not read.
        waits: what the action waits for.
        urgings: the times that the office urged for it since the period began, the newest first.
        files: what proves the report.
        contributions: what supporting departments were asked for this period.
        reports: whether the person may report on the action at all.
        writes: whether the person may write the report now.
        signs: whether the person may sign it now.
        may_ask: whether the person may ask supporting departments for their part.
    """

    owed: Owed
    state: ActionState
    last: ProgressReport | None = None
    report: ProgressReport | None = None
    hidden: ReportState | None = None
    waits: list[Wait] = field(default_factory=list)
    urgings: list[Urging] = field(default_factory=list)
    files: list[EvidenceFile] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    reports: bool = False
    writes: bool = False
    signs: bool = False
    may_ask: bool = False

    @property
    def action(self) -> Action:
        return self.owed.action

    @property
    def period(self) -> ReportingPeriod:
        return self.owed.period

    @property
    def standing(self) -> str:
        """Where the row stands: ``empty``, ``draft``, ``returned``, ``for_head``, ``for_office`` or ``approved``."""
        if self.report is None:
            return "for_office" if self.hidden else "empty"
        if self.report.state == ReportState.SUBMITTED:
            return "for_head" if self.report.needs_sign_off else "for_office"
        return "for_office" if self.report.state == ReportState.SIGNED else self.report.state

    @property
    def submits(self) -> bool:
        """Whether the person may hand the row in now."""
        return self.writes and self.report is not None

    @property
    def provable(self) -> bool:
        """Whether a scan of the sheet belongs to the row: it is written, and not decided yet."""
        return self.report is not None and self.report.state != ReportState.APPROVED

    @property
    def mark(self) -> str:
        """The report in the version that is shown, as a checkbox sends it."""
        return f"{self.report.ref}:{self.report.version}" if self.report else ""

    @property
    def days_left(self) -> int | None:
        """Days until the action's due date; below zero it is past; None: undated."""
        due = self.state.due_date
        return None if due is None else (due - self.state.asof.as_of).days

    @property
    def days_overdue(self) -> int | None:
        """Days since the due date where the action is overdue; None where it is not."""
        return -self.days_left if self.state.light == Light.LATE else None

    @property
    def default_as_of(self) -> date:
        return last_day(self.period, self.state.asof.as_of)


@dataclass(frozen=True)
class Section:
    """The rows of one period."""

    period: ReportingPeriod
    rows: list[Row]
    today: date

    @property
    def days_left(self) -> int:
        """Days until the deadline; below zero it is past."""
        return (self.period.deadline - self.today).days

    @property
    def days_past(self) -> int:
        """Days since the deadline; zero until it is past."""
        return max(0, -self.days_left)


@dataclass(frozen=True)
class ThisPeriod:
    """All rows of one department today.

    Attributes:
        department: whose.
        sections: period by period; none where no period has begun or nothing is due.
        laid_out: whether any period has begun at all.
    """

    department: Department
    sections: list[Section]
    laid_out: bool

    @property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of those that the department leads now stand where."""
        own = [row.standing for row in self.rows if row.action.lead_department_id == self.department.pk]
        handed_in = sum(standing in {"for_head", "for_office", "approved"} for standing in own)
        rest = {standing: own.count(standing) for standing in ("draft", "returned", "empty")}
        return {"due": len(own), "handed_in": handed_in, **rest}

    @property
    def to_write(self) -> list[Row]:
        return [row for row in self.rows if row.writes]

    @property
    def to_submit(self) -> list[Row]:
        return [row for row in self.rows if row.submits]

    @property
    def to_sign(self) -> list[Row]:
        return [row for row in self.rows if row.signs]

    @property
    def empty(self) -> list[Row]:
        return [row for row in self.rows if row.writes and row.report is None]

    @property
    def sample(self) -> bool:
        return any(row.state.sample or (row.report and row.report.sample) for row in self.rows)

    def row(self, code: str) -> Row | None:
        """The action's row; where two periods ask for it, the one that is not handed in."""
        found = [row for row in self.rows if row.action.code == code]
        return next((row for row in found if row.writes), found[0] if found else None)


def last_day(period: ReportingPeriod, today: date) -> date:
    """The last day as of which the period can be reported today: its cut-off once that is past."""
    return min(period.cut_off, today)


def present(reports: Sequence[ProgressReport]) -> ProgressReport | None:
    """Of a period's reports the one that answers it: the newest handed in, else the newest draft.

    Args:
        reports: by ``as_of``, the earliest first.
    """
    handed_in = [report for report in reports if report.state != ReportState.DRAFT]
    return (handed_in or list(reports) or [None])[-1]


def reports_within(user: User, actions: Iterable[Action], periods: Sequence[ReportingPeriod]) -> QuerySet:
    """The reports of the actions in the periods' days that the person may see, the earliest first.

    Args:
        user: who reads.
        actions: the actions.
        periods: the periods; of several all days between the first and the last.
    """
    within = ProgressReport.objects.filter(
        action__in=[action.pk for action in actions],
        as_of__gte=min(period.start for period in periods),
        as_of__lte=max(period.cut_off for period in periods),
    )
    return within.visible_to(user).order_by("as_of", "pk")


def read_this_period(
    department: Department,
    user: User,
    asof: AsOf,
    *,
    known: Iterable[Department] = (),
    only: str | None = None,
    beside: bool = True,
) -> ThisPeriod:
    """What the department has to report, and what it led on a cut-off or leads since.

    Args:
        department: whose page it is.
        user: who reads; drafts of other departments are not there for them.
        asof: today.
        known: departments that are loaded already.
        only: the code of one action, where one row is enough.
        beside: whether what stands beside the reports is read: what actions wait for, contributions, files.

    Returns:
        The page's rows; the number of queries does not depend on how many they are.
    """
    # What is due is the same for all who open the department's page; what they may see of it is not.
    key = (department.pk, asof, only)
    periods, owed = remembered("due", key, lambda: _due_of(department, asof, known, only))
    rows = [Row(owed=one, state=replace(one.plan, action=one.action)) for one in owed]
    if rows:
        _fill(rows, user)
        if beside:
            _fill_beside(rows, user, asof)
    sections = [Section(period, list(among), asof.as_of) for period, among in groupby(rows, key=lambda row: row.period)]
    return ThisPeriod(department, sections, laid_out=bool(periods))


def _due_of(
    department: Department, asof: AsOf, known: Iterable[Department], only: str | None
) -> tuple[list[ReportingPeriod], list[Owed]]:
    """The periods being reported, and what the department owes in them, or somebody else of what it leads by now."""
    periods = list(open_periods(asof).values())
    supporting = Action.supporting_departments.through.objects.filter(action=OuterRef("pk"))
    actions = ever_led_by(frozenset({department.pk})).annotate(supported=Exists(supporting))
    if only is not None:
        actions = actions.filter(code=only)
    return periods, [
        one
        for one in due_among(actions, periods, asof, texts=False, known=known)
        if department.pk in {one.department and one.department.pk, one.action.lead_department_id}
    ]


def _fill(rows: list[Row], user: User) -> None:
    """What the person may see of each row's report, and do with it."""
    reports = _reports_of(rows, user)
    found = defaultdict(list)
    for report in reports.values():
        found[report.action_id].append(report)
    for row in rows:
        row.last = reports.get(row.state.report.pk) if row.state.report else None
        days = (row.period.start, row.period.cut_off)
        row.report = present([report for report in found[row.action.pk] if days[0] <= report.as_of <= days[1]])
        if row.report is not None:
            row.report.action = row.action
        handed_in = row.owed.report if row.owed.state not in {None, ReportState.DRAFT} else None
        if handed_in is not None and handed_in.pk not in reports:
            row.report, row.hidden = None, row.owed.state
        _permit(row, user)


def _fill_beside(rows: list[Row], user: User, asof: AsOf) -> None:
    """What stands beside each row's report."""
    waits = waits_by_action([row.action for row in rows], asof, user)
    urgings = urgings_by_action([row.action for row in rows], asof, user)
    contributions = _contributions(rows, user)
    for row in rows:
        row.waits = waits[row.action.pk]
        days = (row.period.start, row.period.cut_off)
        row.urgings = [one for one in urgings[row.action.pk] if timezone.localdate(one.at) >= days[0]]
        row.contributions = [one for one in contributions[row.action.pk] if days[0] <= one.as_of <= days[1]]
        row.may_ask = row.action.supported and may_ask_to_contribute(user, row.action)
    _add_files(rows, user)


def _reports_of(rows: list[Row], user: User) -> dict[int, ProgressReport]:
    """By id, the earliest first, what is shown of reports: the one that answers a row, and the one that counts today.

    A row's answer is known. All of its period are read only where the person may not see that one, where there is
    none, and while the period is running: after a clock that went back there may be some of days to come.
    """
    answers = {row.owed.report.pk for row in rows if row.owed.report}
    counting = {row.state.report.pk for row in rows if row.state.report}
    visible = ProgressReport.objects.visible_to(user).order_by("as_of", "pk")
    found = {report.pk: report for report in visible.filter(pk__in=answers | counting)}
    others = [
        row
        for row in rows
        if row.owed.report is None or row.owed.report.pk not in found or row.period.cut_off > row.state.asof.as_of
    ]
    if others:
        within = reports_within(user, [row.action for row in others], [row.period for row in others])
        found |= {report.pk: report for report in within}
    return dict(sorted(found.items(), key=lambda item: (item[1].as_of, item[0])))


def _permit(row: Row, user: User) -> None:
    row.reports = may_report_on(user, row.action)
    if row.report is None:
        row.writes = row.reports and row.hidden is None
        return
    row.writes = row.report.state in EDITABLE_BY_REPORTER and may_edit(user, row.report)
    row.signs = may_sign(user, row.report)


def _contributions(rows: list[Row], user: User) -> dict[int, list[Contribution]]:
    asked = Contribution.objects.visible_to(user).filter(action__in=[row.action.pk for row in rows])
    grouped = defaultdict(list)
    for one in asked.exclude(state=ContributionState.WITHDRAWN).select_related("department", "merged_into"):
        grouped[one.action_id].append(one)
    return grouped


def _add_files(rows: list[Row], user: User) -> None:
    by_report = {row.report.pk: row for row in rows if row.report is not None}
    proofs = Evidence.objects.filter(report__in=by_report, file__in=EvidenceFile.objects.visible_to(user))
    for proof in proofs.select_related("file").order_by("pk"):
        by_report[proof.report_id].files.append(proof.file)


def anything_due(departments: frozenset[int], asof: AsOf) -> bool:
    """Whether the departments have anything to report in the periods being reported."""
    return bool(owed_by(departments, asof))
