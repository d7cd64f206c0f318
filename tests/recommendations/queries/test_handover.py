"""Hand-overs and stages on past days: what had been handed over, received, planned and reached by then."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from indicators.asof import AsOf
from recommendations.models import Handover
from recommendations.queries.handover import lead_receipts, read_items, read_receipts
from recommendations.queries.milestones import read_stages
from recommendations.queries.status import read_state, read_states
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    DepartmentFactory,
    HandoverFactory,
    MilestoneFactory,
    PlanChangeFactory,
    PostFactory,
    UserFactory,
    a_reader,
    approved_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover():
    """Handed over on 5 January, to be received by the 8th, received on the 12th."""
    return HandoverFactory(received_at=datetime(2026, 1, 12, 2, tzinfo=UTC), received_by=UserFactory(username="wang"))


def on(day, known=None):
    return AsOf(date.fromisoformat(day), known and date.fromisoformat(known))


@pytest.mark.parametrize(
    ("day", "known", "shown"),
    [
        ("2026-01-04", None, None),
        ("2026-01-05", None, (False, 0, 0)),
        ("2026-01-08", None, (False, 3, 0)),
        ("2026-01-11", None, (False, 6, 3)),
        ("2026-01-12", None, (True, 0, 0)),
        ("2026-03-01", None, (True, 0, 0)),
        ("2026-03-01", "2026-01-11", (False, 55, 52)),
        ("2026-03-01", "2026-01-04", None),
    ],
)
@pytest.mark.usefixtures("handover")
def test_a_receipt_stands_as_it_did_on_the_day(day, known, shown):
    found = read_receipts(Handover.objects.all(), on(day, known), a_reader())

    assert [(it.received, it.days_waited, it.days_late) for it in found] == ([] if shown is None else [shown])
    waiting = Handover.objects.waiting(on(day, known)).exists()
    assert waiting == (shown is not None and not shown[0])


@pytest.mark.parametrize(
    ("day", "known", "waits"), [("02-09", None, True), ("02-10", None, False), ("03-01", "02-19", True)]
)
def test_nobody_waits_for_the_receipt_of_what_was_replaced(day, known, waits):
    handover = HandoverFactory()
    decided = {"decided_on": date(2026, 2, 10), "recorded_on": date(2026, 2, 20)}
    PlanChangeFactory(action=handover.assignment.action, kind="supersession", **decided)
    PlanChangeFactory(action=handover.assignment.action, kind="resumption", decided_on=date(2026, 2, 1))
    asof = on(f"2026-{day}", known and f"2026-{known}")

    assert Handover.objects.waiting(asof).exists() == Handover.objects.late(asof).exists() == waits


@pytest.mark.usefixtures("handover")
def test_without_a_role_nobody_is_told_of_hand_overs():
    assert read_receipts(Handover.objects.all(), on("2026-03-01"), UserFactory()) == []


def test_who_received_it_is_told_with_the_post(handover):
    handover.received_as = PostFactory(title="联系人")
    handover.save()

    [receipt] = read_receipts(Handover.objects.all(), on("2026-03-01"), a_reader())
    assert receipt.who == "联系人 wang"


def test_of_a_group_of_actions_the_leads_own_hand_over_is_told_in_one_query(handover, django_assert_num_queries):
    action = handover.assignment.action
    HandoverFactory(assignment=handover.assignment, department=DepartmentFactory(), leads=False)
    other = ActionFactory()
    states, reader = read_states(type(action).objects.all(), on("2026-03-01")), a_reader()
    lead_receipts(states, on("2026-03-01"), reader)

    with django_assert_num_queries(1):
        found = lead_receipts(states, on("2026-03-01"), reader)

    assert found == {action.pk: (handover.handed_over_at, handover.received_at)}
    assert other.pk not in found
    assert lead_receipts(states, on("2026-01-06"), reader)[action.pk].received_at is None


def test_who_was_handed_an_item_and_does_not_lead_any_more_stays_named(handover):
    former, action = handover.department, handover.assignment.action
    action.lead_department = DepartmentFactory()
    action.save()

    [item] = read_items([handover.assignment.mandate])

    assert [(it.department, it.handover) for it in item.addressees] == [
        (action.lead_department, None),
        (former, handover),
    ]
    assert item.missing == 1


# --- stages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action)
    return action


def stages(action, day, known=None):
    return [
        (str(it.milestone.date), it.passed, it.reached and str(it.reached.as_of), it.last and it.last.percent)
        for it in read_stages(read_state(action, on(day, known)))
    ]


def test_a_stage_is_reached_by_the_first_counting_report_that_says_as_much(action):
    MilestoneFactory(action=action, date=date(2026, 3, 31), planned_percent=30)
    MilestoneFactory(action=action, date=date(2026, 6, 30), planned_percent=60)
    approved_report(action, date(2026, 2, 28), 20, date(2026, 3, 5))
    approved_report(action, date(2026, 4, 30), 35, date(2026, 5, 5))
    approved_report(action, date(2026, 5, 31), 50, date(2026, 6, 5))

    assert stages(action, "2026-03-31") == [("2026-03-31", False, None, 20), ("2026-06-30", False, None, 20)]
    assert stages(action, "2026-04-01") == [("2026-03-31", True, None, 20), ("2026-06-30", False, None, 20)]
    assert stages(action, "2026-07-01") == [("2026-03-31", True, "2026-04-30", 50), ("2026-06-30", True, None, 50)]
    assert stages(action, "2026-07-01", "2026-03-31") == [
        ("2026-03-31", True, None, 20),
        ("2026-06-30", True, None, 20),
    ]


def test_a_report_that_was_corrected_reaches_nothing(action):
    MilestoneFactory(action=action, date=date(2026, 3, 31), planned_percent=30)
    wrong = approved_report(action, date(2026, 3, 31), 40, date(2026, 4, 5))
    approved_report(action, date(2026, 3, 31), 25, date(2026, 4, 20), corrects=wrong)

    assert stages(action, "2026-05-01") == [("2026-03-31", True, None, 25)]
    assert stages(action, "2026-05-01", "2026-04-10") == [("2026-03-31", True, "2026-03-31", 40)]


def test_without_stages_nothing_is_asked(action, django_assert_num_queries):
    state = read_state(action, on("2026-05-01"))
    with django_assert_num_queries(0):
        assert read_stages(state) == []


def test_the_plan_of_a_day_is_the_one_that_stood_on_it(action):
    """First plan 30% by 31 March, entered on 10 January; on 1 March it was put off to 30 April."""
    first = MilestoneFactory(action=action, planned_percent=30, recorded_on=date(2026, 1, 10))
    first.withdrawn_on = date(2026, 3, 1)
    first.save()
    MilestoneFactory(action=action, date=date(2026, 4, 30), planned_percent=30, recorded_on=date(2026, 3, 1))

    def days(day, known=None):
        return [it.date.isoformat() for it in read_state(action, on(day, known)).milestones]

    # Before anything was entered the first plan counts, and never together with what took its place.
    assert days("2026-01-05") == ["2026-03-31"]
    assert days("2026-01-10") == days("2026-02-28") == ["2026-03-31"]
    assert days("2026-03-01") == days("2026-12-01") == ["2026-04-30"]
    # What was known: nothing, the first plan, the second.
    assert days("2026-12-01", "2026-01-09") == []
    assert days("2026-12-01", "2026-02-28") == ["2026-03-31"]
    assert days("2026-02-01", "2026-06-01") == ["2026-03-31"]
    assert days("2026-12-01", "2026-03-01") == ["2026-04-30"]


def test_planned_percent_and_pace_follow_the_plan_that_stood_on_the_day(action):
    old = MilestoneFactory(action=action, planned_percent=60, recorded_on=date(2026, 1, 1))
    old.withdrawn_on = date(2026, 6, 1)
    old.save()
    MilestoneFactory(action=action, planned_percent=30, recorded_on=date(2026, 6, 1))
    approved_report(action, date(2026, 3, 31), 30, date(2026, 4, 5))

    before, after = read_state(action, on("2026-05-31")), read_state(action, on("2026-06-01"))
    known = read_state(action, on("2026-06-01", "2026-05-31"))

    assert (before.planned_percent, before.pace) == (Decimal("60.0"), "behind")
    assert (after.planned_percent, after.pace) == (Decimal("30.0"), "on_schedule")
    assert (known.planned_percent, known.pace) == (Decimal("60.0"), "behind")


def test_with_all_stages_withdrawn_the_plan_runs_straight_again(action):
    stage = MilestoneFactory(action=action, planned_percent=60, recorded_on=date(2026, 1, 1))
    stage.withdrawn_on = date(2026, 5, 1)
    stage.save()
    approved_report(action, date(2026, 3, 31), 30, date(2026, 4, 5))

    assert read_state(action, on("2026-04-30")).planned_percent == 60
    assert read_state(action, on("2026-05-01")).planned_percent == Decimal("24.5")
