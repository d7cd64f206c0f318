"""What actions wait for, read for many at once: everyone may know that an action waits, people with a role what for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from indicators.asof import AsOf
from recommendations.models import Action, Blocker, Post
from recommendations.permissions import User

from .decisions import escalated_by, waits_for


@dataclass(frozen=True)
class Wait:
    """One thing that an action waits for on the day.

    Attributes:
        since: since when.
        days: so many days by the day looked at.
        waits_for: with whom; empty for who may not know.
        blocker: the record with its texts; None for who may not read them.
        leader: the post before which it had been brought; None for who may not know.
    """

    since: date
    days: int
    sample: bool
    waits_for: str = ""
    blocker: Blocker | None = None
    leader: Post | None = None


def waits_by_action(actions: Iterable[Action] | QuerySet[Action], asof: AsOf, reader: User) -> dict[int, list[Wait]]:
    """What each action waits for on the day, the longest first; one query.

    Args:
        actions: which; a queryset is not read, only asked.
        asof: the date of reading.
        reader: who asks; without a role only days are told, never texts or with whom.
    """
    among = actions.order_by().values("pk") if isinstance(actions, QuerySet) else [action.pk for action in actions]
    standing = Blocker.objects.standing(asof).filter(action__in=among)
    visible = Blocker.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    found: dict[int, list[Wait]] = defaultdict(list)
    rows = standing.select_related("waits_for", "escalated_to", "department").annotate(visible=Exists(visible))
    for row in rows.order_by("since", "pk"):
        open_part = Wait(row.since, (asof.as_of - row.since).days, row.sample)
        found[row.action_id].append(_told(row, asof) if row.visible else open_part)
    return found


def waits_of(blockers: Iterable[Blocker], asof: AsOf) -> dict[int, list[Wait]]:
    """The same of blockers that the reader may read: those of ``standing_blockers``."""
    found: dict[int, list[Wait]] = defaultdict(list)
    for row in sorted(blockers, key=lambda row: (row.since, row.pk)):
        found[row.action_id].append(_told(row, asof))
    return found


def _told(row: Blocker, asof: AsOf) -> Wait:
    days = (asof.as_of - row.since).days
    return Wait(row.since, days, row.sample, waits_for(row), row, escalated_by(row, asof))
