"""本期填报: rows are saved one by one, and handed in, signed or said to have no news together, each by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.asof import today
from recommendations.models import Action, Department, ProgressReport, ReportingPeriod
from recommendations.models.refs import new_ref
from recommendations.permissions import User, may_edit, may_report_on, roles_of
from recommendations.queries.this_period import last_day, present, reports_within

from .capacity import has_head
from .files import attach, store_file
from .plan_changes import lock_actions
from .progress import OutdatedError, log_report, percent_before, sign, submit

Item = TypeVar("Item")
FIRST = 1  # the version of a report that was saved once


class StaleRowError(OutdatedError):
    """The row was saved by somebody else since it was read.

    Attributes:
        stored: what is stored now; None: the draft was thrown away.
    """

    def __init__(self, sentence: str, stored: ProgressReport | None) -> None:
        super().__init__(sentence)
        self.stored = stored


@dataclass(frozen=True)
class Result:
    """What became of one of several.

    Attributes:
        action: the action that it was about.
        done: whether it was done.
        sentence: what was done, or why not.
    """

    action: Action
    done: bool
    sentence: str


def save_row(
    *, actor: User, action: Action, period: ReportingPeriod, texts: dict[str, Any], ref: str, seen: int | None
) -> ProgressReport:
    """Save an action's report of a period: the draft that is there, or a new one; never a second one beside it.

    Args:
        actor: who writes.
        action: the action.
        period: the period; the report is as of one of its days.
        texts: the report's fields by name.
        ref: the reference that a new report gets. Saving again what was begun under it changes that draft, so that
            a page which never heard of its first save loses nothing.
        seen: the version that the person had read; None: none was there.

    Returns:
        The stored report; where nothing differs it is as it was, and its history too.

    Raises:
        PermissionDenied: the action is another department's.
        ValidationError: a field does not hold; nothing is stored.
        StaleRowError: somebody else saved, or threw the draft away.
        OutdatedError: the report was handed in or decided meanwhile.
    """
    with transaction.atomic():
        # Two who begin the same row at once: the second waits here, and then meets the first one's draft.
        locked = Action.objects.select_for_update().get(pk=action.pk)
        if not may_report_on(actor, locked):
            raise PermissionDenied(_("这项行动现在由其他单位牵头，不能在这里填报。"))
        _check(locked, period, texts)
        stored = present(list(reports_within(actor, [locked], [period])))
        if stored is None:
            if seen is not None:
                raise StaleRowError(_("这份草稿已被删除。再保存一次，就按这里的内容重新起草。"), None)
            return log_report(actor=actor, report=ProgressReport(action=locked, ref=ref, **texts))
        if may_edit(actor, stored):
            if all(getattr(stored, name) == text for name, text in texts.items()):
                return stored
            begun_here = seen is None and (stored.ref, stored.version) == (ref, FIRST)
            if seen != stored.version and not (begun_here and stored.created_by_id == actor.pk):
                raise StaleRowError(_("这一行在您打开之后已由他人或在另一窗口改过，您的内容还没有保存。"), stored)
            for name, text in texts.items():
                setattr(stored, name, text)
        return log_report(actor=actor, report=stored)  # says who was quicker where it cannot be edited any more


def _check(action: Action, period: ReportingPeriod, texts: dict[str, Any]) -> None:
    """A row answers its period."""
    first, last = period.start, last_day(period, today())
    if not first <= texts["as_of"] <= last:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        raise ValidationError({"as_of": _("本期的截至日期应在 %(first)s 到 %(last)s 之间。") % days})


def submit_all(*, actor: User, reports: Iterable[ProgressReport]) -> list[Result]:
    """Hand in each report by itself; one that fails stops no other.

    Args:
        actor: who hands in.
        reports: as they were read; one that was saved since is not handed in.

    Returns:
        One result a report, in order.
    """

    def hand_in(report: ProgressReport) -> str:
        handed_in = submit(actor=actor, report=report)
        if handed_in.needs_sign_off:
            return _("已提交，等待部门负责人签批。")
        return _("已提交，等待研究室核准。")

    return _each(reports, lambda report: report.action, hand_in)


def goes_to_head(actor: User, department: Department) -> bool:
    """Whether what the actor hands in for the department waits for its head first; the rule of ``submit``."""
    return department.needs_sign_off and department.pk not in roles_of(actor).heads and has_head(department)


def sign_all(*, actor: User, reports: Iterable[ProgressReport]) -> list[Result]:
    """Sign each report by itself, as ``submit_all``."""

    def sign_one(report: ProgressReport) -> str:
        sign(actor=actor, report=report)
        return _("已签批，送研究室核准。")

    return _each(reports, lambda report: report.action, sign_one)


def no_news_for_all(*, actor: User, rows: Iterable[tuple[Action, ReportingPeriod]], reason: str) -> list[Result]:
    """Draft "no news" with one reason for each action that has no report in the period yet.

    Args:
        actor: who writes.
        rows: actions with their periods.
        reason: why there is no news; becomes the text of each.

    Returns:
        One result an action, in order.

    Raises:
        ValidationError: no action is named, or no reason.
    """
    rows = list(rows)
    if not rows:
        raise ValidationError(_("请先勾选本期无进展的行。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明本期无进展的原因。")})

    def draft(row: tuple[Action, ReportingPeriod]) -> str:
        action, period = row
        day = last_day(period, today())
        texts = {
            "as_of": day,
            "percent": percent_before(action, day),
            "no_news": True,
            "progress": reason.strip(),
        }
        save_row(actor=actor, action=action, period=period, texts=texts, ref=new_ref(), seen=None)
        return _("已记为本期无进展，尚未提交。")

    return _each(rows, lambda row: row[0], draft)


def prove_all(
    *, actor: User, department: Department, upload: UploadedFile, reports: Iterable[ProgressReport]
) -> list[Result]:
    """Keep one file, such as the scan of the signed sheet, as evidence of each report.

    Args:
        actor: who uploads.
        department: whose file it is.
        upload: the file; stored once.
        reports: what it proves.

    Returns:
        One result a report, in order; nothing is stored where it could be added to none.

    Raises:
        PermissionDenied: the actor may not upload for the department.
        ValidationError: the file is refused, or there is no report that it could prove.
    """
    nowhere = _("没有可以附扫描件的报告：请先填写本期的行；已核准的报告不能再加佐证。")
    with transaction.atomic():
        reports = list(reports)
        if not reports:
            raise ValidationError(nowhere)
        _lock(reports)
        file = store_file(actor=actor, upload=upload, department=department)

        def prove(report: ProgressReport) -> str:
            attach(actor=actor, report=report, file=file)
            return _("已附扫描件。")

        results = _each(reports, lambda report: report.action, prove)
        if not any(result.done for result in results):
            raise ValidationError([nowhere, *(result.sentence for result in results)])
        return results


def _lock(reports: list[ProgressReport]) -> None:
    """Actions, reports, then the department's store: the order in which a single row takes them.

    Who stored the file first and asked for the reports then would wait for one who does it the other way round.
    """
    lock_actions(report.action for report in reports)
    keys = [report.pk for report in reports]
    list(ProgressReport.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _each(items: Iterable[Item], about: Callable[[Item], Action], act: Callable[[Item], str]) -> list[Result]:
    results = []
    for item in items:
        try:
            results.append(Result(about(item), True, act(item)))
        except (OutdatedError, PermissionDenied) as refusal:
            results.append(Result(about(item), False, str(refusal)))
        except ValidationError as fault:
            results.append(Result(about(item), False, " ".join(fault.messages)))
    return results
