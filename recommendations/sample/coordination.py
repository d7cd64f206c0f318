"""What waits, is instructed and was verified in the sample: through the services, each on its own day."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from indicators.asof import AsOf
from recommendations.choices import Grade, Urgency
from recommendations.models import Action, Blocker, Instruction, Post, Verification
from recommendations.queries.status import read_states
from recommendations.services.blockers import escalate, raise_blocker, resolve
from recommendations.services.instructions import answer, instruct, mark_seen
from recommendations.services.verification import verify

from .days import Days, at, workday
from .people import People
from .plan import Planned
from .proofs import scan
from .texts import sample, turn

WAITING = (
    "前置审批需要两个部门同时出具意见，意见不一致。",
    "配套资金来源没有明确，无法签订合同。",
    "数据由其他单位掌握，多次商请没有提供。",
    "用地手续与在编规划的范围不一致。",
)
OPTIONS = "由分管领导召集专题会议确定牵头单位\n先按现有条件分步实施\n调整期限，待条件具备后实施"
INSTRUCTED = "请牵头单位说明滞后原因和追赶安排，按期反馈。"
ANSWERED = "滞后主要是前置手续用时较长；已按周调度，预计下一季度追上计划。"
RESOLVED = "经协调，按在编规划的范围调整，手续已经受理。"
CONTENT = "情况清楚，请按此推进。"
FOUND = ("查看了台账和会议纪要，与填报一致。", "现场查看，部分事项尚未动工，按实际进度核减。")
WAITED = (timedelta(days=46), timedelta(days=23), timedelta(days=9), timedelta(days=60))
ESCALATED, CLEARED = 0, 3  # which of them came before the leader, and which was resolved
SETTLED_AFTER = timedelta(days=14)
ANSWERED_AFTER, SEEN_AFTER = timedelta(days=9), timedelta(days=12)


@dataclass(frozen=True)
class Given:
    """An instruction: how long before the sample is made it was given, and how far it came."""

    ago: timedelta
    answered: bool = False
    closed: bool = False


# One waits for the leader, one is overdue, one is to be answered within days, and one is closed.
INSTRUCTIONS = (
    Given(timedelta(days=30), answered=True),
    Given(timedelta(days=30)),
    Given(timedelta(days=9)),
    Given(timedelta(days=50), answered=True, closed=True),
)
DOWN = Decimal(15)  # points by which the office found less than was claimed


def make_coordination(plan: list[Planned], days: Days, people: People, leader: Post) -> None:
    """Blockers (one escalated with its options, one resolved), instructions as above, and two verifications."""
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
        other = action.supporting_departments.order_by("position", "code").first()
        blocker = Blocker(
            action=action,
            what=turn(WAITING, number),
            options=sample(OPTIONS) if number == ESCALATED else "",
            waits_for=other,
            waits_for_other="" if other else sample("有关单位"),
            since=since,
            sample=True,
        )
        raise_blocker(actor=people.reporter_of(action), blocker=blocker, moment=at(since, 10))
        if number == ESCALATED:
            escalate(actor=people.office, blocker=blocker, to=leader, moment=at(since + SETTLED_AFTER, 10))
        if number == CLEARED:
            resolve(
                actor=people.reporter_of(action),
                blocker=blocker,
                resolution=sample(RESOLVED),
                moment=at(since + SETTLED_AFTER, 10),
            )


def _make_instructions(actions: list[Action], days: Days, people: People, leader: Post) -> None:
    for number, (action, told) in enumerate(zip(actions, INSTRUCTIONS, strict=False)):
        given_on = workday(days.made_on - told.ago)
        given = instruct(
            actor=people.office,
            instruction=Instruction(
                ref=f"S{number + 1:04d}",
                post=leader,
                given_on=given_on,
                number=f"示例批〔{given_on.year}〕{number + 1}号",
                text=sample(INSTRUCTED),
                urgency=Urgency.NORMAL,
                sample=True,
            ),
            actions=[action],
            scan=scan() if number == 0 else None,
            moment=at(given_on, 15),
        )
        if not told.answered:
            continue
        answered = answer(
            actor=people.reporter_of(action),
            instruction=given,
            department=action.lead_department,
            text=sample(ANSWERED),
            moment=at(given_on + ANSWERED_AFTER, 15),
        )
        if told.closed:
            mark_seen(
                actor=people.office,
                answer=answered,
                content=True,
                remark=sample(CONTENT),
                moment=at(given_on + SEEN_AFTER, 16),
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
