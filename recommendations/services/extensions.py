"""A department asks for a later deadline, or takes that back, and the office decides; late, the overdue stands."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import AsOf
from recommendations.choices import ChangeKind, ExtensionState
from recommendations.models import Action, ExtensionRequest, PlanChange
from recommendations.permissions import User, may_ask_extension, may_decide_extension, may_withdraw_extension
from recommendations.queries.status import read_state

from .plan_changes import check_new_due_date, lock_actions, on_the_day_of, write_change
from .progress import OutdatedError
from .sample import sample_is_here

LATE_STANDS = gettext_lazy("申请时已过现行期限：即使同意，逾期也不因此消除。")
NOT_MANDATED = gettext_lazy("这项行动还没有立项，没有到期和逾期，不需要延期。")
NOBODY_LEADS = gettext_lazy("这项行动还没有牵头单位，不能申请延期。")


def ask_extension(
    *, actor: User, action: Action, new_due_date: date, reason: str, moment: datetime | None = None
) -> ExtensionRequest:
    """Ask for a later deadline. It may be asked for too late, and then moves nothing: ``late`` says so.

    Args:
        actor: a person of the leading department, or of the office on its behalf.
        action: one that is mandated, dated and not done.
        new_due_date: the day asked for, later than the one in force.
        reason: why.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: another department leads the action.
        ValidationError: there is no deadline to move, the day is no later than it, or no reason is given.
        OutdatedError: a request waits already.
    """
    if not may_ask_extension(actor, action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能申请延期。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明延期理由。")})
    asof = on_the_day_of(moment)
    with transaction.atomic():
        lock_actions([action])
        action.refresh_from_db()
        check_may_be_asked(action, new_due_date, asof)
        waiting = action.extension_requests.filter(state=ExtensionState.ASKED).select_related("asked_by").first()
        if waiting:
            sentence = _("这项行动已有一份待批的延期申请（%(who)s，%(day)s）。")
            raise OutdatedError(sentence % {"who": waiting.asked_by, "day": waiting.asked_on.isoformat()})
        request = ExtensionRequest(
            action=action,
            department=action.lead_department,
            asked_on=asof.as_of,
            asked_by=actor,
            due_when_asked=read_state(action, asof).due_date,
            new_due_date=new_due_date,
            reason=reason.strip(),
            sample=sample_is_here(),
        )
        request.full_clean()
        request.save()
    return request


def check_may_be_asked(action: Action, new_due_date: date, asof: AsOf) -> None:
    """Whether there is a deadline that may be asked to move to the day.

    Raises:
        ValidationError: there is not, or the day is no later than it.
    """
    if action.lead_department_id is None:
        raise ValidationError(NOBODY_LEADS)
    if not read_state(action, asof).mandated:
        raise ValidationError(NOT_MANDATED)
    check_new_due_date(action, new_due_date, asof)


def decide_extension(
    *,
    actor: User,
    request: ExtensionRequest,
    grant: bool,
    decision: str = "",
    document: str = "",
    moment: datetime | None = None,
) -> ExtensionRequest:
    """Grant a request, which changes the plan from the day on which it was asked for, or refuse it with words.

    Args:
        actor: a person of the office.
        request: one that waits; its fields are refreshed.
        grant: whether it is granted.
        decision: what the department is told; a refusal needs it.
        document: the deciding document, kept with the change.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: a refusal without words, or the plan has moved so that the day asked for is none any more.
        OutdatedError: it was decided or withdrawn already; the message says by whom.
    """
    if not may_decide_extension(actor):
        raise PermissionDenied(_("只有研究室可以批复延期申请。"))
    if not grant and not decision.strip():
        raise ValidationError({"decision": _("不同意延期，请写明理由。")})
    with transaction.atomic():
        lock_actions([request.action])
        stored = _locked_while_it_waits(request)
        if grant:
            stored.change = write_change(actor, _change_of(stored, document, moment), moment=moment)
        stored.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
        stored.decided_at, stored.decided_by, stored.decision = moment or timezone.now(), actor, decision.strip()
        stored.full_clean()
        stored.save()
    request.refresh_from_db()
    return request


def withdraw_extension(*, actor: User, request: ExtensionRequest) -> ExtensionRequest:
    """Take a request back before it is decided; the row stays, and the action may be asked for anew.

    Args:
        actor: a person of the department that asked, or of the office on its behalf.
        request: one that waits; its fields are refreshed.

    Raises:
        PermissionDenied: another department asked.
        OutdatedError: it was decided or withdrawn already; the message says by whom.
    """
    with transaction.atomic():
        lock_actions([request.action])
        stored = _locked_while_it_waits(request)
        if not may_withdraw_extension(actor, stored):
            raise PermissionDenied(_("这份延期申请不是您的部门提出的，不能撤回。"))
        stored.state = ExtensionState.WITHDRAWN
        stored.withdrawn_at, stored.withdrawn_by = timezone.now(), actor
        stored.full_clean()
        stored.save()
    request.refresh_from_db()
    return request


def _locked_while_it_waits(request: ExtensionRequest) -> ExtensionRequest:
    """The request as it stands, locked until the transaction ends.

    Raises:
        OutdatedError: it waits no more.
    """
    stored = ExtensionRequest.objects.select_for_update().get(pk=request.pk)
    if stored.state != ExtensionState.ASKED:
        raise OutdatedError(_explain(stored))
    return stored


def _change_of(request: ExtensionRequest, document: str, moment: datetime | None) -> PlanChange:
    return PlanChange(
        action=request.action,
        kind=ChangeKind.EXTENSION,
        decided_on=on_the_day_of(moment).as_of,
        asked_on=request.asked_on,
        new_due_date=request.new_due_date,
        document=document.strip(),
        reason=request.reason,
        sample=request.sample,
    )


def _explain(request: ExtensionRequest) -> str:
    if request.state == ExtensionState.WITHDRAWN:
        return _("这份延期申请已由 %(who)s 撤回。") % {"who": request.withdrawn_by}
    said = {"who": request.decided_by, "state": request.get_state_display()}
    return _("这份延期申请已由 %(who)s 批复：%(state)s。") % said
