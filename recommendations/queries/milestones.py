"""Stages of an action beside what was reported by then: facts, no verdict."""

from dataclasses import dataclass

from recommendations.models import Milestone, ProgressReport

from .facts import LastReport
from .status import ActionState


@dataclass(frozen=True)
class Stage:
    """A milestone on the day looked at.

    Attributes:
        milestone: the milestone.
        passed: whether its day is over.
        reached: the first report that counts and says as much as was planned, or None.
        last: the newest report that counts, or None.
    """

    milestone: Milestone
    passed: bool
    reached: LastReport | None
    last: LastReport | None


def read_stages(state: ActionState) -> list[Stage]:
    """The milestones in force on the day, each with the report that reached it; one query where there are any.

    Args:
        state: the action's state, from ``read_states``.
    """
    if not state.milestones:
        return []
    counting = ProgressReport.objects.filter(action=state.action).counting(state.asof)
    rows = counting.order_by("as_of", "approved_at", "pk").values_list("pk", "as_of", "percent", "status", "sample")
    reports = [LastReport(*row) for row in rows]
    return [
        Stage(
            milestone=milestone,
            passed=milestone.date < state.asof.as_of,
            reached=next((report for report in reports if report.percent >= milestone.planned_percent), None),
            last=reports[-1] if reports else None,
        )
        for milestone in state.milestones
    ]
