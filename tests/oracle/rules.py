"""The rules of the design, read as plainly as can be over what happened; slow on purpose, and without a database.

Nothing here imports the product: what it says is worked out anew, so that the two can be held against each other.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class Mandated:
    date: date
    recorded: date
    adopted: bool


@dataclass
class Stage:
    date: date
    percent: Decimal
    recorded: date
    withdrawn: date | None = None


@dataclass
class Change:
    kind: str
    decided: date
    recorded: date
    asked: date | None = None
    new_due: date | None = None
    former: object = None
    new: object = None


@dataclass
class Report:
    ref: str
    department: str
    as_of: date
    percent: Decimal
    status: str
    corrects: str | None = None
    handed_in: list[datetime] = field(default_factory=list)
    signed: list[datetime] = field(default_factory=list)
    returned: list[datetime] = field(default_factory=list)
    approved: datetime | None = None


@dataclass
class Period:
    cycle: str
    label: str
    start: date
    cut_off: date
    deadline: date
    known_since: date


@dataclass
class Deed:
    """An action and all that happened to it, in the order in which it was recorded."""

    code: str
    path: str
    measure: str
    start: date | None
    due: date | None
    first_lead: str
    first_cycle: str | None
    mandates: list[Mandated] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    asks: bool = False  # for an extension, and nobody has decided


@dataclass(frozen=True)
class When:
    """A day looked at, and the last day whose knowledge counts (none: all that is known)."""

    day: date
    known: date | None = None

    def knows(self, recorded: date | datetime) -> bool:
        day = recorded.astimezone(SHANGHAI).date() if isinstance(recorded, datetime) else recorded
        return self.known is None or day <= self.known

    def happened(self, moment: datetime) -> bool:
        return moment.astimezone(SHANGHAI).date() <= self.day and self.knows(moment)


def decided(deed: Deed, when: When) -> list[Change]:
    found = [change for change in deed.changes if change.decided <= when.day and when.knows(change.recorded)]
    return sorted(found, key=lambda change: change.decided)  # stable: of one day, the later recorded is the later


def counting(deed: Deed, when: When) -> Report | None:
    """The last approved report of the day or before that no correction approved by then replaces."""
    approved = [report for report in deed.reports if report.approved and when.knows(report.approved)]
    replaced = {report.corrects for report in approved}
    left = [report for report in approved if report.as_of <= when.day and report.ref not in replaced]
    return max(left, key=lambda report: (report.as_of, report.approved), default=None)


def mandated(deed: Deed, when: When) -> bool:
    said = [mandate for mandate in deed.mandates if mandate.date <= when.day and when.knows(mandate.recorded)]
    return bool(said) and max(said, key=lambda mandate: mandate.date).adopted


def status(deed: Deed, when: When) -> str:
    kinds = [change.kind for change in decided(deed, when)]
    if {"split", "merger", "supersession"} & set(kinds):
        return "superseded"
    stops = [kind for kind in kinds if kind in ("suspension", "resumption")]
    if stops[-1:] == ["suspension"]:
        return "suspended"
    report = counting(deed, when)
    return report.status if report else "not_started"


def in_force(deed: Deed, when: When) -> bool:
    return status(deed, when) not in ("suspended", "superseded")


def extensions(deed: Deed, when: When) -> list[Change]:
    """All that were granted, whether or not they were asked for in time: so often a later day was promised."""
    return [change for change in decided(deed, when) if change.kind == "extension"]


def due(deed: Deed, when: When) -> date | None:
    """Moved only by what was asked for by the due date that was then in force."""
    end = deed.due
    for change in extensions(deed, when):
        if (change.asked or change.decided) <= end:
            end = change.new_due
    return end


def lead(deed: Deed, when: When) -> str:
    moves = [change.new for change in decided(deed, when) if change.kind == "reassignment"]
    return moves[-1] if moves else deed.first_lead


def cycle(deed: Deed, when: When, default: str | None) -> str | None:
    moves = [change.new for change in decided(deed, when) if change.kind == "reporting"]
    return (moves[-1] if moves else deed.first_cycle) or default


def stages(deed: Deed, when: When) -> list[Stage]:
    """Those that were set and not withdrawn. The first plan may be entered late: it holds for the days before too."""
    first = min((stage.recorded for stage in deed.stages), default=when.day)
    by = min(max(when.day, first), when.known or date.max)
    return [s for s in deed.stages if s.recorded <= by and not (s.withdrawn and s.withdrawn <= by)]


def planned(deed: Deed, on: date, when: When) -> Decimal | None:
    """What should be done by a day, by the plan as it was on the day looked at: a line from point to point."""
    end, held = due(deed, when), stages(deed, when)
    points = [(s.date, s.percent) for s in held if end is None or s.date < end]
    if deed.start is not None and (end is not None or points):
        points.append((deed.start, Decimal(0)))
    if end is not None and points:
        points.append((end, Decimal(100)))
    if not points:
        return None  # undated
    points.sort()
    points = [(day, max(percent for _day, percent in points[: n + 1])) for n, (day, _percent) in enumerate(points)]
    for (day, percent), (next_day, next_percent) in pairwise(points):
        if day <= on < next_day:
            return percent + (next_percent - percent) * (on - day).days / (next_day - day).days
    return Decimal(0) if on < points[0][0] else points[-1][1]


def rounded(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def pace(deed: Deed, when: When) -> str | None:
    report = counting(deed, when)
    plan = planned(deed, report.as_of, when) if report else None
    if plan is None:
        return None
    gap = report.percent - plan
    return "ahead" if gap > 5 else "behind" if gap < -5 else "on_schedule"


def overdue(deed: Deed, when: When) -> bool:
    end = due(deed, when)
    done = status(deed, when) in ("suspended", "superseded", "completed")
    return bool(not done and mandated(deed, when) and end and when.day > end)


def light(deed: Deed, when: When, late_to_report: bool) -> str | None:
    state, end = status(deed, when), due(deed, when)
    if state in ("suspended", "superseded"):
        return None
    if state == "completed":
        return "done"
    if not mandated(deed, when):
        return "none"
    if overdue(deed, when):
        return "late"
    if (end and end - when.day <= timedelta(days=30)) or pace(deed, when) == "behind" or late_to_report:
        return "soon"
    return "none" if counting(deed, when) is None else "ok"


def mean(numbers: list[Decimal]) -> Decimal | None:
    return rounded(sum(numbers) / len(numbers)) if numbers else None


def owes(deed: Deed, period: Period, when: When, default: str | None) -> bool:
    """Whether a report of the period is asked for: judged on its cut-off day, as known."""
    at = When(period.cut_off, when.known)
    before = When(period.start - timedelta(days=1), when.known)
    return (
        period.cut_off <= when.day
        and when.knows(period.known_since)
        and cycle(deed, at, default) == period.cycle
        and (deed.start is None or deed.start <= period.cut_off)
        and mandated(deed, at)
        and in_force(deed, at)
        and status(deed, before) != "completed"
    )


def stands_handed_in(report: Report, when: When) -> bool:
    """Handed in as far as known, and not lying with the department since it was returned."""
    given = [moment for moment in report.handed_in if when.knows(moment)]
    returned = [moment for moment in report.returned if when.knows(moment)]
    return bool(given) and (not returned or max(given) > max(returned))


def late_to_report(deed: Deed, periods: list[Period], when: When, default: str | None) -> bool:
    """Whether its cycle's newest period past the deadline, in which it was due, has no answer and nothing newer has."""
    past = [p for p in periods if p.deadline < when.day and p.cycle == cycle(deed, when, default)]
    newest = max(past, key=lambda period: period.deadline, default=None)
    if newest is None or not owes(deed, newest, when, default):
        return False
    if not mandated(deed, when) or not in_force(deed, when) or status(deed, when) == "completed":
        return False
    told = [r for r in deed.reports if newest.start <= r.as_of <= when.day and stands_handed_in(r, when)]
    return not told


def handed_in(deed: Deed, period: Period, when: When) -> date | None:
    """The day on which a report of one of the period's days was first handed in."""
    moments = [
        report.handed_in[0]
        for report in deed.reports
        if period.start <= report.as_of <= min(period.cut_off, when.day)
        and report.handed_in
        and when.knows(report.handed_in[0])
    ]
    return min(moments).astimezone(SHANGHAI).date() if moments else None


def answer(deed: Deed, period: Period, when: When) -> str:
    """on_time, late, missing, or awaited while the deadline has not passed."""
    day = handed_in(deed, period, when)
    if day is None:
        return "missing" if when.day > period.deadline else "awaited"
    return "on_time" if day <= period.deadline else "late"


def is_let_off(deed: Deed, period: Period, when: When) -> bool:
    """Whether it left the plan by the deadline and has not come back: nobody reports on it any more."""
    at = When(min(period.deadline, when.day), when.known)
    return not in_force(deed, at) and not in_force(deed, when)


@dataclass(frozen=True)
class Span:
    """What the register 考核台账 is asked for: days, or a period's label; of one cycle or of all."""

    since: date
    until: date
    label: str = ""
    cycle: str | None = None


def register(
    deeds: list[Deed], periods: list[Period], default: str, span: Span, when: When
) -> dict[tuple[str, str], list[str]]:
    """The codes of the actions behind each number, by department and what is counted."""
    found: dict[tuple[str, str], list[str]] = {}
    known = [p for p in periods if when.knows(p.known_since) and span.cycle in (None, p.cycle)]
    asked = [p for p in known if (p.label == span.label if span.label else span.since <= p.cut_off <= span.until)]
    since, until = span.since, span.until
    if span.label and asked:
        since, until = min(period.start for period in asked), max(period.deadline for period in asked)
    for deed in deeds:

        def count(department: str, what: str, deed: Deed = deed) -> None:
            found.setdefault((department, what), []).append(deed.code)

        for period in asked:
            said = answer(deed, period, when)
            unanswered = said in ("missing", "awaited")
            if owes(deed, period, when, default) and not (unanswered and is_let_off(deed, period, when)):
                owing = lead(deed, When(period.cut_off, when.known))
                count(owing, "due")
                if said != "awaited":
                    count(owing, said)
                for report in deed.reports:
                    if period.start <= report.as_of <= min(period.cut_off, when.day):
                        for _moment in filter(when.knows, report.returned):
                            count(owing, "returned")
        for change in extensions(deed, when):
            then = When(change.decided, when.known)
            if since <= change.decided <= until and span.cycle in (None, cycle(deed, then, default)):
                count(lead(deed, then), "extended")
        if overdue(deed, when) and span.cycle in (None, cycle(deed, when, default)):
            count(lead(deed, when), "overdue")
    return found
