"""Who holds a post: ended and begun as one operation, so that a post never has two holders and its past stays."""

from datetime import date, timedelta
from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from indicators.asof import today
from indicators.writing import person
from recommendations.models import Post, Tenure
from recommendations.permissions import User, may_hand_over_post

from .progress import OutdatedError

MOST_AHEAD = timedelta(days=31)  # an appointment is announced before it begins, never months before
ONE_DAY = timedelta(days=1)
MEANWHILE = gettext_lazy("这个职务刚才已由别人办理过交接，请看过现在的任职情况再办。")


def last_tenure(post: Post) -> Tenure | None:
    """The tenure that began last, running or ended; None: nobody has ever held the post."""
    return post.tenures.select_related("user").order_by("-since", "-pk").first()


def hand_over_post(
    *,
    actor: User,
    post: Post,
    to: User | None,
    on: date,
    seen: Tenure | Literal["any"] | None = "any",
    recorded_on: date | None = None,
) -> Tenure | None:
    """Hand a post over: the present holder leaves the day before, the new one holds it from the day.

    Args:
        actor: a person of the office.
        post: the post; one that nobody has held gets its first holder.
        to: the new holder; None leaves the post vacant.
        on: the new holder's first day, or the first on which the post is vacant; at most 31 days ahead, because an
            appointment is often announced before it begins.
        seen: the last tenure as the actor saw it, so that what happened meanwhile is not overwritten; by default not
            asked.
        recorded_on: when it is recorded; today, unless one records what was recorded before.

    Returns:
        The new tenure; None where the post was left vacant.

    Raises:
        PermissionDenied: the actor is not of the office.
        ValidationError: the day or the person does not fit; nothing is stored.
        OutdatedError: somebody else handed the post over meanwhile.
    """
    if not may_hand_over_post(actor):
        raise PermissionDenied(_("只有研究室可以办理职务交接。"))
    try:
        with transaction.atomic():
            Post.objects.select_for_update().get(pk=post.pk)
            last = last_tenure(post)
            if seen not in ("any", last):
                raise OutdatedError(MEANWHILE)
            _check(last, to, on)
            if last is not None and last.until is None:
                _write(actor, last, gettext_noop("离任"), until=on - ONE_DAY)
            if to is None:
                return None
            begun = Tenure(post=post, user=to, since=on, recorded_on=recorded_on or today())
            return _write(actor, begun, gettext_noop("到任"))
    except IntegrityError:  # where rows cannot be locked, the constraint of one holder decides
        raise OutdatedError(MEANWHILE) from None


def _check(last: Tenure | None, to: User | None, on: date) -> None:
    """Whether the day follows what stands, and the person is another one who can work here."""
    if on > today() + MOST_AHEAD:
        raise ValidationError({"on": _("交接最多提前 %(days)d 天办理。") % {"days": MOST_AHEAD.days}})
    vacant = last is None or last.until is not None
    if to is None and vacant:
        raise ValidationError({"to": _("这个职务现在没有人，不能再办离任。")})
    if to is not None and not to.is_active:
        raise ValidationError({"to": _("%(who)s的账号已停用，不能任职。") % {"who": person(to)}})
    if last is None:
        return
    words = {"who": person(last.user), "day": (last.until or last.since).isoformat()}
    if not vacant and to is not None and to.pk == last.user_id:
        raise ValidationError({"to": _("%(who)s已在任，请选择另一人。") % words})
    if not vacant and on <= last.since:
        raise ValidationError({"on": _("交接日须晚于现任%(who)s的到任日 %(day)s。") % words})
    if vacant and on <= last.until:
        raise ValidationError({"on": _("到任日须晚于前任%(who)s的离任日 %(day)s。") % words})


def _write(actor: User, tenure: Tenure, reason: str, **changes: date) -> Tenure:
    for name, value in changes.items():
        setattr(tenure, name, value)
    tenure.full_clean()
    tenure._history_user, tenure._change_reason = actor, reason
    tenure.save()
    return tenure
