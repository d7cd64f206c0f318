"""Outcome of linked indicators at a date: baseline, target and expected course against the newest figure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from indicators.asof import AsOf
from indicators.models import Observation
from indicators.periods import parse
from recommendations import lights
from recommendations.choices import Expected, OutcomeLight, TargetMeasure
from recommendations.models import IndicatorLink, Target


@dataclass
class OutcomeState:
    """One link on one day: figures by period, of which one is the baseline and one the newest."""

    link: IndicatorLink
    figures: list[Observation]
    asof: AsOf

    @cached_property
    def baseline(self) -> Observation | None:
        """The shown figure of the link's baseline period."""
        return next((figure for figure in self.figures if figure.period == self.link.baseline_period), None)

    @cached_property
    def newest(self) -> Observation | None:
        """The newest figure of a single period; forecasts are no outcome."""
        single = [f for f in self.figures if "/" not in f.period and f.status != "F"]
        return max(single, key=lambda figure: figure.period_end, default=None)

    @cached_property
    def target(self) -> Target | None:
        """The target that is next to fall due after the newest figure, else the last, else one without a year."""
        dated = sorted((t for t in self.link.targets.all() if t.period), key=lambda t: parse(t.period).end)
        since = self.newest.period_end if self.newest else self.asof.as_of
        ahead = [t for t in dated if parse(t.period).end >= since]
        undated = [t for t in self.link.targets.all() if not t.period]
        return next(iter(ahead), None) or next(iter(reversed(dated)), None) or next(iter(undated), None)

    @cached_property
    def light(self) -> OutcomeLight:
        # No direction can be judged where the indicator itself is neither good nor bad.
        expected = Expected.NEUTRAL if self.link.indicator.direction == "neutral" else self.link.expected
        return lights.outcome_light(expected, _figure(self.baseline), _figure(self.newest), self._goal)

    @cached_property
    def _goal(self) -> lights.Goal | None:
        if self.target is None or self.target.measured_as == TargetMeasure.CUMULATIVE:
            return None
        end = parse(self.target.period).end if self.target.period else None
        return lights.Goal(value=self.target.value, end=end, measured_as=self.target.measured_as)

    @cached_property
    def expected_now(self) -> Decimal | None:
        """Where the course to the target stands at the newest figure."""
        if self._goal is None or self.baseline is None or self.newest is None:
            return None
        return lights.expected_value(_figure(self.baseline), self._goal, self.newest.period_end)

    @property
    def sample(self) -> bool:
        """Whether anything that the light rests on is sample data."""
        return any(rests_on is not None and rests_on.sample for rests_on in (self.baseline, self.newest, self.target))


def _figure(observation: Observation | None) -> lights.Figure | None:
    return None if observation is None else lights.Figure(observation.value, observation.period_end)


def read_outcomes(links: QuerySet[IndicatorLink], asof: AsOf) -> list[OutcomeState]:
    """The outcome of each link on the day, in the queryset's order; three queries however many.

    Figures are the shown ones known on ``asof.known_on``, of periods that have ended by ``asof.as_of``.
    """
    rows = list(links.select_related("indicator__theme", "area").prefetch_related("targets"))
    if not rows:
        return []
    figures: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    found = (
        Observation.objects.filter(
            indicator__in={link.indicator_id for link in rows},
            area__in={link.area_id for link in rows},
            period_end__lte=asof.as_of,
            value__isnull=False,
        )
        .shown(asof.known_on)
        .select_related("source", "area")
        .order_by("period_end", "pk")
    )
    for figure in found:
        figures[figure.indicator_id, figure.area_id].append(figure)
    return [OutcomeState(link, figures[link.indicator_id, link.area_id], asof) for link in rows]


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of a group of links, counted; the light is the worst, ignoring ``none``."""

    states: tuple[OutcomeState, ...] = ()

    @classmethod
    def of(cls, states: Iterable[OutcomeState]) -> "Outcomes":
        return cls(tuple(states))

    @property
    def light(self) -> OutcomeLight:
        return lights.worst(state.light for state in self.states)

    @cached_property
    def by_light(self) -> dict[str, int]:
        counts = Counter(state.light for state in self.states)
        return {light.value: counts[light] for light in OutcomeLight}

    @property
    def total(self) -> int:
        return len(self.states)

    @property
    def sample(self) -> bool:
        return any(state.sample for state in self.states)

    @property
    def data_until(self) -> date | None:
        """The last day of the newest figure's period."""
        return max((s.newest.period_end for s in self.states if s.newest), default=None)


NO_OUTCOMES = Outcomes.of(())


@dataclass(frozen=True)
class PlanOutcomes:
    """The outcomes of all links of paths and measures, read once for all that a page shows of them."""

    states: tuple[OutcomeState, ...]

    @cached_property
    def by_measure(self) -> dict[int, Outcomes]:
        """Outcomes by the measure's id."""
        return _grouped((state.link.measure_id, state) for state in self.states)

    @cached_property
    def own_by_path(self) -> dict[int, Outcomes]:
        """Outcomes of the links that the path itself has, by its id."""
        return _grouped((state.link.path_id, state) for state in self.states)

    @cached_property
    def by_path(self) -> dict[int, Outcomes]:
        """Outcomes by the path's id: the path's own links and its measures', an indicator and area once."""
        first: dict[tuple[int, int, int], OutcomeState] = {}
        for state in self.states:
            link = state.link
            first.setdefault((link.path_id or link.measure.path_id, link.indicator_id, link.area_id), state)
        return _grouped((path, state) for (path, _indicator, _area), state in first.items())


def plan_outcomes(asof: AsOf) -> PlanOutcomes:
    """Outcomes of paths and measures on the day; three queries."""
    links = IndicatorLink.objects.exclude(measure=None, path=None).select_related("measure")
    return PlanOutcomes(tuple(read_outcomes(links, asof)))


def outcomes_by_measure(asof: AsOf) -> dict[int, Outcomes]:
    """Outcomes by the measure's id, where no path is asked for; three queries."""
    links = IndicatorLink.objects.filter(measure__isnull=False)
    return PlanOutcomes(tuple(read_outcomes(links, asof))).by_measure


def _grouped(owned: Iterable[tuple[int | None, OutcomeState]]) -> dict[int, Outcomes]:
    groups: dict[int, list[OutcomeState]] = defaultdict(list)
    for owner, state in owned:
        if owner is not None:
            groups[owner].append(state)
    return {owner: Outcomes.of(states) for owner, states in groups.items()}
