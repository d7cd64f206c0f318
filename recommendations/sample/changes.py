"""What was decided of the sample's plan since: extensions asked for in time, suspensions, a replacement."""

from datetime import date, timedelta
from itertools import pairwise

from recommendations.choices import ChangeKind
from recommendations.models import Action, PlanChange
from recommendations.services.extensions import ask_extension, decide_extension
from recommendations.services.plan_changes import record_change

from .days import Days, at, workday
from .people import People
from .plan import Planned
from .texts import EXTENDED, GRANTED, RESUMED, SUPERSEDED, SUSPENDED, sample

ASKED_BEFORE_DUE = timedelta(days=20)
DECIDED_AFTER = timedelta(days=3)


def make_changes(plan: list[Planned], days: Days, people: People) -> None:
    """Take the decisions of each story, each on its day. What is replaced is replaced by the action after it."""
    following = {planned.action: after.action for planned, after in pairwise(plan)}
    for planned in plan:
        action, story = planned.action, planned.story
        if story.extended_to is not None and action.lead_department_id:
            _extend(action, days.last(story.extended_to), people)
        if story.suspended_in is not None:
            _decide(action, ChangeKind.SUSPENSION, days.tenth(story.suspended_in), SUSPENDED, people)
        if story.resumed_in is not None:
            _decide(action, ChangeKind.RESUMPTION, days.tenth(story.resumed_in), RESUMED, people)
        if story.superseded_in is not None and action in following:
            day = days.tenth(story.superseded_in)
            _decide(action, ChangeKind.SUPERSESSION, day, SUPERSEDED, people, following[action])


def document(kind: ChangeKind) -> str:
    """The title of the document that decided a change."""
    return sample(f"计划变更批复（{kind.label}）")


def _extend(action: Action, to: date, people: People) -> None:
    asked = workday(action.due_date - ASKED_BEFORE_DUE)
    request = ask_extension(
        actor=people.reporter_of(action),
        action=action,
        new_due_date=to,
        reason=sample(EXTENDED),
        moment=at(asked, 10),
    )
    decide_extension(
        actor=people.office,
        request=request,
        grant=True,
        decision=sample(GRANTED),
        document=document(ChangeKind.EXTENSION),
        moment=at(workday(asked + DECIDED_AFTER), 16),
    )


def _decide(action: Action, kind: ChangeKind, day: date, reason: str, people: People, *successors: Action) -> None:
    change = PlanChange(
        action=action, kind=kind, decided_on=day, document=document(kind), reason=sample(reason), sample=True
    )
    record_change(actor=people.office, change=change, successors=successors, moment=at(day, 16))
