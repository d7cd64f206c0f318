"""The stages of an action: set, changed and withdrawn so that the plan on any past day can still be read."""

from collections.abc import Iterable
from copy import copy
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from indicators.asof import AsOf, today
from indicators.writing import percent
from recommendations.models import Action, Milestone
from recommendations.permissions import User, may_edit_plan
from recommendations.queries.status import due_in_force

from .progress import OutdatedError
from .sample import sample_is_here

WITHDRAWN_ALREADY = gettext_lazy("里程碑刚由他人改过，请重新打开这一页再改。")
SET, WITHDRAWN = gettext_noop("设定里程碑"), gettext_noop("撤销里程碑")


def set_milestones(
    *,
    actor: User,
    action: Action,
    add: Iterable[Milestone] = (),
    withdraw: Iterable[Milestone] = (),
    on: date | None = None,
) -> list[Milestone]:
    """Change the stages of an action in one go: a changed one is withdrawn and set anew, none overwritten or deleted.

    Args:
        actor: a person of the office.
        action: whose stages they are.
        add: new ones, with date, title, planned percent and deliverable.
        withdraw: those that no longer hold.
        on: the day from which on it holds; today, unless one records what was decided before.

    Returns:
        The stages that hold now, by their days.

    Raises:
        PermissionDenied: the actor is not of the office.
        OutdatedError: one to withdraw has been withdrawn meanwhile.
        ValidationError: a field or constraint does not hold, a day lies outside the action's dates, or the percent
            falls.
    """
    if not may_edit_plan(actor):
        raise PermissionDenied(_("只有研究室可以设定里程碑。"))
    day = on or today()
    added, gone = list(add), {stage.pk for stage in withdraw}
    for stage in added:
        stage.clean_fields(exclude=["action"])
    with transaction.atomic():
        locked = Action.objects.select_for_update().get(pk=action.pk)  # two plans set at once would be checked apart
        standing = list(locked.milestones.standing())
        leaving = [stage for stage in standing if stage.pk in gone]
        if len(leaving) != len(gone):
            raise OutdatedError(str(WITHDRAWN_ALREADY))
        check_stages(locked, [*(stage for stage in standing if stage not in leaving), *added], on=day)
        for stage in leaving:
            _withdraw(stage, actor, day)
        for stage in added:
            _set(stage, locked, actor, day)
        return list(locked.milestones.standing())


def withdraw_milestone(*, actor: User, milestone: Milestone) -> None:
    """Withdraw a stage from today on; the plan of earlier days still has it.

    Raises:
        PermissionDenied: the actor is not of the office.
        OutdatedError: it has been withdrawn already.
    """
    set_milestones(actor=actor, action=milestone.action, withdraw=[milestone])


def anew(stage: Milestone) -> Milestone:
    """A new stage with the texts and figures of an edited one, to be set in its place."""
    new = copy(stage)
    new.pk, new._state = None, type(stage._state)()
    return new


def check_stages(action: Action, stages: Iterable[Milestone], on: date | None = None) -> None:
    """Hold the stages of a plan against each other and against the action's dates.

    Args:
        action: whose stages they are, with the dates that it shall have.
        stages: all that shall hold, in any order.
        on: the day on which they are set; today by default.

    Raises:
        ValidationError: with a sentence for each fault, naming the day of the stage.
    """
    ordered = sorted(stages, key=lambda stage: stage.date)
    start, due = action.start_date, due_in_force(action, AsOf(on or today()))
    faults = []
    for before, stage in zip([None, *ordered], ordered, strict=False):
        named = {"day": stage.date.isoformat()}
        if start is not None and stage.date < start:
            faults.append(_("%(day)s 的里程碑早于开始日期 %(start)s。") % (named | {"start": start.isoformat()}))
        if due is not None and stage.date > due:
            faults.append(_("%(day)s 的里程碑晚于现行期限 %(due)s。") % (named | {"due": due.isoformat()}))
        if before is None:
            continue
        if before.date == stage.date:
            faults.append(_("%(day)s 有两个里程碑，一天只能有一个。") % named)
        elif stage.planned_percent < before.planned_percent:
            sentence = _("%(day)s 的计划完成比例 %(now)s 低于前一个里程碑的 %(before)s。")
            figures = {"now": percent(stage.planned_percent), "before": percent(before.planned_percent)}
            faults.append(sentence % (named | figures))
    if faults:
        raise ValidationError(faults)


def _withdraw(stage: Milestone, actor: User, day: date) -> None:
    if day < stage.recorded_on:
        raise ValidationError(_("%(day)s 的里程碑那时还没有设定。") % {"day": stage.date.isoformat()})
    stage.withdrawn_on = day
    _save(stage, actor, WITHDRAWN)


def _set(stage: Milestone, action: Action, actor: User, day: date) -> None:
    stage.action, stage.recorded_on, stage.withdrawn_on = action, day, None
    stage.sample = sample_is_here()
    stage.full_clean()
    _save(stage, actor, SET)


def _save(stage: Milestone, actor: User, reason: str) -> None:
    """With one row of history that says who and why, in the language of record."""
    stage._history_user = actor
    with override(None):
        stage._change_reason = _(reason)
    stage.save()
