"""Leaders' instructions 批示: given, answered, and closed only once the leader has seen the answers and is content."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import Action, Department, EvidenceFile, Instruction, InstructionAnswer
from recommendations.permissions import User, may_answer_for, may_edit_plan, may_instruct_as
from recommendations.queries.special_days import working_days_after
from recommendations.validators import validate_plausible_day

from .files import store_file
from .kept_content import remove_unused
from .progress import OutdatedError
from .sample import sample_is_here

NOBODY_ANSWERS = gettext_lazy("涉及的行动都没有牵头单位，请选择承办单位。")
STILL_WAITS = gettext_lazy("上一次反馈还在等领导阅示，或已同意办结，不能再次反馈。")


def instruct(
    *,
    actor: User,
    instruction: Instruction,
    actions: Iterable[Action],
    departments: Iterable[Department] = (),
    scan: UploadedFile | None = None,
    moment: datetime | None = None,
) -> Instruction:
    """Give an instruction, or record one that a leader gave on paper.

    Args:
        actor: who holds the post, or the office recording it.
        instruction: a new one with post, day, text and urgency; ``answer_by`` follows from the urgency where it is
            not set.
        actions: what it is about, one at least.
        departments: who has to answer; none: those that lead the actions.
        scan: the paper as a file, stored with it.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the actor neither holds the post nor is of the office.
        ValidationError: a field or constraint does not hold, nobody would have to answer, or the scan cannot be taken.
    """
    if not may_instruct_as(actor, instruction.post):
        raise PermissionDenied(_("只有在任的市领导本人或研究室可以记录这个职务的批示。"))
    about = list(actions)
    if not about:
        raise ValidationError({"actions": _("请选择批示涉及的行动。")})
    asked = list(departments) or list({action.lead_department for action in about if action.lead_department})
    if not asked:
        raise ValidationError({"departments": NOBODY_ANSWERS})
    instruction.answer_by = instruction.answer_by or answer_day(instruction.given_on, instruction.urgency)
    instruction.recorded_at, instruction.recorded_by = moment or timezone.now(), actor
    instruction.sample = instruction.sample or sample_is_here()
    instruction.full_clean()
    with transaction.atomic():
        if scan is not None:
            instruction.scan = _stored(actor, scan, moment)
        instruction._history_user = actor
        instruction.save()
        instruction.actions.set(about)
        instruction.departments.set(asked)
    return instruction


def amend_instruction(*, actor: User, instruction: Instruction) -> Instruction:
    """Put right what was recorded wrongly: number, text, days, scan; until it is closed. History keeps what stood.

    Raises:
        PermissionDenied: the actor is not of the office.
        OutdatedError: it is closed.
        ValidationError: a field or constraint does not hold.
    """
    if not may_edit_plan(actor):
        raise PermissionDenied(_("只有研究室可以更正批示的记录。"))
    with transaction.atomic():
        _open(instruction)
        instruction.full_clean()
        instruction._history_user = actor
        instruction.save()
    return instruction


def add_scan(*, actor: User, instruction: Instruction, scan: UploadedFile) -> Instruction:
    """Put the scan of the paper beside an instruction, or a better one in its place; until it is closed.

    Raises:
        PermissionDenied: the actor neither holds the post nor is of the office.
        OutdatedError: it is closed.
        ValidationError: the file cannot be taken.
    """
    if not may_instruct_as(actor, instruction.post):
        raise PermissionDenied(_("只有批示的领导本人或研究室可以上传扫描件。"))
    with transaction.atomic():
        _open(instruction)
        before = instruction.scan
        instruction.scan = _stored(actor, scan)
        instruction._history_user = actor
        instruction.save(update_fields=["scan"])
        remove_unused([before] if before and before != instruction.scan else [])
    return instruction


def _stored(actor: User, scan: UploadedFile, moment: datetime | None = None) -> EvidenceFile:
    try:
        return store_file(actor=actor, upload=scan, moment=moment)
    except ValidationError as refusal:
        raise ValidationError({"scan": refusal.messages}) from None


def answer_day(given_on: date, urgency: str) -> date:
    """The day to answer by: so many working days after the instruction as ``settings.INSTRUCTION_DAYS`` says.

    Raises:
        ValidationError: it was given on no day of our time, and the calendar may end before it is answered.
    """
    try:
        validate_plausible_day(given_on)
    except ValidationError as fault:
        raise ValidationError({"given_on": fault}) from None
    return working_days_after(given_on, settings.INSTRUCTION_DAYS[urgency])


def answer(
    *, actor: User, instruction: Instruction, department: Department, text: str, moment: datetime | None = None
) -> InstructionAnswer:
    """Answer an instruction for a department that it is addressed to.

    Raises:
        PermissionDenied: the actor is not of the department, or it need not answer.
        ValidationError: nothing is said, or the answer before has not been seen yet or was enough.
        OutdatedError: the instruction is closed.
    """
    if not may_answer_for(actor, department.pk) or not instruction.departments.filter(pk=department.pk).exists():
        raise PermissionDenied(_("这件批示不由您的部门反馈。"))
    if not text.strip():
        raise ValidationError({"text": _("请写明反馈内容。")})
    with transaction.atomic():
        _open(instruction)
        if not wants_answer(instruction, department):
            raise ValidationError({"text": STILL_WAITS})
        return InstructionAnswer.objects.create(
            instruction=instruction, department=department, text=text.strip(), at=moment or timezone.now(), by=actor
        )


def wants_answer(instruction: Instruction, department: Department) -> bool:
    """Whether the department has not answered, or was asked to answer again."""
    last = instruction.answers.filter(department=department).last()
    return last is None or last.content is False


def mark_seen(
    *, actor: User, answer: InstructionAnswer, content: bool, remark: str = "", moment: datetime | None = None
) -> InstructionAnswer:
    """Record that the leader has seen an answer; the instruction closes when every department's answer is enough.

    Args:
        actor: who holds the instruction's post, or the office recording that the leader saw it.
        answer: one that has not been seen.
        content: whether it is enough; if not, the department has to answer again.
        remark: what is missing, required then.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the actor neither holds the post nor is of the office.
        ValidationError: more is wanted, and it is not said what.
        OutdatedError: the answer has been seen already.
    """
    instruction = answer.instruction
    if not may_instruct_as(actor, instruction.post):
        raise PermissionDenied(_("只有批示的领导本人或研究室可以记录阅示。"))
    if not content and not remark.strip():
        raise ValidationError({"remark": _("不同意办结时，请写明还需补充什么。")})
    now = moment or timezone.now()
    with transaction.atomic():
        _open(instruction)  # two answers seen at once: whoever comes second finds the first one's verdict
        unseen = InstructionAnswer.objects.filter(pk=answer.pk).unseen()
        if not unseen.update(seen_at=now, seen_recorded_by=actor, content=content, remark=remark.strip()):
            raise OutdatedError(_("这份反馈已经阅示过。"))
        if _all_content(instruction):
            instruction.closed_at = now
            instruction._history_user = actor
            instruction.save(update_fields=["closed_at"])
    answer.refresh_from_db()
    return answer


def _open(instruction: Instruction) -> None:
    """Lock the instruction, so that no two steps on it cross.

    Raises:
        OutdatedError: it is closed.
    """
    stored = Instruction.objects.select_for_update().get(pk=instruction.pk)
    if stored.closed_at is not None:
        raise OutdatedError(_("这件批示已办结。"))


def _all_content(instruction: Instruction) -> bool:
    asked = set(instruction.departments.values_list("pk", flat=True))
    satisfied = instruction.answers.filter(content=True).values_list("department", flat=True)
    return asked <= set(satisfied)
