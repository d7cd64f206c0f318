"""What leaves: a notice is claimed by one conditional UPDATE, sent and marked; what fails is tried again, a few times.

Two machines may run at once: whoever's UPDATE finds the notice as it was read sends it. A process that dies between
the server's yes and the mark leaves a notice that is sent once more after ``CLAIM``; nothing can rule that out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.channels import NotSentError, Way, ways_out
from recommendations.models import Notice
from recommendations.permissions import User, may_remind

from .progress import OutdatedError

MOST_ATTEMPTS = 5
CLAIM = timedelta(minutes=10)  # longer than any server takes to answer
PAUSE = timedelta(minutes=5)  # before the second attempt; twice as long before each further one
LONGEST_ERROR = 500


@dataclass
class Delivered:
    """What became of a run.

    Attributes:
        sent: how many left, by channel.
        failed: how many did not, this time.
        reasons: what was said, each once.
    """

    sent: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    reasons: dict[str, None] = field(default_factory=dict)


def deliver(ways: Iterable[Way] | None = None) -> Delivered:
    """Send what waits in the outbox; safe to run at any time, from several machines.

    Args:
        ways: the ways out; None: those that are set up.
    """
    delivered = Delivered()
    for way in ways_out() if ways is None else ways:
        try:
            _deliver_by(way, delivered)
        finally:
            way.close()
    return delivered


def waiting(now: datetime) -> QuerySet[Notice]:
    """What may be sent now: not sent, not tried too often, not being sent, and neither stale nor overtaken.

    Nothing goes to an account that was closed meanwhile.
    """
    newer = Notice.objects.filter(recipient=OuterRef("recipient"), channel=OuterRef("channel"), pk__gt=OuterRef("pk"))
    fresh = now - timedelta(hours=settings.REMIND_REPEAT_HOURS)
    rows = Notice.objects.filter(free(now), sent_at=None, attempts__lt=MOST_ATTEMPTS, created_at__gt=fresh)
    return rows.filter(recipient__is_active=True).exclude(Exists(newer)).order_by("attempts", "pk")


def free(now: datetime) -> Q:
    """Nobody is sending it, and it need not rest after a failure."""
    return Q(claimed_until=None) | Q(claimed_until__lte=now)


def minute(moment: datetime) -> datetime:
    """The beginning of the minute: a job that runs at eight each day is not a second too early on the next."""
    return moment.replace(second=0, microsecond=0)


def _deliver_by(way: Way, delivered: Delivered) -> None:
    now = timezone.now()
    for notice in waiting(now).filter(channel=way.name).select_related("recipient"):
        if not _claim(notice):
            continue  # another process was quicker
        try:
            way.send(notice)
        except NotSentError as fault:
            _note(notice, str(fault))
            delivered.failed += 1
            delivered.reasons[str(fault)] = None
            if fault.nobody:
                return  # the others wait for the next run, with all their attempts
        else:
            _of(notice).update(sent_at=timezone.now(), claimed_until=None, error="")
            delivered.sent[way.name] += 1


def _claim(notice: Notice) -> bool:
    """Take the notice, if it still stands as it was read; only one taker does."""
    as_read = Notice.objects.filter(
        pk=notice.pk, sent_at=None, attempts=notice.attempts, claimed_until=notice.claimed_until
    )
    if not as_read.update(attempts=F("attempts") + 1, claimed_until=timezone.now() + CLAIM):
        return False
    notice.attempts += 1
    return True


def _of(notice: Notice) -> QuerySet[Notice]:
    """The notice while it is this claim's: a later one has counted another attempt."""
    return Notice.objects.filter(pk=notice.pk, attempts=notice.attempts)


def _note(notice: Notice, reason: str) -> None:
    """Keep why it failed, and let go of it: after a pause, or for good."""
    again = notice.attempts < MOST_ATTEMPTS
    pause = timezone.now() + PAUSE * 2 ** (notice.attempts - 1) if again else None
    storable = reason.replace("\x00", "")  # a gateway may answer with anything
    _of(notice).update(error=storable[:LONGEST_ERROR], claimed_until=pause)


def send_again(*, actor: User, notice: Notice) -> Notice:
    """Put a notice that never left back into the outbox; the next run sends it.

    Raises:
        PermissionDenied: the actor is not of the office.
        OutdatedError: it has left, is being sent, is overtaken by a newer one, or the person has no address or
            account any more.
    """
    if not may_remind(actor):
        raise PermissionDenied(_("只有研究室可以重发提醒。"))
    way = next((way for way in ways_out() if way.name == notice.channel), None)
    address = way.address_of(notice.recipient) if way else ""
    if not notice.recipient.is_active:
        raise OutdatedError(_("收件人的账号已停用，不再发送。"))
    if not address:
        raise OutdatedError(_("这条途径没有启用，或收件人没有地址，无法发送。"))
    if Notice.objects.filter(recipient=notice.recipient, channel=notice.channel, pk__gt=notice.pk).exists():
        raise OutdatedError(_("此人已有更新的提醒，不再重发这一条。"))
    now = timezone.now()
    unsent = Notice.objects.filter(free(now), pk=notice.pk, sent_at=None)
    fresh = {"attempts": 0, "claimed_until": None, "error": "", "address": address, "created_at": minute(now)}
    if not unsent.update(**fresh):
        raise OutdatedError(_("这条提醒已经发出，正在发送，或稍后会自动再发。"))
    notice.refresh_from_db()
    return notice
