"""Order by what no column holds: the state of actions on the day looked at."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Case, Expression, IntegerField, QuerySet, Value, When

from indicators.asof import AsOf
from recommendations.models import Action
from recommendations.queries.status import ActionState, count_states


def by_state(read: Callable[[ActionState], Any]) -> Callable[[QuerySet[Action], AsOf], list[Expression]]:
    """An order by a value of the state, for a view's ``ordering_fields``.

    Args:
        read: takes the value from a state; None stands last.
    """

    def places(actions: QuerySet[Action], asof: AsOf) -> list[Expression]:
        holders = defaultdict(list)
        for state in count_states(actions, asof):
            holders[read(state)].append(state.action.pk)
        known = sorted(value for value in holders if value is not None)
        whens = [When(pk__in=holders[value], then=Value(place)) for place, value in enumerate(known)]
        return [Case(*whens, output_field=IntegerField())]

    return places
