"""From study to duty: an adopted action is handed over 交办 to its departments, and each confirms the receipt 签收."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.writing import person
from recommendations.choices import MandateAdoption
from recommendations.models import Action, Assignment, Department, Handover, Mandate
from recommendations.permissions import User, may_edit_plan, may_receive
from recommendations.queries.special_days import working_days_after

from .capacity import capacity_of
from .progress import OutdatedError

NOBODY_LEADS = gettext_lazy("这项行动还没有牵头单位，请先明确牵头单位再交办。")
NOT_ADOPTED = gettext_lazy("这项行动未被采纳，不交办。")


@dataclass(frozen=True)
class HandedOver:
    """What came of one item: the hand-overs that were made (none where all were there), or why it was refused."""

    assignment: Assignment
    made: list[Handover] = field(default_factory=list)
    refused: str = ""


def hand_over(
    *, actor: User, assignment: Assignment, receive_by: date | None = None, moment: datetime | None = None
) -> list[Handover]:
    """Hand an adopted action over to its leading department and all supporting ones.

    Args:
        actor: a person of the office.
        assignment: what a mandate says of the action.
        receive_by: the day by which the receipt should be confirmed; none: ``settings.RECEIPT_DAYS`` working days on.
        moment: when it is done; now, unless one records what was done before.

    Returns:
        The hand-overs that were made: only those that were missing, so that a second call makes none.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: the action is not adopted, nobody leads it, or the day lies before that of the hand-over.
    """
    _check_office(actor)
    moment = moment or timezone.now()
    receive_by = _receive_by(moment, receive_by)
    with transaction.atomic():
        stored = Assignment.objects.select_for_update().get(pk=assignment.pk)  # two at once would make the same ones
        there = set(stored.handovers.standing().values_list("department_id", flat=True))
        missing = [(department, leads) for department, leads in _addressees(stored) if department.pk not in there]
        return [
            _give(actor, stored, department, leads=leads, receive_by=receive_by, moment=moment)
            for department, leads in missing
        ]


def hand_over_all(*, actor: User, mandate: Mandate, receive_by: date | None = None) -> list[HandedOver]:
    """Hand over all that a mandate adopts; what cannot be handed over does not hold up the rest.

    Args:
        actor: a person of the office.
        mandate: the document.
        receive_by: as for ``hand_over``.

    Returns:
        The result of each item, in reading order.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: the day lies before today.
    """
    _check_office(actor)
    moment = timezone.now()
    receive_by = _receive_by(moment, receive_by)
    adopted = mandate.assignments.exclude(adoption=MandateAdoption.NOT).select_related("action", "mandate")
    return [_one(actor, assignment, receive_by, moment) for assignment in adopted]


def move_handovers(*, actor: User, action: Action, former: Department | None) -> list[Handover]:
    """Where an action was handed over, hand it over to its new lead, and let what the former was given move on 移交.

    A new lead that supported the action is given it anew, because its part is another. What was not handed over yet
    is not now either.

    Args:
        actor: a person of the office.
        action: with its new lead.
        former: who led before; None: nobody did.

    Returns:
        The new hand-overs, one a mandate.

    Raises:
        PermissionDenied: the actor is not of the office.
    """
    _check_office(actor)
    moment = timezone.now()
    receive_by, lead = _receive_by(moment, None), action.lead_department
    with transaction.atomic():
        adopted = action.assignments.select_for_update().exclude(adoption=MandateAdoption.NOT).order_by("pk")
        handed_over = [assignment for assignment in adopted if assignment.handovers.standing().exists()]
        ended = Handover.objects.standing().filter(
            assignment__in=handed_over, department__in=[it for it in (former, lead) if it]
        )
        ended.update(moved_at=moment)
        return [
            _give(actor, assignment, lead, leads=True, receive_by=receive_by, moment=moment)
            for assignment in handed_over
        ]


def receive(*, actor: User, handover: Handover, moment: datetime | None = None) -> Handover:
    """Confirm the receipt for the department: who, when, and in which post.

    Args:
        actor: a reporter or head of the department.
        handover: one that nobody has received.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: it was handed over to another department.
        OutdatedError: it has been received, the message says by whom; or the action has gone to another lead.
    """
    if not may_receive(actor, handover):
        raise PermissionDenied(_("这项交办不由您的部门签收。"))
    moment = moment or timezone.now()
    capacity = capacity_of(actor, handover.department, moment)
    waiting = Handover.objects.filter(pk=handover.pk).not_received()
    received = waiting.update(received_at=moment, received_by=actor, received_as=capacity.post)
    handover.refresh_from_db()
    if not received and handover.moved_at is not None:
        raise OutdatedError(_("这项行动已改由其他单位牵头，不用再签收。"))
    if not received:
        raise OutdatedError(
            _("这项交办已由 %(who)s 于 %(day)s 签收。")
            % {"who": person(handover.received_by), "day": timezone.localdate(handover.received_at).isoformat()}
        )
    return handover


def _check_office(actor: User) -> None:
    if not may_edit_plan(actor):
        raise PermissionDenied(_("只有研究室可以交办。"))


def receipt_day(day: date) -> date:
    """The day by which what is handed over on a day should be received, where nobody says otherwise."""
    return working_days_after(day, settings.RECEIPT_DAYS)


def _receive_by(moment: datetime, asked: date | None) -> date:
    day = timezone.localdate(moment)
    if asked is None:
        return receipt_day(day)
    if asked < day:
        raise ValidationError({"receive_by": _("签收期限不能早于交办日 %(day)s。") % {"day": day.isoformat()}})
    return asked


def _give(
    actor: User, assignment: Assignment, department: Department, *, leads: bool, receive_by: date, moment: datetime
) -> Handover:
    handover = Handover(
        assignment=assignment,
        department=department,
        leads=leads,
        receive_by=receive_by,
        handed_over_at=moment,
        handed_over_by=actor,
    )
    handover.full_clean()
    handover.save(force_insert=True)
    return handover


def _addressees(assignment: Assignment) -> list[tuple[Department, bool]]:
    """The departments to which the action is handed over, and whether each leads; the leading one first."""
    if assignment.adoption == MandateAdoption.NOT:
        raise ValidationError(NOT_ADOPTED)
    lead = assignment.action.lead_department
    if lead is None:
        raise ValidationError(NOBODY_LEADS)
    supporting = assignment.action.supporting_departments.exclude(pk=lead.pk).order_by("position", "code")
    return [(lead, True), *((department, False) for department in supporting)]


def _one(actor: User, assignment: Assignment, receive_by: date, moment: datetime) -> HandedOver:
    try:
        made = hand_over(actor=actor, assignment=assignment, receive_by=receive_by, moment=moment)
    except ValidationError as refusal:
        return HandedOver(assignment, refused=" ".join(refusal.messages))
    return HandedOver(assignment, made)
