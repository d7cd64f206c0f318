"""What leaders have to do: see what they were answered, and decide what was brought before their post."""

from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.writing import local
from recommendations.choices import TodoKind
from recommendations.models import Blocker, Instruction, InstructionAnswer

from .item import Audience, Todo, of_action
from .of_departments import name_instruction, still_open


def of_leaders(posts: frozenset[int], asof: AsOf) -> Iterator[Todo]:
    """All that holders of these posts can do; two queries."""
    if not posts:
        return
    yield from _to_see(posts, asof)
    yield from _to_decide(posts, asof)


def _to_see(posts: frozenset[int], asof: AsOf) -> Iterator[Todo]:
    """Answers that nobody has seen: a department answers again only once its last answer was."""
    standing = Instruction.objects.standing(asof).filter(post__in=posts).order_by()
    answers = InstructionAnswer.objects.filter(still_open("seen_at", asof), instruction__in=standing)
    for answer in answers.filter(at__lt=asof.until).select_related("instruction", "department").order_by("at", "pk"):
        yield Todo(
            key=f"see:{answer.pk}",
            kind=TodoKind.SEE,
            to=Audience("post", answer.instruction.post_id),
            day=asof.as_of,
            say=partial(_name_answer, answer),
            since=timezone.localdate(answer.at),
            record=answer.instruction.ref,
            sample=answer.instruction.sample,
        )


def _name_answer(answer: InstructionAnswer) -> str:
    names = {"department": local(answer.department, "name"), "instruction": name_instruction(answer.instruction)}
    return _("%(department)s：%(instruction)s") % names


def _to_decide(posts: frozenset[int], asof: AsOf) -> Iterator[Todo]:
    blockers = Blocker.objects.standing(asof).filter(escalated_to__in=posts, escalated_at__lt=asof.until)
    for blocker in blockers.select_related("action").order_by("since", "pk"):
        yield Todo(
            key=f"decide:{blocker.pk}:{blocker.escalated_to_id}",
            kind=TodoKind.DECIDE,
            to=Audience("post", blocker.escalated_to_id),
            day=asof.as_of,
            say=partial(_name_blocker, blocker),
            since=timezone.localdate(blocker.escalated_at),
            action=blocker.action,
            record=blocker.action.code,
            sample=blocker.sample,
        )


def _name_blocker(blocker: Blocker) -> str:
    what = Truncator(" ".join(blocker.what.split())).chars(40, "……")
    return _("%(what)s（%(action)s）") % {"what": what, "action": of_action(blocker.action)}
