"""Where leaders' instructions stand on a day: who still has to answer, and what the leader has to see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from indicators.asof import AsOf
from recommendations.models import Action, Department, Instruction, InstructionAnswer
from recommendations.permissions import User


@dataclass
class InstructionState:
    """One instruction on one day.

    Attributes:
        instruction: with post, departments and, where wanted, actions loaded.
        asof: the date of reading.
        answers: those that the reader may see, the oldest first.
        last: each department's last answer by then, whoever may see it.
    """

    instruction: Instruction
    asof: AsOf
    answers: list[InstructionAnswer]
    last: dict[int, InstructionAnswer] = field(default_factory=dict)

    @cached_property
    def closed(self) -> bool:
        closed_at = self.instruction.closed_at
        return closed_at is not None and closed_at < self.asof.until

    @cached_property
    def awaited(self) -> list[Department]:
        """Who has not answered, or has to answer again."""
        if self.closed:
            return []
        departments = self.instruction.departments.all()
        return [d for d in departments if d.pk not in self.last or self.last[d.pk].content is False]

    @cached_property
    def to_see(self) -> list[Department]:
        """Whose answer waits for the leader."""
        if self.closed:
            return []
        return [d for d in self.instruction.departments.all() if d.pk in self.last and self.last[d.pk].seen_at is None]

    @property
    def overdue(self) -> bool:
        return bool(self.awaited) and self.instruction.answer_by < self.asof.as_of

    @property
    def days_overdue(self) -> int:
        return (self.asof.as_of - self.instruction.answer_by).days if self.overdue else 0

    @property
    def to_see_since(self) -> date | None:
        """Since when an answer waits for the leader."""
        return min((timezone.localdate(self.last[d.pk].at) for d in self.to_see), default=None)


def read_instructions(
    instructions: QuerySet[Instruction], asof: AsOf, reader: User, *, with_actions: bool = True
) -> list[InstructionState]:
    """The state of each instruction that the reader may see, in the queryset's order; four queries.

    Answers that the reader may not see count for the state, but are not among ``answers``.

    Args:
        instructions: which.
        asof: the date of reading.
        reader: who asks.
        with_actions: whether to load what they are about, too; where they are only counted it is one query less.
    """
    until = asof.until
    answers = InstructionAnswer.objects.filter(at__lt=until).select_related("department").order_by("at", "pk")
    visible = InstructionAnswer.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = (
        instructions.visible_to(reader)
        .select_related("post", "scan")
        .prefetch_related(
            "departments",
            *([Prefetch("actions", Action.objects.for_reading())] if with_actions else []),
            Prefetch("answers", answers.annotate(visible=Exists(visible)), to_attr="given"),
        )
    )
    states = []
    for row in rows:
        for answer in row.given:
            _forget_what_came_later(answer, until)
        shown = [answer for answer in row.given if answer.visible]
        states.append(InstructionState(row, asof, shown, {answer.department_id: answer for answer in row.given}))
    return states


def _forget_what_came_later(answer: InstructionAnswer, until: datetime) -> None:
    """On a past day an answer stands as the leader had not seen it yet. The object is only read."""
    if answer.seen_at is not None and answer.seen_at >= until:
        answer.seen_at, answer.content, answer.remark = None, None, ""
