"""Counts over states: what a measure, a path or the whole says of its actions. Pure functions over rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property

from recommendations.choices import ActionStatus, Light
from recommendations.lights import tenths

from .status import ActionState


@dataclass(frozen=True)
class Progress:
    """The states of a group of actions, counted.

    Suspended and superseded actions leave every count but ``by_status``.
    """

    states: tuple[ActionState, ...]

    @classmethod
    def of(cls, states: Iterable[ActionState]) -> "Progress":
        return cls(tuple(states))

    @cached_property
    def in_force(self) -> list[ActionState]:
        return [state for state in self.states if state.counted]

    @property
    def actions(self) -> int:
        """Number of actions in force."""
        return len(self.in_force)

    @cached_property
    def _reported(self) -> list[Decimal]:
        return [state.percent for state in self.in_force if state.percent is not None]

    @property
    def reported(self) -> int:
        """Number of actions in force with a report that counts."""
        return len(self._reported)

    @property
    def percent(self) -> Decimal | None:
        """The mean over reported actions in force, to one decimal; None where none has reported."""
        return tenths(sum(self._reported, Decimal(0)) / len(self._reported)) if self._reported else None

    @cached_property
    def by_status(self) -> dict[str, int]:
        counts = Counter(state.status for state in self.states)
        return {status.value: counts[status] for status in ActionStatus}

    @cached_property
    def by_light(self) -> dict[str, int]:
        counts = Counter(state.light for state in self.in_force)
        return {light.value: counts[light] for light in Light}

    @property
    def overdue(self) -> int:
        return self.by_light[Light.LATE]

    @property
    def last_report_as_of(self) -> date | None:
        """The day to which the newest report that counts refers."""
        return max((state.report.as_of for state in self.states if state.report), default=None)

    @property
    def sample(self) -> bool:
        return any(state.sample for state in self.states)


NOTHING = Progress.of(())


def by_measure(states: Iterable[ActionState]) -> dict[int, Progress]:
    """Progress by the measure's id."""
    return _grouped(states, lambda state: state.measure_id)


def by_path(states: Iterable[ActionState]) -> dict[int, Progress]:
    """Progress by the path's id."""
    return _grouped(states, lambda state: state.path_id)


def _grouped(states, key) -> dict[int, Progress]:
    groups: dict[int, list[ActionState]] = {}
    for state in states:
        groups.setdefault(key(state), []).append(state)
    return {owner: Progress.of(members) for owner, members in groups.items()}
