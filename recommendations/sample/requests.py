"""Requests to extend a deadline that did not simply move it: one that waits, one refused, one asked for too late."""

from datetime import timedelta

from recommendations.choices import ChangeKind
from recommendations.services.extensions import ask_extension, decide_extension

from .changes import DECIDED_AFTER, document
from .days import Days, at, workday
from .people import People
from .plan import Planned
from .texts import ASKED_LATE, ASKED_NOW, GRANTED_LATE, NOT_READY, REFUSED, sample

ASKED_LATELY = timedelta(days=4)  # before the sample is made
REFUSED_BEFORE_DUE = timedelta(days=15)
ASKED_AFTER_DUE = timedelta(days=8)
UNTIL = 4  # the month to whose end they ask


def make_requests(plan: list[Planned], days: Days, people: People) -> None:
    """One of each, where the plan has an action that is due soon, and two that were due."""
    led = [planned for planned in plan if planned.action.lead_department_id and planned.story.extended_to is None]
    soon = [planned for planned in led if planned.story.due == 0]
    past = [planned for planned in led if planned.story.overdue]
    for planned in soon[:1]:
        _ask(planned, days, people, ASKED_NOW, days.made_on - ASKED_LATELY)
    for planned in past[:1]:
        asked = planned.action.due_date + ASKED_AFTER_DUE
        _ask(planned, days, people, ASKED_LATE, asked, grant=True, decision=GRANTED_LATE)
    for planned in past[1:2]:
        asked = workday(planned.action.due_date - REFUSED_BEFORE_DUE)
        _ask(planned, days, people, NOT_READY, asked, grant=False, decision=REFUSED)


def _ask(
    planned: Planned, days: Days, people: People, reason: str, asked: object, *, decision: str = "", grant: bool = False
) -> None:
    """Ask on a day; where words of a decision are given, the office decides three days later."""
    request = ask_extension(
        actor=people.reporter_of(planned.action),
        action=planned.action,
        new_due_date=days.last(UNTIL),
        reason=sample(reason),
        moment=at(asked, 10),
    )
    if decision:
        decide_extension(
            actor=people.office,
            request=request,
            grant=grant,
            decision=sample(decision),
            document=document(ChangeKind.EXTENSION) if grant else "",
            moment=at(workday(asked + DECIDED_AFTER), 16),
        )
