"""What supporting departments add to the lead's report: asked for, given, merged into its draft, or withdrawn."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from recommendations.choices import ContributionState
from recommendations.models import Action, Contribution, Department, ProgressReport, ReportingPeriod
from recommendations.permissions import User, may_ask_to_contribute, may_contribute

from .progress import OutdatedError, lock_for_writing, write_history
from .sample import sample_is_here

OPEN = {ContributionState.ASKED, ContributionState.GIVEN}


def ask(
    *,
    actor: User,
    action: Action,
    period: ReportingPeriod,
    departments: Iterable[Department],
    due: date,
    question: str = "",
    moment: datetime | None = None,
) -> list[Contribution]:
    """Ask supporting departments for their part of a period; those that were asked already are left alone.

    Args:
        actor: who reports on the action, or the office.
        action: what it is about.
        period: the part is as of its cut-off day.
        departments: some of the action's supporting departments.
        due: the day by which they should answer.
        question: what is wanted of them.
        moment: when it is done; now, unless one records what was done before.

    Returns:
        What is newly asked.

    Raises:
        PermissionDenied: another department leads the action.
        ValidationError: nobody is left to ask, one does not support the action, or the day has passed.
        OutdatedError: somebody else asked at the same moment.
    """
    if not may_ask_to_contribute(actor, action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能请配合单位提供内容。"))
    asked = _to_ask(action, period, list(departments))
    now = moment or timezone.now()
    if due < timezone.localdate(now):
        raise ValidationError({"due": _("请配合单位提供内容的日期不能早于今天。")})
    sample = sample_is_here()
    rows = [
        Contribution(
            action=action,
            department=department,
            as_of=period.cut_off,
            due_by=due,
            question=question.strip(),
            asked_at=now,
            asked_by=actor,
            sample=sample,
        )
        for department in asked
    ]
    for row in rows:
        row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            return Contribution.objects.bulk_create(rows)
    except IntegrityError:  # ``contribution_asked_once``
        raise OutdatedError(_("刚才已有人请配合单位提供这一期的内容。")) from None


def _to_ask(action: Action, period: ReportingPeriod, departments: list[Department]) -> list[Department]:
    supporting = set(action.supporting_departments.values_list("pk", flat=True))
    for department in departments:
        if department.pk not in supporting:
            raise ValidationError({"departments": _("%(name)s不是这项行动的配合单位。") % {"name": department}})
    before = action.contributions.filter(as_of=period.cut_off).exclude(state=ContributionState.WITHDRAWN)
    already = set(before.values_list("department", flat=True))
    left = [department for department in departments if department.pk not in already]
    if not left:
        sentence = _("配合单位都已经请过了。") if departments else _("这项行动没有可以请的配合单位。")
        raise ValidationError({"departments": sentence})
    return left


def give(*, actor: User, contribution: Contribution, text: str, moment: datetime | None = None) -> Contribution:
    """Give the department's part, or mend it until it is merged.

    Args:
        actor: a reporter of the department, or the office.
        contribution: as the actor saw it: whoever mends what changed since is refused.
        text: what the department did.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: another department is asked.
        ValidationError: nothing is said.
        OutdatedError: it was merged or withdrawn, or a colleague gave something meanwhile.
    """
    if not may_contribute(actor, contribution):
        raise PermissionDenied(_("这项内容不是请您的部门提供的。"))
    if not text.strip():
        raise ValidationError({"text": _("请写明提供的内容。")})
    given = {"text": text.strip(), "given_at": moment or timezone.now(), "given_by": actor}
    return _moved(_as_seen(contribution).filter(state__in=OPEN), contribution, ContributionState.GIVEN, given)


def merge(
    *, actor: User, contribution: Contribution, report: ProgressReport, moment: datetime | None = None
) -> Contribution:
    """Add what was given to a draft's progress, under the department's name; what the lead wrote stays.

    Args:
        actor: who may write on the report.
        contribution: one that was given, as the actor saw it.
        report: a draft of the same action, or one that was returned; its text is refreshed.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: the report is another department's.
        ValidationError: the report is of another action.
        OutdatedError: the report was handed in, or the contribution was changed, merged or withdrawn meanwhile.
    """
    if report.action_id != contribution.action_id:
        raise ValidationError(_("只能并入同一行动的报告。"))
    with transaction.atomic():
        stored = lock_for_writing(actor, report)
        given = _as_seen(contribution).filter(state=ContributionState.GIVEN)
        contribution = _moved(given, contribution, ContributionState.MERGED, {"merged_into": stored})
        with override(None):  # reports are written in the language of record
            part = _("%(name)s：%(text)s") % {"name": contribution.department.name, "text": contribution.text}
        stored.progress = f"{stored.progress.rstrip()}\n{part}".lstrip()
        stored.version += 1
        stored.save_without_historical_record(update_fields=["progress", "version"])
        write_history(stored, actor, gettext_noop("并入配合单位的内容"), moment)
    report.progress, report.version = stored.progress, stored.version
    return contribution


def withdraw(*, actor: User, contribution: Contribution) -> Contribution:
    """Take back what was asked and not answered; the department may be asked anew.

    Raises:
        PermissionDenied: another department leads the action.
        OutdatedError: it was answered or withdrawn meanwhile.
    """
    if not may_ask_to_contribute(actor, contribution.action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能撤回。"))
    asked = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.ASKED)
    return _moved(asked, contribution, ContributionState.WITHDRAWN, {})


def _as_seen(contribution: Contribution) -> QuerySet[Contribution]:
    return Contribution.objects.filter(pk=contribution.pk, given_at=contribution.given_at)


def _moved(
    expected: QuerySet[Contribution], contribution: Contribution, to: ContributionState, more: dict[str, object]
) -> Contribution:
    """One conditional UPDATE, which decides a race.

    Raises:
        OutdatedError: the contribution is not among the expected any more.
    """
    moved = expected.update(state=to, **more)
    contribution.refresh_from_db()
    if not moved:
        raise OutdatedError(_explain(contribution))
    return contribution


def _explain(contribution: Contribution) -> str:
    if contribution.state == ContributionState.MERGED:
        return _("这项内容已并入报告，不能再改。")
    if contribution.state == ContributionState.WITHDRAWN:
        return _("这项请求已撤回。")
    if contribution.state == ContributionState.GIVEN:
        return _("这项内容已由 %(who)s 提供或改过，请看过再决定。") % {"who": contribution.given_by}
    return _("配合单位还没有提供内容。")
