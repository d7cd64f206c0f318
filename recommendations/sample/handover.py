"""How the sample's plan became a duty: stages of some actions, and hand-overs, most of them received."""

from datetime import timedelta
from decimal import Decimal

from recommendations.lights import planned_percent
from recommendations.models import Assignment, Handover, Milestone
from recommendations.services.handover import hand_over, receive
from recommendations.services.milestones import set_milestones

from .days import Days, at, workday
from .people import People
from .plan import Planned
from .texts import SAMPLE_EN, sample

STAGED = 3  # every third mandated action whose dates stay has stages
STAGES = (
    (3, "方案定稿，任务分解到科室", "Plan final, tasks assigned", "实施方案"),
    (2, "主要事项全面实施，完成中期自查", "Main tasks under way, interim check done", "中期自查报告"),
)
HANDED_OVER_AFTER = timedelta(days=2)
LATELY = (timedelta(days=12), timedelta(days=2))  # before the sample is made: one past its day, one within it


def make_milestones(plan: list[Planned], people: People) -> None:
    """Two stages at a third and a half of the time, on the straight line, so that they move no light."""
    steady = [planned for planned in plan if planned.story.extended_to is None and planned.story.suspended_in is None]
    for planned in steady[::STAGED]:
        action = planned.action
        day = action.assignments.get().mandate.date
        set_milestones(actor=people.office, action=action, add=_stages(action), on=day)


def _stages(action: object) -> list[Milestone]:
    made = []
    for share, title, title_en, deliverable in STAGES:
        day = action.start_date + (action.due_date - action.start_date) / share
        made.append(
            Milestone(
                date=day,
                title=sample(title),
                title_en=f"{SAMPLE_EN} {title_en}",
                planned_percent=Decimal(round(planned_percent(day, action.start_date, action.due_date))),
                deliverable=sample(deliverable),
            )
        )
    return made


def hand_over_plan(plan: list[Planned], days: Days, people: People) -> None:
    """Each action two days after its mandate; what the newest mandate adopts only lately, and not received."""
    waiting = 0
    for planned in plan:
        assignment = Assignment.objects.select_related("mandate").get(action=planned.action)
        if planned.action.lead_department_id is None:
            continue
        if not planned.story.new:
            day = workday(assignment.mandate.date + HANDED_OVER_AFTER)
        else:
            day = days.made_on - LATELY[waiting % len(LATELY)]
            waiting += 1
        made = hand_over(actor=people.office, assignment=assignment, moment=at(day, 10))
        if not planned.story.new:
            _receive(made, people)


def _receive(handovers: list[Handover], people: People) -> None:
    """Who has somebody to do so received it on the working day after."""
    for handover in handovers:
        reporter = people.reporters.get(handover.department_id)
        if reporter is not None:
            day = workday(handover.handed_over_at.date() + timedelta(days=1))
            receive(actor=reporter, handover=handover, moment=at(day, 9 + handover.pk % 7))
