"""What actions wait for, read for many at once: everyone may know that an action waits, people with a role what for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

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


def waits_by_action(actions: Iterable[Action], asof: AsOf, reader: User) -> dict[int, list[Wait]]:
    """What each action waits for on the day, the longest first; one query.

    Args:
        actions: which.
        asof: the date of reading.
        reader: who asks; without a role only days are told, never texts or with whom.
    """
    standing = Blocker.objects.standing(asof).filter(action__in=[action.pk for action in actions])
    visible = Blocker.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    found: dict[int, list[Wait]] = defaultdict(list)
    rows = standing.select_related("waits_for", "escalated_to", "department").annotate(visible=Exists(visible))
    for row in rows.order_by("since", "pk"):
        days = (asof.as_of - row.since).days
        open_part = Wait(row.since, days, row.sample)
        told = Wait(row.since, days, row.sample, waits_for(row), row, escalated_by(row, asof)) if row.visible else None
        found[row.action_id].append(told or open_part)
    return found
