"""The supervision page 督查: what does not move by itself, in lists that each count what they show."""

from dataclasses import dataclass, field, replace

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from indicators.asof import AsOf
from recommendations.choices import UNDER_WAY
from recommendations.models import Action, Department, Handover, Post, ProgressReport, ReportStep
from recommendations.permissions import User, roles_of

from .blockers import Wait, waits_by_action, waits_of
from .contradictions import Contradiction, contradictions
from .decisions import Decision, needs_decision, standing_blockers
from .handover import Receipt, read_receipts
from .plan import Plan, read_plan
from .status import ActionState, shown_by_action


@dataclass(frozen=True)
class Supervision:
    """What stands still on a day, as far as the reader may see it.

    Attributes:
        overdue: actions past the due date in force, the longest first.
        waiting: actions that wait to be coordinated, with what they wait for.
        unreported: actions of which the newest period past its deadline was not reported.
        decisions: what needs a leader's decision.
        not_received: hand-overs whose receipt nobody confirmed; read only where they are shown.
        to_approve: reports that were handed in and not decided; read only where they are shown.
        contradictions: actions of which not all fits together; looked for only where they are shown.
        counts: how many each list holds, by its name; None where it was not looked for.
    """

    overdue: list[ActionState]
    waiting: list[tuple[ActionState, list[Wait]]]
    unreported: list[ActionState]
    decisions: list[Decision] = field(default_factory=list)
    not_received: list[Receipt] = field(default_factory=list)
    to_approve: list[ProgressReport] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    counts: dict[str, int | None] = field(default_factory=dict)


def read_supervision(
    asof: AsOf, reader: User, leader: Post | None = None, department: Department | None = None, shown: str = "overdue"
) -> Supervision:
    """All lists of the page in a fixed number of queries; without a role only what is public.

    Args:
        asof: the date of reading.
        reader: who asks.
        leader: only what this post oversees or was asked to decide.
        department: only what this department leads or has to answer.
        shown: the list whose rows are shown, by its name: the others are counted, their rows not loaded, and
            contradictions, for which the texts of reports are compared, are looked for only where they are shown.
    """
    actions = Action.objects.order_by("pk")
    if leader is not None:
        actions = actions.overseen_by(leader, asof)
    if department is not None:
        actions = actions.led_on_day_by(department, asof)
    narrowed = {"pk__in": tuple(actions.values_list("pk", flat=True))} if leader or department else {}
    plan = read_plan(asof, **narrowed)
    with_role = roles_of(reader).reader
    blockers = list(standing_blockers(asof, reader)) if with_role else []
    waits = waits_of(blockers, asof) if with_role else waits_by_action(actions, asof, reader)
    found = Supervision(
        overdue=sorted((state for state in plan.states if state.overdue), key=lambda state: state.due_date),
        waiting=[(state, waits[state.action.pk]) for state in plan.states if state.action.pk in waits],
        unreported=[state for state in plan.states if state.late_to_report],
    )
    if with_role:
        rows = {
            "not_received": _not_received(asof, reader, leader, department),
            "to_approve": _to_approve(asof, reader, leader, department),
        }
        found = replace(
            found,
            decisions=needs_decision(asof, reader, leader, department, blockers, counted=shown != "decisions"),
            not_received=read_receipts(rows["not_received"], asof, reader) if shown == "not_received" else [],
            to_approve=list(rows["to_approve"].for_reading()) if shown == "to_approve" else [],
            contradictions=_contradictions(plan) if shown == "contradictions" else [],
        )
    counts = {name: len(getattr(found, name)) for name in ("overdue", "waiting", "unreported", "decisions")}
    counts |= _counted(**rows) if with_role else {}
    counts["contradictions"] = len(found.contradictions) if shown == "contradictions" else None
    return _loaded(replace(found, counts=counts), shown)


def _loaded(found: Supervision, shown: str) -> Supervision:
    """With the actions of one list loaded, where it is a list of actions; one query."""
    if shown == "waiting":
        loaded = shown_by_action(state for state, _waits in found.waiting)
        return replace(found, waiting=[(loaded[state.action.pk], waits) for state, waits in found.waiting])
    if shown in {"overdue", "unreported"}:
        states = getattr(found, shown)
        loaded = shown_by_action(states)
        return replace(found, **{shown: [loaded[state.action.pk] for state in states]})
    return found


def _counted(**lists: QuerySet) -> dict[str, int]:
    """How many rows each list has; one query for all."""
    counts = [
        rows.order_by().annotate(list=Value(name)).values("list").annotate(n=Count("pk")).values_list("list", "n")
        for name, rows in lists.items()
    ]
    return dict.fromkeys(lists, 0) | dict(counts[0].union(*counts[1:], all=True))


def _contradictions(plan: Plan) -> list[Contradiction]:
    return contradictions(plan.asof, states=plan.states, outcomes=plan.outcomes.by_measure)


def _not_received(asof: AsOf, reader: User, leader: Post | None, department: Department | None) -> QuerySet[Handover]:
    rows = Handover.objects.waiting(asof).visible_to(reader)
    if leader is not None:
        rows = rows.filter(assignment__action__in=Action.objects.overseen_by(leader, asof))
    return rows if department is None else rows.filter(department=department)


def _to_approve(
    asof: AsOf, reader: User, leader: Post | None, department: Department | None
) -> QuerySet[ProgressReport]:
    """Reports under way on the day: on a past one by the last step taken by then."""
    rows = ProgressReport.objects.visible_to(reader).filter(submitted_at__isnull=False)
    if asof.is_past:
        rows = rows.unsettled(asof)
        steps = ReportStep.objects.filter(report=OuterRef("pk"), at__lt=asof.until).order_by("-at", "-pk")
        rows = rows.annotate(stood=Subquery(steps.values("to_state")[:1])).filter(stood__in=UNDER_WAY)
    else:
        rows = rows.under_way()
    if leader is not None:
        rows = rows.filter(action__in=Action.objects.overseen_by(leader, asof))
    if department is not None:
        rows = rows.filter(Q(department=department) | Q(department=None, action__lead_department=department))
    return rows.order_by("submitted_at", "pk")
