"""Who leads an action, how often it is reported, its original deadline: changed with the row that keeps the former."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.asof import today
from recommendations.choices import Basis, ChangeKind, PostKind, ReportState
from recommendations.models import Action, Department, PlanChange, Post, ProgressReport, ReportingCycle
from recommendations.permissions import User, may_edit_plan

from .handover import move_handovers
from .plan_changes import BY_THE_OFFICE, lock_actions, write_change

# Notes the former and the new in the change, and says what becomes of the action's columns.
Moved = Callable[[PlanChange], dict[str, Any]]


def reassign(
    *,
    actor: User,
    action: Action,
    to: Department,
    decided_on: date | None = None,
    document: str = "",
    reason: str = "",
    responsible: Post | None = None,
    contact: Post | None = None,
) -> PlanChange:
    """Give an action to another leading department; before the day of the decision the former one led.

    Where it was handed over, the new lead receives it anew. The former lead's posts answer no more from now on: the
    history keeps them. What the former lead has begun to write stays its own: ``left_open`` finds it.

    Args:
        actor: a person of the office.
        action: its fields are refreshed.
        to: the new lead; where it supported the action, it does so no longer.
        decided_on: the day of the decision; today by default.
        document: the deciding document.
        reason: why.
        responsible: the new lead's post that answers 责任人; None: none is named in the former lead's place.
        contact: the same of 联系人.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: that department leads already, the day does not fit what was decided before, or a post is not
            the new lead's.
    """
    chosen = {"responsible": responsible, "contact": contact}

    def moved(change: PlanChange) -> dict[str, Any]:
        if action.lead_department == to:
            raise ValidationError({"new_lead": _("这项行动已由%(lead)s牵头，没有改动。") % {"lead": to}})
        change.former_lead, change.new_lead = action.lead_department, to
        posts = _posts(action, to, chosen)
        return {"lead_department": to, "lead_basis": Basis.DECIDED, **posts}

    change = PlanChange(action=action, kind=ChangeKind.REASSIGNMENT, document=document, reason=reason)
    with transaction.atomic():
        _rewrite(actor, change, decided_on, moved)
        if action.supporting_departments.filter(pk=to.pk).exists():
            action.supporting_departments.remove(to)
        move_handovers(actor=actor, action=action, former=change.former_lead)
    return change


def _posts(action: Action, to: Department, chosen: dict[str, Post | None]) -> dict[str, Post | None]:
    """The columns of posts that change: to those chosen of the new lead, else away from the former lead's."""
    columns: dict[str, Post | None] = {}
    for name, post in chosen.items():
        stands = getattr(action, name)
        if post is not None:
            if post.department_id != to.pk or post.kind != name:
                raise ValidationError({name: _("“%(post)s”不是%(lead)s的%(kind)s。") % _named(post, to, name)})
            columns[name] = post
        elif stands is not None and stands.department_id == action.lead_department_id:
            columns[name] = None
    return columns


def _named(post: Post, lead: Department, kind: str) -> dict[str, object]:
    return {"post": post, "lead": lead, "kind": PostKind(kind).label}


def change_cycle(
    *,
    actor: User,
    action: Action,
    to: ReportingCycle | None,
    decided_on: date | None = None,
    document: str = "",
    reason: str = "",
) -> PlanChange:
    """Have an action reported in another cycle; None: in the default one. The rest as ``reassign``."""

    def moved(change: PlanChange) -> dict[str, Any]:
        if action.cycle == to:
            now = to or _("默认周期")
            raise ValidationError({"new_cycle": _("这项行动已按%(cycle)s填报，没有改动。") % {"cycle": now}})
        change.former_cycle, change.new_cycle = action.cycle, to
        return {"cycle": to}

    change = PlanChange(action=action, kind=ChangeKind.REPORTING, document=document, reason=reason)
    return _rewrite(actor, change, decided_on, moved)


def correct_due_date(
    *, actor: User, action: Action, to: date, document: str, reason: str, decided_on: date | None = None
) -> PlanChange:
    """Mend an original due date that was recorded wrongly. It is no extension, and holds on past days too.

    What is asked with ``known_on`` before the day of recording still reads the former one.

    Args:
        actor: a person of the office.
        action: its fields are refreshed.
        to: the due date as the document has it.
        document: the document that has it.
        reason: how the slip came about.
        decided_on: the day of the decision; today by default.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: there is no due date to correct, it is that day already or does not fit start and extensions,
            or document or reason is missing.
    """

    def moved(change: PlanChange) -> dict[str, Any]:
        _check_original(action, to)
        change.former_due_date, change.new_due_date = action.due_date, to
        return {"due_date": to, "due_basis": Basis.DECIDED}

    change = PlanChange(action=action, kind=ChangeKind.CORRECTION, document=document, reason=reason)
    return _rewrite(actor, change, decided_on, moved)


def _check_original(action: Action, to: date) -> None:
    """Whether the day can have been the due date that was set first."""
    if action.due_date is None:
        raise ValidationError(_("这项行动没有定期限，可以在行动里直接补填，不需要更正。"))
    if action.due_date == to:
        raise ValidationError({"new_due_date": _("原定期限已是这一天，没有改动。")})
    if action.start_date is not None and to <= action.start_date:
        raise ValidationError({"new_due_date": _("期限必须晚于开始日期。")})
    extensions = action.changes.filter(kind=ChangeKind.EXTENSION)
    first = extensions.aggregate(first=Min("new_due_date"))["first"]
    if first is not None and to >= first:
        sentence = _("这项行动曾延期至 %(day)s，原定期限应早于这一天。")
        raise ValidationError({"new_due_date": sentence % {"day": first.isoformat()}})


def left_open(change: PlanChange) -> QuerySet[ProgressReport]:
    """Reports of the former lead that are not approved: they stay with who wrote them."""
    unfinished = change.action.reports.exclude(state=ReportState.APPROVED)
    return unfinished.filter(department=change.former_lead) if change.former_lead_id else unfinished.none()


def _rewrite(actor: User, change: PlanChange, decided_on: date | None, moved: Moved) -> PlanChange:
    """One transaction: what changes of the action is read under its lock, then both are stored."""
    if not may_edit_plan(actor):
        raise PermissionDenied(BY_THE_OFFICE)
    change.decided_on = decided_on or today()
    change.document, change.reason = change.document.strip(), change.reason.strip()
    action = change.action
    with transaction.atomic():
        lock_actions([action])
        action.refresh_from_db()
        columns = moved(change)
        write_change(actor, change)
        for name, value in columns.items():
            setattr(action, name, value)
        action._history_user = actor
        with override(None):  # the history keeps the language of record
            action._change_reason = str(change.kind.label)
        action.save(update_fields=list(columns))
    return change
