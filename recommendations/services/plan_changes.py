"""Decisions that change the plan: recorded once, in the order in which they were taken, never rewritten."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import AsOf, today
from recommendations.choices import REPLACING, REWRITING, STOPPING, ActionStatus, ChangeKind
from recommendations.models import Action, PlanChange
from recommendations.permissions import User, may_edit_plan
from recommendations.queries.status import read_state

from .sample import sample_is_here

WANTS_DOCUMENT = REPLACING | {ChangeKind.SUSPENSION, ChangeKind.CORRECTION}
FEWEST_SUCCESSORS = {ChangeKind.SPLIT: 2, ChangeKind.MERGER: 1, ChangeKind.SUPERSESSION: 1}
BY_THE_OFFICE = gettext_lazy("只有研究室可以变更计划。")
WRITE_DOCUMENT = gettext_lazy("请写明依据文件：中止、拆分、合并、替代、更正都要有决定的文件。")
WRITE_REASON = gettext_lazy("请写明更正的理由。")


def record_change(
    *, actor: User, change: PlanChange, successors: Iterable[Action] = (), moment: datetime | None = None
) -> PlanChange:
    """Record a decision on one action: extension, suspension, resumption, split, merger or supersession.

    Args:
        actor: a person of the office.
        change: a new one with its action, kind, days and texts; the day of recording is set here.
        successors: the actions that take its place, where it is replaced.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: a field or constraint does not hold, or the decision does not fit what was decided before.
    """
    if change.kind in REWRITING:
        raise ValidationError({"kind": _("调整牵头单位、填报周期和更正原定期限，请用各自的办理入口。")})
    return write_change(actor, change, successors, moment=moment)


def correct_change(*, actor: User, change: PlanChange, document: str, reason: str) -> PlanChange:
    """Mend what is said of a decision: its document and reason. Kind, days and successors stay as recorded.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: a decision that needs a document or a reason would be left without it.
    """
    if not may_edit_plan(actor):
        raise PermissionDenied(BY_THE_OFFICE)
    with transaction.atomic():
        stored = PlanChange.objects.select_for_update().get(pk=change.pk)
        stored.document, stored.reason = document.strip(), reason.strip()
        check_document(stored)
        stored.full_clean()
        stored._history_user = actor
        stored.save()
    return stored


def write_change(
    actor: User, change: PlanChange, successors: Iterable[Action] = (), *, moment: datetime | None = None
) -> PlanChange:
    """The one place that stores a change, for the services of each kind; refuses as ``record_change`` does."""
    if not may_edit_plan(actor):
        raise PermissionDenied(BY_THE_OFFICE)
    successors, asof = list(successors), on_the_day_of(moment)
    with transaction.atomic():
        lock_actions([change.action, *successors])
        change.recorded_on = asof.as_of
        change.sample = change.sample or sample_is_here()
        change.full_clean()
        check_change(change, asof, successors)
        change._history_user = actor
        change.save()
        if successors:
            change.successors.set(successors)
    return change


def on_the_day_of(moment: datetime | None) -> AsOf:
    """The plan as it stood on the day of what is recorded afterwards; of what is done now, today's."""
    return AsOf.now() if moment is None else AsOf(timezone.localdate(moment))


def lock_actions(actions: Iterable[Action]) -> None:
    """Decisions on one action are taken one after the other, in every transaction in the same order of rows."""
    keys = {action.pk for action in actions}
    list(Action.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def check_change(change: PlanChange, asof: AsOf, successors: Collection[Action] = ()) -> None:
    """Whether a new decision fits those that were taken before.

    Raises:
        ValidationError: it does not; the message stands at the field that is wrong.
    """
    earlier = list(change.action.changes.order_by("decided_on", "pk"))
    _check_order(change, earlier)
    check_document(change)
    if change.kind == ChangeKind.EXTENSION:
        _check_extension(change, asof)
    elif change.asked_on is not None:
        raise ValidationError({"asked_on": _("只有延期才写申请日期。")})
    if change.kind in STOPPING:
        _check_stop(change, earlier)
    _check_successors(change, successors)


def _check_order(change: PlanChange, earlier: list[PlanChange]) -> None:
    """Nothing follows a replacement, and of one sort each decision is no earlier than the last."""
    if change.decided_on > today():
        raise ValidationError({"decided_on": _("决定日期不能晚于今天。")})
    if replaced := next((one for one in earlier if one.kind in REPLACING), None):
        sentence = _("这项行动已于 %(day)s 由其他行动替代，不能再变更。")
        raise ValidationError({"kind": sentence % {"day": replaced.decided_on.isoformat()}})
    same = [one for one in earlier if one.kind in _sort_of(change.kind)]
    if same and change.decided_on < same[-1].decided_on:
        sentence = _("决定日期不能早于此前的“%(kind)s”（%(day)s）。")
        said = {"kind": same[-1].get_kind_display(), "day": same[-1].decided_on.isoformat()}
        raise ValidationError({"decided_on": sentence % said})


def _sort_of(kind: str) -> set[str]:
    if kind in REPLACING:
        return set(ChangeKind)
    return STOPPING if kind in STOPPING else {kind}


def check_document(change: PlanChange) -> None:
    """Whether a decision that stops or replaces an action, or corrects its plan, names its document, and that why.

    Raises:
        ValidationError: it does not.
    """
    if change.kind in WANTS_DOCUMENT and not change.document.strip():
        raise ValidationError({"document": WRITE_DOCUMENT})
    if change.kind == ChangeKind.CORRECTION and not change.reason.strip():
        raise ValidationError({"reason": WRITE_REASON})


def _check_extension(change: PlanChange, asof: AsOf) -> None:
    if change.asked_on is not None and change.asked_on > change.decided_on:
        raise ValidationError({"asked_on": _("申请日期不能晚于决定日期。")})
    check_new_due_date(change.action, change.new_due_date, asof)


def check_new_due_date(action: Action, new_due_date: object, asof: AsOf) -> None:
    """Whether the due date of an action, as it stood then, may move to the day.

    Raises:
        ValidationError: the action is done or replaced, has no due date to move, or the day is no later than it.
    """
    state = read_state(action, asof)
    if state.status == ActionStatus.COMPLETED:
        raise ValidationError(_("这项行动已经办结，不需要延期。"))
    if state.status == ActionStatus.SUPERSEDED:
        raise ValidationError(_("这项行动已由其他行动替代，不能延期。"))
    if state.due_date is None:
        raise ValidationError(_("这项行动没有定期限，无从延期。"))
    if new_due_date <= state.due_date:
        sentence = _("新期限应晚于现行期限 %(day)s。")
        raise ValidationError({"new_due_date": sentence % {"day": state.due_date.isoformat()}})


def _check_stop(change: PlanChange, earlier: list[PlanChange]) -> None:
    stops = [one for one in earlier if one.kind in STOPPING]
    stopped = stops[-1] if stops and stops[-1].kind == ChangeKind.SUSPENSION else None
    if change.kind == ChangeKind.SUSPENSION and stopped:
        sentence = _("这项行动已于 %(day)s 中止，还没有恢复。")
        raise ValidationError({"kind": sentence % {"day": stopped.decided_on.isoformat()}})
    if change.kind == ChangeKind.RESUMPTION and not stopped:
        raise ValidationError({"kind": _("这项行动没有中止，无从恢复。")})


def _check_successors(change: PlanChange, successors: Collection[Action]) -> None:
    """Successors are in force themselves, so that no two actions can replace each other, however long the way round."""
    if change.kind not in REPLACING:
        if successors:
            raise ValidationError({"successors": _("只有拆分、合并、替代才写明由哪些行动替代。")})
        return
    if change.action in successors:
        raise ValidationError({"successors": _("行动不能由它自己替代。")})
    if len(successors) < FEWEST_SUCCESSORS[change.kind]:
        few = _("拆分至少写明两项替代的行动。") if change.kind == ChangeKind.SPLIT else _("请写明由哪项行动替代。")
        raise ValidationError({"successors": few})
    gone = PlanChange.objects.filter(action__in=successors, kind__in=REPLACING).select_related("action").first()
    if gone:
        sentence = _("行动 %(code)s 已被替代，不能再替代别的行动。")
        raise ValidationError({"successors": sentence % {"code": gone.action.code}})
