"""Requests for a later deadline that wait for the office."""

from collections.abc import Collection

from django.db.models import Q

from indicators.asof import AsOf
from recommendations.models import Action, ExtensionRequest
from recommendations.permissions import User


def waiting_by_action(actions: Collection[Action], asof: AsOf, reader: User) -> dict[int, ExtensionRequest]:
    """The request of each action that waited at the end of the day, where the reader may see it; one query.

    An action has one at a time: of several that waited on a day in turn, the last.
    """
    asked = ExtensionRequest.objects.visible_to(reader).filter(action__in=actions, asked_on__lte=asof.as_of)
    if asof.known_on:
        asked = asked.filter(asked_on__lte=asof.known_on)
    waiting = asked.filter(Q(decided_at=None) | Q(decided_at__gte=asof.until))
    return {request.action_id: request for request in waiting.order_by("asked_on", "pk")}
