"""What needs a leader's decision: blockers, with the options stated, and instructions that stand still."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from indicators.asof import AsOf
from indicators.writing import enumerated, local
from recommendations.models import Action, Blocker, Department, Instruction, Post
from recommendations.permissions import User

from .instructions import InstructionState, read_instructions


@dataclass(frozen=True)
class Decision:
    """One thing that somebody above has to decide.

    Attributes:
        kind: ``blocker``, ``unseen`` (an answer that the leader has not seen) or ``overdue`` (an instruction that is
            not answered in time).
        text: what it is about.
        options: what can be chosen, where that is stated.
        since: since when it waits.
        waits_for: with whom.
        leader: the post that has to decide, where one was asked.
        actions: what it holds up.
        url: where it is dealt with.
    """

    kind: str
    text: str
    options: tuple[str, ...]
    since: date
    days: int
    waits_for: str
    leader: Post | None
    actions: tuple[Action, ...]
    url: str
    sample: bool


def needs_decision(
    asof: AsOf,
    reader: User,
    leader: Post | None = None,
    department: Department | None = None,
    blockers: Iterable[Blocker] | None = None,
    *,
    counted: bool = False,
) -> list[Decision]:
    """What needs a decision on the day, as far as the reader may see it; five queries, one more where narrowed.

    Args:
        asof: the date of reading.
        reader: who asks; nobody without a role gets anything.
        leader: only what was brought before this post, or concerns the actions that it oversees.
        department: only what concerns the actions that it leads, or what it has to answer.
        blockers: those of ``standing_blockers``, where they have been read already.
        counted: whether they are only counted: then without the actions that instructions are about.

    Returns:
        Escalated blockers first, then answers that wait to be seen, then unanswered instructions, then other
        blockers; of each the longest wait first.
    """
    standing = standing_blockers(asof, reader) if blockers is None else blockers
    overseen = set() if leader is None else set(Action.objects.overseen_by(leader, asof).values_list("pk", flat=True))
    led = None
    if department is not None:
        led = set(Action.objects.led_on_day_by(department, asof).values_list("pk", flat=True))
    decisions = [_of_blocker(row, asof) for row in standing if _concerns(row, leader, overseen, led)]
    rows = _instructions(asof, leader, department)
    for state in read_instructions(rows, asof, reader, with_actions=not counted):
        decisions += _of_instruction(state, with_actions=not counted)
    return sorted(decisions, key=lambda decision: (_urgency(decision), decision.since))


def standing_blockers(asof: AsOf, reader: User) -> QuerySet[Blocker]:
    """The blockers of the day that the reader may read, with what a row shows of their relations."""
    rows = Blocker.objects.standing(asof).visible_to(reader)
    return rows.select_related("action__lead_department", "department", "waits_for", "escalated_to")


def _urgency(decision: Decision) -> int:
    if decision.kind == "blocker":
        return 3 if decision.leader is None else 0
    return 1 if decision.kind == "unseen" else 2


def _concerns(blocker: Blocker, leader: Post | None, overseen: set[int], led: set[int] | None) -> bool:
    """Whether it was brought before the post or holds up what it oversees, and holds up what a department led."""
    if leader is not None and leader.pk != blocker.escalated_to_id and blocker.action_id not in overseen:
        return False
    return led is None or blocker.action_id in led


def _instructions(asof: AsOf, leader: Post | None, department: Department | None):
    rows = Instruction.objects.standing(asof)
    if leader is not None:
        rows = rows.filter(post=leader)
    if department is not None:
        led = Action.objects.order_by().led_on_day_by(department, asof)
        concerned = Instruction.objects.filter(Q(departments=department) | Q(actions__in=led)).order_by()
        rows = rows.filter(pk__in=concerned.values("pk"))
    return rows


def waits_for(blocker: Blocker) -> str:
    """With whom a blocker waits, in the reader's language."""
    named = [local(blocker.waits_for, "name")] if blocker.waits_for else []
    return enumerated([*named, *filter(None, [blocker.waits_for_other])])


def escalated_by(blocker: Blocker, asof: AsOf) -> Post | None:
    """The post before which the blocker had been brought by the end of the day, as far as was known."""
    return blocker.escalated_to if blocker.escalated_at and blocker.escalated_at < asof.until else None


def resolved_by(blocker: Blocker, asof: AsOf) -> bool:
    """Whether the blocker was resolved on the day, as far as was known; the rule of ``BlockerQuerySet.standing``."""
    if blocker.resolved_on is None or blocker.resolved_on > asof.as_of:
        return False
    return asof.known_until is None or blocker.resolved_at < asof.known_until


def _of_blocker(blocker: Blocker, asof: AsOf) -> Decision:
    return Decision(
        kind="blocker",
        text=blocker.what,
        options=tuple(line.strip() for line in blocker.options.splitlines() if line.strip()),
        since=blocker.since,
        days=(asof.as_of - blocker.since).days,
        waits_for=waits_for(blocker),
        leader=escalated_by(blocker, asof),
        actions=(blocker.action,),
        url=blocker.action.get_absolute_url(),
        sample=blocker.sample,
    )


def _of_instruction(state: InstructionState, *, with_actions: bool) -> list[Decision]:
    """The leader's own part and the departments' are two things: either may be what is waited for, or both."""
    instruction, asof = state.instruction, state.asof
    found = []
    for kind, whom, since in (
        ("unseen", [local(instruction.post, "title")] if state.to_see else [], state.to_see_since),
        ("overdue", [local(d, "name") for d in state.awaited] if state.overdue else [], instruction.answer_by),
    ):
        if whom and since is not None:
            found.append(
                Decision(
                    kind=kind,
                    text=instruction.text,
                    options=(),
                    since=since,
                    days=(asof.as_of - since).days,
                    waits_for=enumerated(whom),
                    leader=instruction.post,
                    actions=tuple(instruction.actions.all()) if with_actions else (),
                    url=instruction.get_absolute_url(),
                    sample=instruction.sample,
                )
            )
    return found
