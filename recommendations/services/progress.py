"""The one door of progress: drafts are written, and a report's state changes, here and nowhere else."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from indicators.asof import AsOf
from recommendations.choices import EDITABLE_BY_REPORTER, UNDER_WAY, ContributionState, ReportState, Role
from recommendations.models import Action, Department, ProgressReport, ReportStep
from recommendations.permissions import User, may_carry, may_discard, may_edit, may_report_on, roles_of
from recommendations.querysets.reports import WAITS_FOR_HEAD, WAITS_FOR_OFFICE
from recommendations.validators import changed_without_news

from .capacity import capacity_of, has_head
from .kept_content import remove_unused
from .sample import sample_is_here

TEXTS = (
    "as_of",
    "status",
    "percent",
    "no_news",
    "progress",
    "problems",
    "next_steps",
    "evidence",
    "openness",
    "corrects",
)

ALREADY_CORRECTED = gettext_lazy("这份报告已由另一份报告更正，请更正那一份。")
CHANGED_SINCE = gettext_lazy("这份报告在您打开之后又改过，请看过新的内容再办理。")


class OutdatedError(Exception):
    """Somebody else was quicker: the report is no longer in the state that the person saw. The message says who."""


def log_report(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Save a draft, or the text of one that was returned.

    Args:
        actor: who writes; must report for the action's leading department, or be of the office.
        report: the report with its text; a new one or one of the actor's department.

    Returns:
        The stored report. A second save of a new report under the same ``ref`` (a double click) returns the first.

    Raises:
        PermissionDenied: the action or the report is another department's.
        ValidationError: a field or constraint does not hold; nothing is stored.
        OutdatedError: the report was submitted, approved, thrown away or saved by somebody else meanwhile.
    """
    if report.pk is None:
        return _create(actor, report)
    with transaction.atomic():
        stored = lock_for_writing(actor, report)
        if stored.version != report.version:
            raise OutdatedError(str(CHANGED_SINCE))
        report.action = stored.action  # a report stays with its action
        _check(report)
        report.version = stored.version + 1
        report.save_without_historical_record(update_fields=[*TEXTS, "version"])
        write_history(report, actor, gettext_noop("修改"))
    return report


def revise(*, actor: User, report: ProgressReport, **said: Any) -> ProgressReport:
    """Change some of a report's text and leave the rest as it is stored by now, whatever was read before.

    Args:
        actor: who writes.
        report: the report, as somebody read it.
        said: the columns to change, of ``TEXTS``.

    Raises:
        PermissionDenied: the report is another department's.
        ValidationError: a field or constraint does not hold; nothing is stored.
        OutdatedError: it was submitted, approved or thrown away meanwhile.
    """
    with transaction.atomic():
        stored = _locked(report)
        for name in TEXTS:
            if name in said:
                setattr(stored, name, said[name])
        return log_report(actor=actor, report=stored)


def _create(actor: User, report: ProgressReport) -> ProgressReport:
    if not may_report_on(actor, report.action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能填报。"))
    report.created_by = actor
    report.department = report.action.lead_department
    report.state = ReportState.DRAFT
    report.sample = report.sample or sample_is_here()
    twin = ProgressReport.objects.filter(ref=report.ref, created_by=actor).first()
    if twin:
        return twin
    try:
        _check(report)
        with transaction.atomic():
            report.save_without_historical_record()
            write_history(report, actor, gettext_noop("起草"), new=True)
    except (IntegrityError, ValidationError):  # the first of a double click may have landed in between
        twin = ProgressReport.objects.filter(ref=report.ref, created_by=actor).first()
        if twin is None:
            raise
        return twin
    return report


def _check(report: ProgressReport) -> None:
    report.full_clean()
    check_beside_others(report)


def check_beside_others(report: ProgressReport) -> None:
    """Whether the report fits what was approved of its action.

    What has no news keeps its percent; a correction takes the corrected report out of the count, and must stand in for
    it from the same day on.

    Raises:
        ValidationError: it does not fit; the sentence stands under its field.
    """
    corrected = report.corrects
    if corrected is None:
        if report.no_news:
            fault = changed_without_news(report.percent, percent_before(report.action, report.as_of))
            if fault:
                raise ValidationError({"percent": fault})
        return
    if corrected.action_id != report.action_id or corrected.state != ReportState.APPROVED:
        raise ValidationError({"corrects": _("只能更正同一行动已核准的报告。")})
    if report.as_of > corrected.as_of:
        sentence = _("更正的截至日期不能晚于原报告的 %(day)s；此后的进展请另报一份。")
        raise ValidationError({"as_of": sentence % {"day": corrected.as_of.isoformat()}})
    if corrected.corrections.approved().exclude(pk=report.pk).exists():
        raise ValidationError({"corrects": ALREADY_CORRECTED})


def percent_before(action: Action, day: date) -> Decimal:
    """The percent that counts on the day; nothing reported is zero here, as nothing was achieved."""
    last = action.reports.counting(AsOf(as_of=day)).latest_first().first()
    return last.percent if last else Decimal(0)


def _locked(report: ProgressReport) -> ProgressReport:
    stored = ProgressReport.objects.select_for_update().filter(pk=report.pk).first()
    if stored is None:
        raise OutdatedError(_("这份草稿已被删除。"))
    return stored


def lock_for_writing(actor: User, report: ProgressReport) -> ProgressReport:
    """The report as it stands, locked until the transaction ends, where the actor may still write on it.

    Raises:
        PermissionDenied: it is another department's.
        OutdatedError: it was submitted, approved or thrown away meanwhile.
    """
    stored = _locked(report)
    if not may_carry(actor, stored):
        raise PermissionDenied(_("这份报告不由您的部门填报。"))
    if not may_edit(actor, stored):
        raise OutdatedError(_explain(stored))
    return stored


def discard(*, actor: User, report: ProgressReport) -> None:
    """Throw away a draft of one's own, with the files that proved nothing else.

    Raises:
        PermissionDenied: somebody else wrote it.
        OutdatedError: it is no longer a draft, or gone already.
    """
    with transaction.atomic():
        stored = _locked(report)
        if stored.created_by_id != actor.pk:
            raise PermissionDenied(_("只能删除自己写的草稿。"))
        if not may_discard(actor, stored):
            raise OutdatedError(_explain(stored))
        stored._history_user = actor
        files = list(stored.files.all())
        stored.contributions.update(state=ContributionState.GIVEN)  # what was merged into it can be merged elsewhere
        stored.delete()
        remove_unused(files)


def submit(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Hand in a draft, or a returned report: to the department's head where one signs, else to the office.

    Raises:
        PermissionDenied: the action is another department's.
        OutdatedError: it is no longer a draft or returned.
    """
    return transition(actor=actor, report=report, to=ReportState.SUBMITTED)


def sign(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Sign a submitted report off within the department, so that the office sees to it.

    Raises:
        PermissionDenied: the actor is not the department's head.
        OutdatedError: it does not wait for the head any more.
    """
    return transition(actor=actor, report=report, to=ReportState.SIGNED)


def approve(*, actor: User, report: ProgressReport) -> ProgressReport:
    """Approve a report: from then on it counts, and is never changed.

    Raises:
        PermissionDenied: the actor is not of the office.
        OutdatedError: it does not wait for the office: not handed in, not signed yet, or decided already.
    """
    return transition(actor=actor, report=report, to=ReportState.APPROVED)


def send_back(*, actor: User, report: ProgressReport, reason: str) -> ProgressReport:
    """Return a report that was handed in, with a reason: the head within the department, or the office.

    Raises:
        PermissionDenied: the actor is neither of the office nor the department's head.
        ValidationError: no reason is given.
        OutdatedError: it is no longer under way.
    """
    if not reason.strip():
        raise ValidationError({"return_reason": _("请写明退回理由。")})
    return transition(actor=actor, report=report, to=ReportState.RETURNED, return_reason=reason.strip())


def _is_head(actor: User, report: ProgressReport) -> bool:
    return report.department_id in roles_of(actor).heads


def _is_office(actor: User, report: ProgressReport) -> bool:
    return roles_of(actor).office


def _is_either(actor: User, report: ProgressReport) -> bool:
    return _is_office(actor, report) or _is_head(actor, report)


ALLOWED: dict[ReportState, Callable[[User, ProgressReport], bool]] = {
    ReportState.SUBMITTED: may_carry,
    ReportState.SIGNED: _is_head,
    ReportState.APPROVED: _is_office,
    ReportState.RETURNED: _is_either,
}


def _origins(actor: User, report: ProgressReport, to: ReportState) -> Q:
    """From where the actor can bring the report there. The office may return what waits for a head who is away."""
    if to == ReportState.SUBMITTED:
        return Q(state__in=EDITABLE_BY_REPORTER)
    if to == ReportState.SIGNED:
        return WAITS_FOR_HEAD
    if to == ReportState.APPROVED:
        return WAITS_FOR_OFFICE
    return Q(state__in=UNDER_WAY) if _is_office(actor, report) else WAITS_FOR_HEAD


def transition(
    *, actor: User, report: ProgressReport, to: ReportState, moment: datetime | None = None, **texts: Any
) -> ProgressReport:
    """Move a report to another state: veto, one conditional UPDATE that decides a race, one step that stays.

    Args:
        actor: who moves it.
        report: the report; its fields are refreshed.
        to: the state to reach.
        moment: when it is made; now, unless one records what was done before.
        texts: further columns written with it (the reason of a return).

    Raises:
        PermissionDenied: the actor may not make this move.
        OutdatedError: the report is in no state from which it can be made, was saved or handed in anew since it was
            read, or what it corrects has been corrected otherwise; the message says which.
    """
    if not ALLOWED[to](actor, report):
        raise PermissionDenied(_("您没有权限做这一步。"))
    moment = moment or timezone.now()
    role = _role(actor, report, to)
    changes = {"state": to, f"{to}_at": moment, f"{to}_by": actor, **texts}
    if to == ReportState.SUBMITTED:
        changes["needs_sign_off"] = role != Role.HEAD and _head_signs(report.department)
    with transaction.atomic():
        seen = ProgressReport.objects.filter(pk=report.pk, submitted_at=report.submitted_at, version=report.version)
        came_from = _locked(report).state
        try:
            with transaction.atomic():
                moved = seen.filter(_origins(actor, report, to), state=came_from).update(**changes)
        except IntegrityError:  # ``report_corrected_once``: another correction was approved first
            raise OutdatedError(str(ALREADY_CORRECTED)) from None
        if not moved:
            raise OutdatedError(_why_not(report, to))
        report.refresh_from_db()
        capacity = capacity_of(actor, report.department, moment)
        ReportStep.objects.create(
            report=report,
            from_state=came_from,
            to_state=to,
            at=moment,
            by=actor,
            role=role,
            needs_sign_off=report.needs_sign_off,
            department=capacity.department,
            post=capacity.post,
            reason=texts.get("return_reason", ""),
        )
        write_history(report, actor, report.standing.label if to == ReportState.SUBMITTED else to.label, moment)
    return report


def _role(actor: User, report: ProgressReport, to: ReportState) -> Role:
    """As what the actor takes the step, where a person is several things."""
    if to == ReportState.SIGNED:
        return Role.HEAD
    if to == ReportState.SUBMITTED:
        if _is_head(actor, report):
            return Role.HEAD
        return Role.REPORTER if report.department_id in roles_of(actor).departments else Role.COORDINATOR
    return Role.COORDINATOR if _is_office(actor, report) else Role.HEAD


def _head_signs(department: Department | None) -> bool:
    """Whether a head must sign: where the department asks for it, and has one to do it."""
    return department is not None and department.needs_sign_off and has_head(department)


def write_history(
    report: ProgressReport, actor: User, reason: str, moment: datetime | None = None, *, new: bool = False
) -> None:
    """One row of history that says who and why, whoever calls: a request, a command or a test.

    The reason is kept in the language of record, not in that of whoever clicked.
    """
    with override(None):
        ProgressReport.history.bulk_history_create(
            [report], update=not new, default_user=actor, default_change_reason=str(reason), default_date=moment
        )


def _why_not(report: ProgressReport, to: ReportState) -> str:
    """Why the report did not move: it was saved since in a state from which it could, or it stands elsewhere."""
    stored = _locked(report)
    could_move = to == ReportState.SUBMITTED and stored.state in EDITABLE_BY_REPORTER
    return str(CHANGED_SINCE) if could_move and stored.version != report.version else _explain(stored)


def _explain(report: ProgressReport) -> str:
    if report.state == ReportState.APPROVED:
        return _("这份报告已由 %(who)s 核准。") % {"who": report.approved_by or "—"}
    if report.state == ReportState.RETURNED:
        return _("这份报告已由 %(who)s 退回。") % {"who": report.returned_by or "—"}
    if report.state == ReportState.SIGNED:
        return _("这份报告已由 %(who)s 签批，等待研究室核准。") % {"who": report.signed_by or "—"}
    if report.state == ReportState.SUBMITTED and report.needs_sign_off:
        return _("这份报告已由 %(who)s 提交，等待部门负责人签批。") % {"who": report.submitted_by or "—"}
    if report.state == ReportState.SUBMITTED:
        return _("这份报告已由 %(who)s 提交，等待核准。") % {"who": report.submitted_by or "—"}
    return _("这份报告还是草稿，没有提交。")
