"""The plan on a day: the states of all its actions, or of a part of them, and what they come to."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from indicators.asof import AsOf
from recommendations.models import Action, Measure, Path

from .outcomes import PlanOutcomes, plan_outcomes
from .remembered import remembered
from .rollup import Progress, by_measure, by_path
from .status import ActionState, count_states


@dataclass(frozen=True)
class Plan:
    """Shared by all who ask while nothing is written: only to be read.

    What is worked out later, and kept with it, is as true: as long as the plan is handed out, nothing was written.

    Attributes:
        asof: the day.
        states: in reading order, as ``count_states`` gives them: ``shown`` completes those that are shown.
    """

    asof: AsOf
    states: tuple[ActionState, ...]

    @cached_property
    def outcomes(self) -> PlanOutcomes:
        """The outcomes of all paths and measures, of whatever part the plan is; three queries."""
        return plan_outcomes(self.asof)

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(self.states)

    @cached_property
    def by_path(self) -> dict[int, Progress]:
        return by_path(self.states)

    @cached_property
    def by_measure(self) -> dict[int, Progress]:
        return by_measure(self.states)

    @cached_property
    def by_lead(self) -> dict[int | None, Progress]:
        """Progress by the id of the department that led on the day; under None what nobody led."""
        led: dict[int | None, list[ActionState]] = {}
        for state in self.states:
            led.setdefault(state.lead_id, []).append(state)
        return {department: Progress.of(states) for department, states in led.items()}


def read_plan(asof: AsOf, **narrowed: int | tuple[int, ...]) -> Plan:
    """The plan on the day; four queries, one where nothing was written since it was last read.

    Args:
        asof: the date of reading.
        narrowed: columns of actions with the ids that are wanted (``measure__path=path.pk``,
            ``pk__in=(1, 2)``); none: the whole plan.
    """
    key = (asof, tuple(sorted(narrowed.items())), settings.PACE_TOLERANCE, settings.DUE_SOON_DAYS)
    actions = Action.objects.for_reading().filter(**narrowed)
    return remembered("plan", key, lambda: Plan(asof, tuple(count_states(actions, asof))))


def with_measure_codes(paths: QuerySet[Path]) -> QuerySet[Path]:
    """Annotate ``first_measure`` and ``last_measure``, the codes between which the path's measures lie."""
    codes = Measure.objects.filter(path=OuterRef("pk")).order_by("position", "code").values("code")
    return paths.annotate(first_measure=Subquery(codes[:1]), last_measure=Subquery(codes.reverse()[:1]))
