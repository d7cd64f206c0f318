"""The annual review: each path, measure and action at the year's end, what changed in the year, and its indicators."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Min

from indicators.asof import AsOf, today
from recommendations.models import Action, Mandate, Measure, Path, PlanChange, ProgressReport

from .outcomes import NO_OUTCOMES, Outcomes, plan_outcomes
from .rollup import NOTHING, Progress, by_measure, by_path
from .status import ActionState, read_states


@dataclass(frozen=True)
class ActionReview:
    """One action's year.

    Attributes:
        state: at the year's end (or today, in the current year).
        before: at the end of the year before.
        changes: plan changes decided within the year, the oldest first.
    """

    state: ActionState
    before: ActionState
    changes: tuple[PlanChange, ...]

    @property
    def percent_change(self) -> Decimal | None:
        """Points gained in the year; an action not reported before starts from nothing said, not from zero."""
        if self.state.percent is None or self.before.percent is None:
            return None
        return self.state.percent - self.before.percent

    @property
    def changed(self) -> bool:
        return bool(self.changes) or (self.state.status, self.state.percent, self.state.light) != (
            self.before.status,
            self.before.percent,
            self.before.light,
        )


@dataclass
class MeasureReview:
    measure: Measure
    progress: Progress
    before: Progress
    outcomes: Outcomes
    actions: list[ActionReview] = field(default_factory=list)


@dataclass
class PathReview:
    """One path's year; ``outcomes`` are its own links' and its measures', ``own`` those of its own links."""

    path: Path
    progress: Progress
    before: Progress
    outcomes: Outcomes
    own: Outcomes
    measures: list[MeasureReview] = field(default_factory=list)


@dataclass(frozen=True)
class Review:
    """A year's review, computed when asked for; the current year counts until today.

    Attributes:
        year: the calendar year.
        asof: the date of reading at the year's end.
        progress: of all actions; ``before`` a year earlier.
    """

    year: int
    asof: AsOf
    progress: Progress
    before: Progress
    paths: tuple[PathReview, ...]

    @property
    def complete(self) -> bool:
        return complete_on(self.year, self.asof.as_of)

    @property
    def sample(self) -> bool:
        return self.progress.sample or any(path.outcomes.sample for path in self.paths)


def complete_on(year: int, day: date) -> bool:
    """Whether the year has ended on a day."""
    return day >= date(year, 12, 31)


def review_years(asof: AsOf | None = None) -> list[int]:
    """Years that can be reviewed, the newest first: from the first mandate or approved report to the day looked at.

    Args:
        asof: the date of reading; None: today.
    """
    first = Mandate.objects.aggregate(first=Min("date"))["first"]
    reported = ProgressReport.objects.approved().aggregate(first=Min("as_of"))["first"]
    day = today()
    last = day if asof is None else min(day, asof.as_of, asof.known_on or day)
    start = min((d for d in (first, reported) if d is not None), default=None)
    return list(range(last.year, start.year - 1, -1)) if start and start <= day else []


def read_review(year: int, known_on: date | None = None, as_of: date | None = None) -> Review | None:
    """The review of a year.

    Args:
        year: a calendar year.
        known_on: only what was known by then; None: all that is known now.
        as_of: a day of the year on which to look instead of at its end.

    Returns:
        The review, or None for a year that cannot be reviewed (before the first mandate and report, or ahead).
    """
    if year not in review_years() or (as_of and as_of.year < year):
        return None
    day = today()
    last = min(date(year, 12, 31), as_of or day, day)
    asof = AsOf(as_of=last, known_on=known_on, today=day)
    before = AsOf(as_of=date(year - 1, 12, 31), known_on=known_on, today=day)
    actions = Action.objects.for_reading()
    states, states_before = read_states(actions, asof), read_states(actions, before)
    progress, progress_before = by_measure(states), by_measure(states_before)
    path_progress, path_before = by_path(states), by_path(states_before)
    outcomes = plan_outcomes(asof)
    rows = defaultdict(list)
    for state, earlier in zip(states, states_before, strict=True):
        decided = tuple(change for change in state.changes if change.decided_on.year == year)
        rows[state.action.measure_id].append(ActionReview(state, earlier, decided))
    paths = tuple(
        PathReview(
            path=path,
            progress=path_progress.get(path.pk, NOTHING),
            before=path_before.get(path.pk, NOTHING),
            outcomes=outcomes.by_path.get(path.pk, NO_OUTCOMES),
            own=outcomes.own_by_path.get(path.pk, NO_OUTCOMES),
            measures=[
                MeasureReview(
                    measure=measure,
                    progress=progress.get(measure.pk, NOTHING),
                    before=progress_before.get(measure.pk, NOTHING),
                    outcomes=outcomes.by_measure.get(measure.pk, NO_OUTCOMES),
                    actions=rows[measure.pk],
                )
                for measure in path.measures.all()
            ],
        )
        for path in Path.objects.prefetch_related("measures")
    )
    return Review(year, asof, Progress.of(states), Progress.of(states_before), paths)
