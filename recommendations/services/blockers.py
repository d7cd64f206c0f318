"""What a department cannot solve alone: raised, escalated to a leader with the options, resolved with words."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.models import Blocker, Post
from recommendations.permissions import User, may_block, may_edit_blocker

from .progress import OutdatedError
from .sample import sample_is_here

NOBODY_LEADS = gettext_lazy("这项行动还没有牵头单位，不能提出待协调事项。")


def raise_blocker(*, actor: User, blocker: Blocker, moment: datetime | None = None) -> Blocker:
    """Say what an action waits for, with whom and since when.

    Args:
        actor: a person of the leading department, or of the office.
        blocker: a new one with its action, texts and day; who raised it and for whom is set here.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: another department leads the action.
        ValidationError: a field or constraint does not hold, or nobody leads the action.
    """
    if not may_block(actor, blocker.action):
        raise PermissionDenied(_("这项行动不由您的部门牵头，不能提出待协调事项。"))
    if blocker.action.lead_department_id is None:
        raise ValidationError({"action": NOBODY_LEADS})
    blocker.department = blocker.action.lead_department
    blocker.raised_at = moment or timezone.now()
    blocker.raised_by = actor
    blocker.sample = blocker.sample or sample_is_here()
    return _store(actor, blocker)


def edit_blocker(*, actor: User, blocker: Blocker) -> Blocker:
    """Change the texts, the day or with whom it waits, until it is resolved.

    Raises:
        PermissionDenied: it is another department's.
        OutdatedError: it was resolved meanwhile.
        ValidationError: a field or constraint does not hold.
    """
    with transaction.atomic():
        stored = _open(actor, blocker)
        blocker.action, blocker.department = stored.action, stored.department
        return _store(actor, blocker)


def escalate(*, actor: User, blocker: Blocker, to: Post, options: str = "", moment: datetime | None = None) -> Blocker:
    """Bring a blocker before a leader's post, with the options to choose from.

    Args:
        actor: whoever may edit it.
        blocker: one that is open.
        to: a leader's post.
        options: one a line; empty: those that it states already.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: it is another department's.
        OutdatedError: it was resolved meanwhile.
        ValidationError: no options are stated, or the post is no leader's.
    """
    with transaction.atomic():
        blocker = _open(actor, blocker)
        blocker.options = options.strip() or blocker.options
        if not blocker.options.strip():
            raise ValidationError({"options": _("上报领导时必须写明可选方案。")})
        blocker.escalated_to, blocker.escalated_at, blocker.escalated_by = to, moment or timezone.now(), actor
        return _store(actor, blocker)


def resolve(
    *, actor: User, blocker: Blocker, resolution: str, on: date | None = None, moment: datetime | None = None
) -> Blocker:
    """Close a blocker with what came of it; then it is not changed any more.

    Args:
        actor: whoever may edit it.
        blocker: one that is open.
        resolution: how it was resolved.
        on: the day; the moment's by default.
        moment: when it is done; now, unless one records what was done before.

    Raises:
        PermissionDenied: it is another department's.
        OutdatedError: it was resolved meanwhile.
        ValidationError: nothing is said, or the day lies before it began or ahead.
    """
    with transaction.atomic():
        blocker = _open(actor, blocker)
        now = moment or timezone.now()
        day = on or timezone.localdate(now)
        if not resolution.strip():
            raise ValidationError({"resolution": _("请写明解决结果。")})
        if day < blocker.since:
            raise ValidationError({"resolved_on": _("解决日不能早于起始日。")})
        blocker.resolution, blocker.resolved_on = resolution.strip(), day
        blocker.resolved_at, blocker.resolved_by = now, actor
        return _store(actor, blocker)


def _open(actor: User, blocker: Blocker) -> Blocker:
    """The blocker as it stands, locked, where the actor may still write on it."""
    stored = Blocker.objects.select_for_update().get(pk=blocker.pk)
    if stored.resolved_at is not None:
        raise OutdatedError(_("这件事已于 %(day)s 销号，不能再改。") % {"day": stored.resolved_on.isoformat()})
    if not may_edit_blocker(actor, stored):
        raise PermissionDenied(_("这件待协调事项不是您的部门提出的。"))
    return stored


def _store(actor: User, blocker: Blocker) -> Blocker:
    blocker.full_clean()
    blocker._history_user = actor
    blocker.save()
    return blocker
