"""The register 考核台账: what each department owed in some periods, and how it kept it; derived, never stored."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, QuerySet

from indicators.asof import AsOf
from recommendations.choices import LedgerCount
from recommendations.models import Action, Department, Post, ReportingCycle, ReportingPeriod, ScoringRule

from .due import Owed, due_among, known_periods, on_day, without_reporters
from .status import ActionState, count_states


@dataclass(frozen=True)
class Scope:
    """What the register is about.

    Attributes:
        since: the first day.
        until: the last day: periods cut off and extensions decided between the two count.
        label: only periods of this name, where given.
        cycle: only this cycle, where given.
        department: only this department, where given.
        leader: only what this post oversees, where given.
    """

    since: date
    until: date
    label: str = ""
    cycle: ReportingCycle | None = None
    department: Department | None = None
    leader: Post | None = None


@dataclass(frozen=True)
class Entry:
    """One thing counted: a row of the list behind a number.

    Attributes:
        action: the action.
        period: the period, for what is reported.
        deadline: the period's deadline, or the action's due date.
        on: when it was handed in, returned, or extended.
        state: where it stands, in words.
        new_due_date: until when it was extended.
    """

    action: Action
    period: ReportingPeriod | None = None
    deadline: date | None = None
    on: date | None = None
    state: str = ""
    new_due_date: date | None = None


@dataclass
class Account:
    """One department's line; ``department`` None stands for what nobody leads."""

    department: Department | None
    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    without_reporter: bool = False
    points: Decimal | None = None

    def numbers(self) -> list[tuple[LedgerCount, int]]:
        """Each count with its number, in the register's order."""
        return [(kind, len(self.entries[kind])) for kind in LedgerCount]


@dataclass(frozen=True)
class Ledger:
    """The register.

    Attributes:
        periods: those that count, the earliest first.
        accounts: the departments that owe or owed anything, in their order, nobody last.
        totals: each count over all.
        rules: the scoring rules in use.
        laid_out: whether any period exists at all.
    """

    periods: list[ReportingPeriod]
    accounts: list[Account]
    totals: list[tuple[LedgerCount, int]]
    rules: list[ScoringRule]
    laid_out: bool


def read_ledger(scope: Scope, asof: AsOf) -> Ledger:
    """The register of a span of days, or of one period; a constant number of queries.

    Args:
        scope: what it is about.
        asof: the date of reading: a period counts once it is cut off.
    """
    known = list(known_periods(asof))
    periods = [period for period in known if _counts(period, scope, asof)]
    actions = Action.objects.overseen_by(scope.leader, asof) if scope.leader else Action.objects.all()
    found: dict[int | None, Account] = {}
    departments = Department.objects.in_bulk()

    def account_of(department: int | None) -> Account:
        return found.setdefault(department, Account(departments.get(department)))

    for owed in due_among(actions, periods, asof, texts=False):
        account = account_of(owed.department and owed.department.pk)
        for kind, entry in _entries(owed):
            account.entries[kind].append(entry)
    for department, kind, entry in _of_the_plan(actions, scope, known, asof):
        account_of(department).entries[kind].append(entry)
    if scope.department:
        found = {key: account for key, account in found.items() if key == scope.department.pk}
    rules = list(ScoringRule.objects.filter(active=True))
    unserved = without_reporters([key for key in found if key], asof)
    for key, account in found.items():
        account.without_reporter = key in unserved
        account.points = _points(account, rules)
    accounts = sorted(found.values(), key=_place)
    totals = Counter(dict.fromkeys(LedgerCount, 0))
    for account in accounts:
        totals.update(dict(account.numbers()))
    return Ledger(periods, accounts, [(kind, totals[kind]) for kind in LedgerCount], rules, bool(known))


def year_counted(asof: AsOf) -> int:
    """The year of the newest cut-off by the day: in January the new year has nothing due. Without one, the day's."""
    newest = known_periods(asof).filter(cut_off__lte=asof.as_of).aggregate(day=Max("cut_off"))["day"]
    return (newest or asof.as_of).year


def _counts(period: ReportingPeriod, scope: Scope, asof: AsOf) -> bool:
    within = period.label == scope.label if scope.label else scope.since <= period.cut_off <= scope.until
    return within and period.cut_off <= asof.as_of and scope.cycle in (None, period.cycle)


def _entries(owed: Owed) -> list[tuple[str, Entry]]:
    """Under which counts what is owed stands: each as often as it is counted."""

    def entry(on: date | None) -> Entry:
        return Entry(owed.action, owed.period, owed.period.deadline, on, owed.state_label)

    kinds = {
        LedgerCount.DUE: True,
        LedgerCount.ON_TIME: owed.on_time,
        LedgerCount.LATE: owed.late,
        LedgerCount.MISSING: owed.missing,
    }
    held = [(kind, entry(owed.handed_in_on)) for kind, holds in kinds.items() if holds]
    return held + [(LedgerCount.RETURNED, entry(day)) for day in owed.returned_on]


def _of_the_plan(
    actions: QuerySet[Action], scope: Scope, periods: Collection[ReportingPeriod], asof: AsOf
) -> list[tuple[int | None, str, Entry]]:
    """Extensions decided in the span, with who led then, and what is overdue on the day, with who leads then."""
    since, until = _span(scope, periods)
    held = []
    for state in count_states(actions, asof):
        decided = [change for change in state.extensions if since <= change.decided_on <= until]
        thens = [(change, on_day(state, change.decided_on)) for change in decided]
        extended = [(change, then) for change, then in thens if _is_of(scope.cycle, then)]
        overdue = state.overdue and _is_of(scope.cycle, state)
        if overdue or extended:
            held.append((state, extended, overdue))
    rows = Action.objects.for_reading().in_bulk([state.action.pk for state, _extended, _overdue in held])
    found = []
    for state, extended, overdue in held:
        action, label = rows[state.action.pk], state.light_label
        for change, then in extended:
            entry = Entry(action, None, state.original_due_date, change.decided_on, label, change.new_due_date)
            found.append((then.lead_id, LedgerCount.EXTENDED, entry))
        if overdue:
            entry = Entry(action, None, state.due_date, None, label)
            found.append((state.lead_id, LedgerCount.OVERDUE, entry))
    place = {pk: number for number, pk in enumerate(rows)}
    return sorted(found, key=lambda row: place[row[2].action.pk])


def _is_of(cycle: ReportingCycle | None, state: ActionState) -> bool:
    """Whether the action was reported in the cycle on the day; any will do where none is asked for."""
    return cycle is None or state.cycle_id == cycle.pk or (state.cycle_id is None and cycle.default)


def _span(scope: Scope, periods: Collection[ReportingPeriod]) -> tuple[date, date]:
    """The days of the one period asked for, cut off or not, else those of the scope."""
    asked = [period for period in periods if period.label == scope.label and scope.cycle in (None, period.cycle)]
    if scope.label and asked:
        return min(period.start for period in asked), max(period.deadline for period in asked)
    return scope.since, scope.until


def _points(account: Account, rules: list[ScoringRule]) -> Decimal | None:
    if not rules:
        return None
    return sum((rule.points * len(account.entries[rule.counts]) for rule in rules), Decimal(0))


def _place(account: Account) -> tuple[bool, int, str]:
    department = account.department
    return (True, 0, "") if department is None else (False, department.position, department.code)
