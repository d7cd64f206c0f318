"""汇总表: what stands on the sheet that a department prints and signs."""

from collections import defaultdict
from dataclasses import dataclass

from recommendations.models import Milestone, Post

from . import facts
from .this_period import Row, ThisPeriod


@dataclass(frozen=True)
class Line:
    """One line of the sheet.

    Attributes:
        row: the action with its report of the period.
        targets: the stages of the plan that fall into the year of the cut-off.
        leader: the leader's post that answers for the action; None: none is named.
    """

    row: Row
    targets: list[Milestone]
    leader: Post | None


def read_sheet(period: ThisPeriod) -> list[Line]:
    """The lines in reading order; two queries more than the page's, however many lines."""
    rows = period.rows
    stages: dict[int, list[Milestone]] = defaultdict(list)
    for stage in Milestone.objects.filter(action__in=[row.action.pk for row in rows]).order_by("date", "pk"):
        stages[stage.action_id].append(stage)
    posts = Post.objects.in_bulk({row.action.leader_id for row in rows if row.action.leader_id})
    return [
        Line(
            row,
            [
                stage
                for stage in facts.in_force(stages[row.action.pk], row.state.asof)
                if stage.date.year == row.period.cut_off.year
            ],
            posts.get(row.action.leader_id),
        )
        for row in rows
    ]
