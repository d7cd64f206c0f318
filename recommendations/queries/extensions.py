"""Requests for a later deadline that wait for the office."""

from collections.abc import Collection

from indicators.asof import AsOf
from recommendations.models import Action, ExtensionRequest
from recommendations.permissions import User


def waiting_by_action(actions: Collection[Action], asof: AsOf, reader: User) -> dict[int, ExtensionRequest]:
    """The request of each action that waited at the end of the day, where the reader may see it; one query.

    An action has one at a time: of several that waited on a day in turn, the last.
    """
    waiting = ExtensionRequest.objects.visible_to(reader).waiting(asof).filter(action__in=actions)
    return {request.action_id: request for request in waiting.order_by("asked_on", "pk")}
