"""The supervision page 督查: what does not move by itself, in lists that each count what they show."""

from dataclasses import dataclass, field, replace

from django.db.models import OuterRef, Q, Subquery

from indicators.asof import AsOf
from recommendations.choices import UNDER_WAY
from recommendations.models import Action, Department, Handover, Post, ProgressReport, ReportStep
from recommendations.permissions import User, roles_of

from .blockers import Wait, waits_by_action
from .contradictions import Contradiction, contradictions
from .decisions import Decision, needs_decision
from .handover import Receipt, read_receipts
from .status import ActionState, count_states, shown_by_action


@dataclass(frozen=True)
class Supervision:
    """What stands still on a day, as far as the reader may see it.

    Attributes:
        overdue: actions past the due date in force, the longest first.
        waiting: actions that wait to be coordinated, with what they wait for.
        unreported: actions of which the newest period past its deadline was not reported.
        decisions: what needs a leader's decision.
        not_received: hand-overs whose receipt nobody confirmed.
        to_approve: reports that were handed in and not decided.
        contradictions: actions of which not all fits together.
    """

    overdue: list[ActionState]
    waiting: list[tuple[ActionState, list[Wait]]]
    unreported: list[ActionState]
    decisions: list[Decision] = field(default_factory=list)
    not_received: list[Receipt] = field(default_factory=list)
    to_approve: list[ProgressReport] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


def read_supervision(
    asof: AsOf,
    reader: User,
    leader: Post | None = None,
    department: Department | None = None,
    *,
    with_contradictions: bool = True,
) -> Supervision:
    """All lists of the page in a fixed number of queries; without a role only what is public.

    Args:
        asof: the date of reading.
        reader: who asks.
        leader: only what this post oversees or was asked to decide.
        department: only what this department leads or has to answer.
        with_contradictions: whether to look for them, which reads and compares the texts of reports.
    """
    actions = Action.objects.for_reading()
    if leader is not None:
        actions = actions.overseen_by(leader, asof)
    if department is not None:
        actions = actions.filter(lead_department=department)
    states = count_states(actions, asof)
    waits = waits_by_action([state.action for state in states], asof, reader)
    overdue = sorted((state for state in states if state.overdue), key=lambda state: state.due_date)
    waiting = [state for state in states if state.action.pk in waits]
    unreported = [state for state in states if state.late_to_report]
    with_role = roles_of(reader).reader
    found = contradictions(asof, states=states) if with_role and with_contradictions else []
    loaded = shown_by_action([*overdue, *waiting, *unreported, *(it.state for it in found)])
    public = {
        "overdue": [loaded[state.action.pk] for state in overdue],
        "waiting": [(loaded[state.action.pk], waits[state.action.pk]) for state in waiting],
        "unreported": [loaded[state.action.pk] for state in unreported],
    }
    if not with_role:
        return Supervision(**public)
    return Supervision(
        **public,
        decisions=needs_decision(asof, reader, leader, department),
        not_received=_not_received(asof, reader, leader, department),
        to_approve=_to_approve(asof, reader, leader, department),
        contradictions=[replace(it, state=loaded[it.state.action.pk]) for it in found],
    )


def _not_received(asof: AsOf, reader: User, leader: Post | None, department: Department | None) -> list[Receipt]:
    rows = Handover.objects.waiting(asof)
    if leader is not None:
        rows = rows.filter(assignment__action__in=Action.objects.overseen_by(leader, asof))
    if department is not None:
        rows = rows.filter(department=department)
    return read_receipts(rows, asof, reader)


def _to_approve(asof: AsOf, reader: User, leader: Post | None, department: Department | None) -> list[ProgressReport]:
    """Reports under way on the day: on a past one by the last step taken by then."""
    rows = ProgressReport.objects.visible_to(reader).filter(submitted_at__isnull=False)
    if asof.is_past:
        steps = ReportStep.objects.filter(report=OuterRef("pk"), at__lt=asof.until).order_by("-at", "-pk")
        rows = rows.annotate(stood=Subquery(steps.values("to_state")[:1])).filter(stood__in=UNDER_WAY)
    else:
        rows = rows.under_way()
    if leader is not None:
        rows = rows.filter(action__in=Action.objects.overseen_by(leader, asof))
    if department is not None:
        rows = rows.filter(Q(department=department) | Q(department=None, action__lead_department=department))
    return list(rows.for_reading().order_by("submitted_at", "pk"))
