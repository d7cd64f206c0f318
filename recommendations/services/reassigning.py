"""Who leads an action, and how often it is reported: changed together with the dated row that keeps the former."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.asof import today
from recommendations.choices import Basis, ChangeKind, ReportState
from recommendations.models import Action, Department, PlanChange, ProgressReport, ReportingCycle
from recommendations.permissions import User, may_edit_plan

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
) -> PlanChange:
    """Give an action to another leading department; before the day of the decision the former one led.

    What the former lead has begun to write stays its own: ``left_open`` finds it.

    Args:
        actor: a person of the office.
        action: its fields are refreshed.
        to: the new lead; where it supported the action, it does so no longer.
        decided_on: the day of the decision; today by default.
        document: the deciding document.
        reason: why.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: that department leads already, or the day does not fit what was decided before.
    """

    def moved(change: PlanChange) -> dict[str, Any]:
        if action.lead_department == to:
            raise ValidationError({"new_lead": _("这项行动已由%(lead)s牵头，没有改动。") % {"lead": to}})
        change.former_lead, change.new_lead = action.lead_department, to
        return {"lead_department": to, "lead_basis": Basis.DECIDED}

    change = PlanChange(action=action, kind=ChangeKind.REASSIGNMENT, document=document, reason=reason)
    return _rewrite(actor, change, decided_on, moved)


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
        if change.new_lead_id and action.supporting_departments.filter(pk=change.new_lead_id).exists():
            action.supporting_departments.remove(change.new_lead_id)
    return change
