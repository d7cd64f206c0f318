"""The one door of progress: drafts are written, and a report's state changes, here and nowhere else."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.choices import ReportState
from recommendations.models import ProgressReport
from recommendations.permissions import User, may_edit, may_report_on, roles_of

TEXTS = (
    "as_of",
    "status",
    "percent",
    "progress",
    "problems",
    "next_steps",
    "evidence",
    "openness",
    "corrects",
)


class Outdated(Exception):
    """Somebody else was quicker: the report is no longer in the state that the person saw. The message says who."""


def log_report(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Save a draft, or the text of one that was returned.

    Args:
        actor: who writes; must report for the action's leading department, or be of the office.
        report: the report with its text; a new one or one of the actor's department.

    Returns:
        The stored report. A second save of a new report under the same ``ref`` (a double click) returns the first.

    Raises:
        PermissionDenied: the action is another department's, or the report's text is closed.
        ValidationError: a field or constraint does not hold; nothing is stored.
        Outdated: the report was submitted or approved meanwhile.
    """
    if not may_report_on(actor, report.action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能填报。"))
    _check_correction(report)
    if report.pk is None:
        return _create(actor, report)
    if not may_edit(actor, report):
        raise PermissionDenied(_("这份报告已提交或已核准，内容不能再改。"))
    report.full_clean()
    with transaction.atomic():
        stored = ProgressReport.objects.select_for_update().get(pk=report.pk)
        if not may_edit(actor, stored):
            raise Outdated(_explain(stored))
        report.save(update_fields=TEXTS)
    return report


def _check_correction(report: ProgressReport) -> None:
    """A correction takes the corrected report out of the count: it must be of the same action, and approved."""
    corrected = report.corrects
    if corrected and (corrected.action_id != report.action_id or corrected.state != ReportState.APPROVED):
        raise ValidationError({"corrects": _("只能更正同一行动已核准的报告。")})


def _create(actor: User, report: ProgressReport) -> ProgressReport:
    report.created_by = actor
    report.department = report.action.lead_department
    report.state = ReportState.DRAFT
    twin = ProgressReport.objects.filter(ref=report.ref, created_by=actor).first()
    if twin:
        return twin
    try:
        report.full_clean()
        with transaction.atomic():
            report.save()
    except (IntegrityError, ValidationError):  # the first of a double click may have landed in between
        twin = ProgressReport.objects.filter(ref=report.ref, created_by=actor).first()
        if twin is None:
            raise
        return twin
    return report


def discard(*, actor: User, report: ProgressReport) -> None:
    """Throw away a draft of one's own.

    Raises:
        PermissionDenied: the report is somebody else's.
        Outdated: it is no longer a draft.
    """
    with transaction.atomic():
        stored = ProgressReport.objects.select_for_update().get(pk=report.pk)
        if stored.created_by_id != actor.pk or not may_report_on(actor, stored.action):
            raise PermissionDenied(_("只能删除自己写的草稿。"))
        if stored.state != ReportState.DRAFT:
            raise Outdated(_explain(stored))
        stored.delete()


def submit(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Hand a draft, or a returned report, to the office.

    Raises:
        PermissionDenied: the action is another department's.
        Outdated: it is no longer a draft or returned.
    """
    return transition(actor=actor, report=report, to=ReportState.SUBMITTED)


def approve(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Approve a submitted report: from then on it counts, and is never changed.

    Raises:
        PermissionDenied: the actor is not of the office.
        Outdated: it is no longer submitted.
    """
    return transition(actor=actor, report=report, to=ReportState.APPROVED)


def send_back(*, actor: User, report: ProgressReport, reason: str) -> ProgressReport:
    """Return a submitted report with a reason.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: no reason is given.
        Outdated: it is no longer submitted.
    """
    if not reason.strip():
        raise ValidationError({"return_reason": _("请写明退回理由。")})
    return transition(actor=actor, report=report, to=ReportState.RETURNED, return_reason=reason.strip())


def _reports_for_action(actor: User, report: ProgressReport) -> bool:
    return may_report_on(actor, report.action)


def _is_office(actor: User, report: ProgressReport) -> bool:
    return roles_of(actor).office


ORIGINS: dict[ReportState, set[ReportState]] = {
    ReportState.SUBMITTED: {ReportState.DRAFT, ReportState.RETURNED},
    ReportState.APPROVED: {ReportState.SUBMITTED},
    ReportState.RETURNED: {ReportState.SUBMITTED},
}
ALLOWED: dict[ReportState, Callable[[User, ProgressReport], bool]] = {
    ReportState.SUBMITTED: _reports_for_action,
    ReportState.APPROVED: _is_office,
    ReportState.RETURNED: _is_office,
}


def transition(*, actor: User, report: ProgressReport, to: ReportState, **texts: Any) -> ProgressReport:
    """Move a report to another state: veto, one conditional UPDATE that decides a race, one row of history.

    Args:
        actor: who moves it.
        report: the report; its fields are refreshed.
        to: the state to reach.
        texts: further columns written with it (the reason of a return).

    Raises:
        PermissionDenied: the actor may not make this move.
        Outdated: the report is in no state from which it can be made; the message says which and by whom.
    """
    if not ALLOWED[to](actor, report):
        raise PermissionDenied(_("您没有权限做这一步。"))
    moment = timezone.now()
    changes = {"state": to, f"{to}_at": moment, f"{to}_by": actor, **texts}
    with transaction.atomic():
        moved = ProgressReport.objects.filter(pk=report.pk, state__in=ORIGINS[to]).update(**changes)
        report.refresh_from_db()
        if not moved:
            raise Outdated(_explain(report))
        _log(report, actor, to)
    return report


def _log(report: ProgressReport, actor: User, to: ReportState) -> None:
    """An UPDATE writes no history by itself, and ``save()`` would write the row twice."""
    ProgressReport.history.bulk_history_create(
        [report], update=True, default_user=actor, default_change_reason=str(to.label)
    )


def _explain(report: ProgressReport) -> str:
    if report.state == ReportState.APPROVED:
        return _("这份报告已由 %(who)s 核准。") % {"who": report.approved_by or "—"}
    if report.state == ReportState.RETURNED:
        return _("这份报告已由 %(who)s 退回。") % {"who": report.returned_by or "—"}
    if report.state == ReportState.SUBMITTED:
        return _("这份报告已由 %(who)s 提交，等待核准。") % {"who": report.submitted_by or "—"}
    return _("这份报告还是草稿，没有提交。")
