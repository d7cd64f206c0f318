"""What is remembered is never older than the database."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from indicators.asof import AsOf, today
from recommendations.queries.plan import read_plan
from recommendations.queries.remembered import remembered
from recommendations.queries.this_period import read_this_period
from recommendations.queries.todo import todos_of
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    PeriodFactory,
    ReportFactory,
    a_coordinator,
    a_head,
    a_reporter,
    approved_report,
)

ASOF = AsOf.from_query({"as_of": "2026-07-01"})
NEEDS_SNAPSHOTS = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL tells snapshots; elsewhere nothing is remembered"
)


class Counter:
    """Counts how often it had to compute."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> int:
        self.runs += 1
        return self.runs


def elsewhere(work) -> None:
    """Do it on another connection, and commit."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="about databases without snapshots")
@pytest.mark.django_db
def test_where_no_snapshot_is_told_everything_is_computed_anew():
    compute = Counter()

    assert [remembered("plan", "key", compute) for _time in range(2)] == [1, 2]


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_a_commit_of_anybody_ends_what_is_remembered():
    compute = Counter()
    remembered("plan", "commits", compute)
    elsewhere(DepartmentFactory)
    after = compute.runs

    remembered("plan", "commits", compute)

    assert compute.runs == after + 1


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_one_has_not_committed_is_neither_remembered_nor_answered_from_memory():
    compute = Counter()
    with transaction.atomic():
        DepartmentFactory()
        assert [remembered("plan", "own", compute) for _time in range(2)] == [1, 2]


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_one_computes_is_not_missing_from_what_the_next_one_gets():
    compute = Counter()

    def interrupted() -> int:
        elsewhere(DepartmentFactory)
        return compute()

    remembered("plan", "meanwhile", interrupted)

    assert remembered("plan", "meanwhile", compute) == 2


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_the_plan_is_read_once_and_again_after_each_approval(django_assert_max_num_queries):
    action = AssignmentFactory(action=ActionFactory()).action
    assert read_plan(ASOF).progress.percent is None
    approved_report(action, ASOF.as_of, 40, ASOF.as_of)
    assert read_plan(ASOF).progress.percent == 40
    approved_report(action, ASOF.as_of, 60, ASOF.as_of)

    # Other work on the same server may write between the two: then it is read anew, which is right, too.
    plans = [read_plan(ASOF) for _time in range(20)]

    assert {plan.progress.percent for plan in plans} == {60}


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_a_person_has_to_do_is_as_new_as_the_last_commit():
    now = AsOf.now()
    office = a_coordinator()
    action = AssignmentFactory(action=ActionFactory()).action
    assert [todo.kind for todo in todos_of(office, now)] == ["staff"]

    a_reporter(action.lead_department)

    assert [todos_of(office, now) for _time in range(2)] == [[], []]


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_one_person_may_see_of_a_department_is_not_told_to_another():
    """What is due is kept for all; a draft stays the department's."""
    cycle, day = CycleFactory(default=True), today()
    days = {"start": day - timedelta(days=60), "cut_off": day - timedelta(days=9), "deadline": day}
    PeriodFactory(cycle=cycle, **days)
    action = AssignmentFactory(mandate__date=day - timedelta(days=90)).action
    department = action.lead_department
    draft = ReportFactory(action=action, as_of=day - timedelta(days=9))
    people = [a_reporter(department), a_head(DepartmentFactory()), a_reporter(department)]

    shown = [read_this_period(department, person, AsOf.now()).rows[0].report for person in people]

    assert shown == [draft, None, draft]
