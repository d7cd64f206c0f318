"""What is remembered is never older than the database."""

from threading import Thread

import pytest
from django.db import connection, transaction

from indicators.asof import AsOf
from recommendations.queries.plan import read_plan
from recommendations.queries.remembered import remembered
from tests.factories import ActionFactory, AssignmentFactory, DepartmentFactory, approved_report

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

    assert [remembered("key", compute) for _time in range(2)] == [1, 2]


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_a_commit_of_anybody_ends_what_is_remembered():
    compute = Counter()
    remembered("commits", compute)
    elsewhere(DepartmentFactory)
    after = compute.runs

    remembered("commits", compute)

    assert compute.runs == after + 1


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_one_has_not_committed_is_neither_remembered_nor_answered_from_memory():
    compute = Counter()
    with transaction.atomic():
        DepartmentFactory()
        assert [remembered("own", compute) for _time in range(2)] == [1, 2]


@NEEDS_SNAPSHOTS
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_one_computes_is_not_missing_from_what_the_next_one_gets():
    compute = Counter()

    def interrupted() -> int:
        elsewhere(DepartmentFactory)
        return compute()

    remembered("meanwhile", interrupted)

    assert remembered("meanwhile", compute) == 2


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
