"""Through a year, each person has to do, and is reminded of, what the rules and the person's rights leave to do."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from indicators.asof import AsOf
from recommendations.models import Notice
from recommendations.queries.todo import todos_of_all
from recommendations.services.reminders import prepare_reminders

from . import rules
from .history import History
from .rules import Deed, Report, When

pytestmark = pytest.mark.django_db

EVERY = 15  # events between two looks
AHEAD, ESCALATED = timedelta(days=7), timedelta(days=3)
LOOKED_AT = {"report", "returned", "overdue", "sign", "approve", "extension"}


def unreported(history: History, deed: Deed, when: When) -> list[rules.Period]:
    """The periods now being reported in which the action owes a report that was not handed in."""
    found = []
    for cycle in history.cycles:
        past = [p for p in history.periods if p.cycle == cycle and p.cut_off <= when.day]
        period = max(past, key=lambda period: period.cut_off)
        owed = rules.owes(deed, period, when, history.default) and rules.in_force(deed, when)
        if owed and rules.handed_in(deed, period, when) is None:
            found.append(period)
    return found


def is_under_way(report: Report, when: When) -> bool:
    return report.approved is None and rules.stands_handed_in(report, when)


def is_returned(report: Report, deed: Deed, when: When) -> bool:
    """Sent back and not handed in again, while no report says more."""
    if report.approved or not report.returned or rules.stands_handed_in(report, when):
        return False
    return not any(
        other is not report and other.as_of >= report.as_of and rules.stands_handed_in(other, when)
        for other in deed.reports
    )


def by_rules(history: History, when: When) -> dict[str, Counter]:
    """By user name, what there is to do by kind and action."""
    found = {user.username: Counter() for user in (history.office, history.head, *history.reporters.values())}
    office, head = found[history.office.username], found[history.head.username]
    for deed in history.deeds.values():
        leading = rules.lead(deed, when)
        reporter = Counter() if leading == history.without_members else found[history.reporters[leading].username]
        for period in unreported(history, deed, when):
            reporter["report", deed.code] += period.deadline <= when.day + AHEAD
            head["overdue", deed.code] += leading == history.signs and period.deadline <= when.day - ESCALATED
        for report in deed.reports:
            reporter["returned", deed.code] += report.department == leading and is_returned(report, deed, when)
            if is_under_way(report, when):
                signs = report.department == history.signs
                signed = bool(report.signed) and report.signed[-1] > report.handed_in[-1]
                head["sign", deed.code] += signs and not signed
                office["approve", deed.code] += signed or not signs
        office["extension", deed.code] += deed.asks
    return {name: +todos for name, todos in found.items()}


def look(history: History, now: datetime) -> None:
    """Compare what people have to do, and what a run of reminders then tells whom."""
    day = timezone.localdate(now)
    expected = by_rules(history, When(day))
    people = {user.username: user for user in (history.office, history.head, *history.reporters.values())}
    said = todos_of_all(people.values(), AsOf(day, today=day))
    for name, user in people.items():
        todos = Counter((str(t.kind), t.action.code) for t in said[user.pk] if t.kind in LOOKED_AT)
        assert todos == expected[name], (name, now)

    before = {notice.recipient_id: notice.created_at for notice in Notice.objects.order_by("pk")}
    told = prepare_reminders(now).notices
    assert prepare_reminders(now).notices == []
    Notice.objects.filter(sent_at=None).update(sent_at=now)
    assert len({notice.recipient_id for notice in told}) == len(told)
    for user in people.values():
        rested = user.pk not in before or now - before[user.pk] >= timedelta(hours=24)
        is_told = user.pk in {notice.recipient_id for notice in told}
        late = any(todo.due is not None and todo.due < day for todo in said[user.pk])
        assert rested or not is_told
        assert is_told <= bool(said[user.pk])
        assert is_told or not (rested and late)


def test_each_has_to_do_and_is_told_what_the_rules_leave(db):
    looks = iter(range(10_000))
    told = Counter()

    def watch(history: History, now: datetime) -> None:
        if next(looks) % EVERY == 0:
            look(history, now)
            for todos in by_rules(history, When(timezone.localdate(now))).values():
                told.update(kind for kind, _code in todos)

    History(3, watch=watch)

    assert told.keys() == LOOKED_AT
