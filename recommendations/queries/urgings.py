"""How often the office urged for an action, and by whom."""

from collections import defaultdict
from collections.abc import Iterable

from indicators.asof import AsOf
from recommendations.models import Action, Urging
from recommendations.permissions import User


def urgings_by_action(actions: Iterable[Action], asof: AsOf, reader: User) -> dict[int, list[Urging]]:
    """The times that were urged for each action by the end of the day, the newest first; one query."""
    rows = Urging.objects.visible_to(reader).done(asof).filter(action__in=[action.pk for action in actions])
    found: dict[int, list[Urging]] = defaultdict(list)
    for row in rows.select_related("by", "post").order_by("-at", "-pk"):
        found[row.action_id].append(row)
    return found
