"""What waits, is instructed and was verified in the sample: through the services, each on its own day."""

from datetime import timedelta
from decimal import Decimal

from indicators.asof import AsOf
from recommendations.choices import Grade, Urgency
from recommendations.models import Action, Blocker, Department, Instruction, Post, Verification
from recommendations.queries.status import read_states
from recommendations.services.blockers import escalate, raise_blocker
from recommendations.services.instructions import answer, instruct
from recommendations.services.verification import verify

from .days import Days, at, workday
from .people import People
from .plan import Planned
from .texts import sample, turn

WAITING = (
    "前置审批需要两个部门同时出具意见，意见不一致。",
    "配套资金来源没有明确，无法签订合同。",
    "数据由其他单位掌握，多次商请没有提供。",
)
OPTIONS = "由分管领导召集专题会议确定牵头单位\n先按现有条件分步实施\n调整期限，待条件具备后实施"
INSTRUCTED = "请牵头单位说明滞后原因和追赶安排，按期反馈。"
ANSWERED = "滞后主要是前置手续用时较长；已按周调度，预计下一季度追上计划。"
FOUND = ("查看了台账和会议纪要，与填报一致。", "现场查看，部分事项尚未动工，按实际进度核减。")
WAITED = (timedelta(days=46), timedelta(days=23), timedelta(days=9))
DOWN = Decimal(15)  # points by which the office found less than was claimed


def make_coordination(plan: list[Planned], days: Days, people: People, leader: Post) -> None:
    """Three blockers (one escalated with its options), two instructions (one answered), and two verifications."""
    led = [planned.action for planned in plan if planned.action.lead_department_id]
    if not led:
        return
    states = read_states(Action.objects.filter(pk__in=[action.pk for action in led]), AsOf.now())
    states.sort(key=lambda state: (not state.overdue, state.percent is None, state.percent or 0))
    behind = [state.action for state in states if state.counted and state.percent != 100][: len(WAITED)]
    _make_blockers(behind, days, people, leader)
    _make_instructions(behind, days, people, leader)
    _verify([state for state in states if state.report is not None], days, people)


def _make_blockers(actions: list[Action], days: Days, people: People, leader: Post) -> None:
    for number, (action, waited) in enumerate(zip(actions, WAITED, strict=False)):
        since = days.made_on - waited
        other = Department.objects.exclude(pk=action.lead_department_id).order_by("position", "code").first()
        blocker = Blocker(
            action=action,
            what=turn(WAITING, number),
            options=sample(OPTIONS) if number == 0 else "",
            waits_for=other,
            waits_for_other="" if other else sample("有关单位"),
            since=since,
            sample=True,
        )
        raise_blocker(actor=people.reporter_of(action), blocker=blocker, moment=at(since, 10))
        if number == 0:
            escalate(actor=people.office, blocker=blocker, to=leader, moment=at(since + timedelta(days=14), 10))


def _make_instructions(actions: list[Action], days: Days, people: People, leader: Post) -> None:
    """The first is answered and waits for the leader, the second is overdue."""
    for number, action in enumerate(actions[:2]):
        given_on = workday(days.made_on - timedelta(days=30))
        given = instruct(
            actor=people.office,
            instruction=Instruction(
                post=leader, given_on=given_on, text=sample(INSTRUCTED), urgency=Urgency.NORMAL, sample=True
            ),
            actions=[action],
            moment=at(given_on, 15),
        )
        if number == 0:
            answer(
                actor=people.reporter_of(action),
                instruction=given,
                department=action.lead_department,
                text=sample(ANSWERED),
                moment=at(given_on + timedelta(days=9), 15),
            )


def _verify(states: list, days: Days, people: People) -> None:
    """One found as claimed, from documents; one seen on the spot, and found to be less."""
    for number, state in enumerate(states[:2]):
        seen = number == 1
        verify(
            actor=people.office,
            verification=Verification(
                action=state.action,
                report=state.report,
                as_of=state.report.as_of,
                percent=max(state.percent - DOWN, Decimal(0)) if seen else state.percent,
                grade=Grade.SEEN if seen else Grade.DOCUMENT,
                visited_on=days.made_on - timedelta(days=5) if seen else None,
                note=turn(FOUND, number),
                sample=True,
            ),
            moment=at(days.made_on - timedelta(days=4), 11),
        )
