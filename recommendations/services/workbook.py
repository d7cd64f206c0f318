"""Stores what a department filled in in a workbook: all of its rows, as they were seen, or none."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from recommendations.models import Action, Department, ProgressReport
from recommendations.permissions import User, may_report_for
from recommendations.workbook.compare import Compared, Preview, compare, report_of
from recommendations.workbook.read import Line

from .progress import OutdatedError, log_report, submit


class NotStorableError(Exception):
    """A row is faulty, or none was filled in; nothing was stored. The message says which."""


def foresee(*, actor: User, department: Department, lines: list[Line]) -> Preview:
    """What storing the rows would do now.

    Raises:
        PermissionDenied: the actor does not report for the department.
    """
    if not may_report_for(actor, department.pk):
        raise PermissionDenied(_("您不为%(department)s填报。") % {"department": department})
    return compare(lines, department, AsOf.now())


def store(
    *, actor: User, department: Department, lines: list[Line], seen: str, hand_in: bool = False
) -> list[ProgressReport]:
    """Store the rows as drafts, and hand them in where one asks for it.

    Args:
        actor: who reports for the department.
        department: for whom.
        lines: the rows of the file.
        seen: the ``fingerprint`` of the preview that the person saw.
        hand_in: whether each is submitted too.

    Returns:
        The reports that were stored, in the file's order.

    Raises:
        PermissionDenied: the actor does not report for the department.
        OutdatedError: something moved since the preview.
        NotStorableError: a row is faulty, or none was filled in.
    """
    with transaction.atomic():
        actions = Action.objects.filter(code__in=[line.code for line in lines]).order_by("pk")
        list(actions.select_for_update(of=("self",)))  # so that nobody writes on a row between the look and the storing
        preview = foresee(actor=actor, department=department, lines=lines)
        if preview.faulty or not preview.to_store:
            raise NotStorableError(_("有一行有误，就一行也不存。") if preview.faulty else _("没有要存的行。"))
        if preview.fingerprint != seen:
            raise OutdatedError(_("预览之后有了变化，什么也没有存。请重新上传，再看一次预览。"))
        return [_store(actor, compared, hand_in=hand_in) for compared in preview.to_store]


def _store(actor: User, compared: Compared, *, hand_in: bool) -> ProgressReport:
    try:
        report = log_report(actor=actor, report=report_of(compared.row, compared.values))
        return submit(actor=actor, report=report) if hand_in else report
    except (OutdatedError, PermissionDenied) as refusal:
        raise OutdatedError(_told(compared, str(refusal))) from None
    except ValidationError as fault:
        raise NotStorableError(_told(compared, " ".join(fault.messages))) from None


def _told(compared: Compared, sentence: str) -> str:
    return _("第 %(number)d 行 %(code)s：%(sentence)s") % {
        "number": compared.line.number,
        "code": compared.line.code,
        "sentence": sentence,
    }
