"""What the office found of actions, beside what departments claim."""

from collections.abc import Iterable

from indicators.asof import AsOf
from recommendations.models import Action, Verification
from recommendations.permissions import User


def verified_by_action(actions: Iterable[Action], asof: AsOf, reader: User) -> dict[int, Verification]:
    """The last verification of each action on the day that the reader may see; one query.

    The last is the one as of the latest day, of several the one recorded last.
    """
    rows = (
        Verification.objects.known(asof)
        .visible_to(reader)
        .filter(action__in=[action.pk for action in actions])
        .order_by("as_of", "recorded_at", "pk")
    )
    return {row.action_id: row for row in rows}
