"""Stages of a plan: set as a whole, never overwritten, and readable on every past day."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.asof import AsOf
from recommendations.models import Milestone
from recommendations.queries.status import read_state
from recommendations.services.milestones import anew, set_milestones, withdraw_milestone
from recommendations.services.progress import OutdatedError
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    MandateFactory,
    MilestoneFactory,
    PlanChangeFactory,
    a_coordinator,
    a_reporter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-10T12:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))
    AssignmentFactory(action=action)
    return action


@pytest.fixture
def office():
    return a_coordinator(username="office")


def stage(month, percent, day=30, **more):
    return Milestone(date=date(2026, month, day), planned_percent=Decimal(percent), title=f"阶段{month}", **more)


def standing(action):
    return [(it.date.month, it.planned_percent) for it in action.milestones.standing()]


def test_the_office_sets_them_and_history_says_who(action, office):
    made = set_milestones(actor=office, action=action, add=[stage(9, 60), stage(6, 30)])

    assert standing(action) == [(6, 30), (9, 60)]
    assert {it.recorded_on for it in made} == {date(2026, 6, 10)}
    entry = made[0].history.get()
    assert (entry.history_user, entry.history_type, entry.history_change_reason) == (office, "+", "设定里程碑")


def test_nobody_else_does(action):
    kept = MilestoneFactory(action=action)
    for who in (a_reporter(action.lead_department), a_reporter()):
        with pytest.raises(PermissionDenied):
            set_milestones(actor=who, action=action, add=[stage(6, 30)])
        with pytest.raises(PermissionDenied):
            withdraw_milestone(actor=who, milestone=kept)
    assert list(action.milestones.standing()) == [kept]


def test_a_changed_one_is_withdrawn_and_set_anew_so_that_the_plan_of_each_day_can_be_read(action, office, clock):
    [old] = set_milestones(actor=office, action=action, add=[stage(9, 60)])
    clock.move_to("2026-07-20T12:00:00+08:00")
    new = anew(old)
    new.planned_percent = Decimal(45)

    set_milestones(actor=office, action=action, add=[new], withdraw=[old])

    old.refresh_from_db()
    assert (old.planned_percent, old.withdrawn_on) == (60, date(2026, 7, 20))
    assert standing(action) == [(9, 45)]
    shown = {
        day: [it.planned_percent for it in read_state(action, AsOf(day)).milestones]
        for day in (date(2026, 5, 1), date(2026, 7, 19), date(2026, 7, 20), date(2026, 12, 1))
    }
    assert list(shown.values()) == [[60], [60], [45], [45]]
    known = read_state(action, AsOf(date(2026, 12, 1), known_on=date(2026, 7, 1)))
    assert [it.planned_percent for it in known.milestones] == [60]


def test_a_withdrawn_one_is_withdrawn_once(action, office):
    [made] = set_milestones(actor=office, action=action, add=[stage(9, 60)])
    withdraw_milestone(actor=office, milestone=made)

    assert standing(action) == []
    assert Milestone.objects.get().history.latest().history_change_reason == "撤销里程碑"
    with pytest.raises(OutdatedError):
        withdraw_milestone(actor=office, milestone=made)


def test_who_edits_what_another_has_just_changed_is_told_and_nothing_is_stored(action, office):
    [made] = set_milestones(actor=office, action=action, add=[stage(6, 30)])
    withdraw_milestone(actor=office, milestone=made)

    with pytest.raises(OutdatedError, match="刚由他人改过"):
        set_milestones(actor=office, action=action, add=[stage(9, 60)], withdraw=[made])
    assert standing(action) == []


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ([stage(6, 40), stage(9, 30)], "2026-09-30 的计划完成比例 30% 低于前一个里程碑的 40%。"),
        ([stage(6, 40), stage(6, 50)], "2026-06-30 有两个里程碑，一天只能有一个。"),
        ([Milestone(date=date(2025, 12, 31), planned_percent=10, title="早")], "早于开始日期 2026-01-01"),
        ([Milestone(date=date(2027, 1, 1), planned_percent=90, title="晚")], "晚于现行期限 2026-12-31"),
        ([stage(6, "100.1")], "计划完成比例应在 0 到 100 之间。"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence_and_as_a_whole(action, office, stages, sentence):
    MilestoneFactory(action=action, date=date(2026, 2, 1), planned_percent=5)

    with pytest.raises(ValidationError) as refusal:
        set_milestones(actor=office, action=action, add=[anew(it) for it in stages])

    assert sentence in " ".join(refusal.value.messages)
    assert standing(action) == [(2, 5)]


@pytest.mark.parametrize("field", ["date", "title", "planned_percent"])
def test_what_is_left_empty_is_named(action, office, field):
    whole = {"date": date(2026, 6, 30), "title": "阶段", "planned_percent": Decimal(30)}
    del whole[field]

    with pytest.raises(ValidationError) as refusal:
        set_milestones(actor=office, action=action, add=[Milestone(**whole)])
    assert list(refusal.value.message_dict) == [field]


def test_the_due_date_in_force_counts_not_the_original_one(action, office):
    PlanChangeFactory(action=action, decided_on=date(2026, 6, 1), new_due_date=date(2027, 3, 31))

    set_milestones(actor=office, action=action, add=[Milestone(date=date(2027, 3, 1), planned_percent=90, title="末")])

    assert standing(action) == [(3, 90)]


def test_an_action_without_dates_has_stages_all_the_same(office):
    action = ActionFactory()

    set_milestones(actor=office, action=action, add=[stage(6, 30)])

    assert standing(action) == [(6, 30)]


def test_beside_a_sample_mandate_stages_are_sample_too(action, office):
    MandateFactory(sample=True)

    [made] = set_milestones(actor=office, action=action, add=[stage(6, 30)])

    assert made.sample
