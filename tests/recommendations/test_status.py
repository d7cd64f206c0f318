"""Status on a day: the design's table of examples, what was known when, and what leaves the count."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from indicators.asof import AsOf
from recommendations.choices import ActionStatus
from recommendations.models import Action
from recommendations.queries.status import read_state, read_states
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    MandateFactory,
    PlanChangeFactory,
    ReportFactory,
    UserFactory,
    approved_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))
    AssignmentFactory(action=action)
    approved_report(action, as_of=date(2026, 3, 31), percent=40, approved=date(2026, 4, 5))
    approved_report(action, as_of=date(2026, 6, 30), percent=70, approved=date(2026, 7, 10))
    return action


@pytest.fixture
def extension(action):
    return PlanChangeFactory(action=action, decided_on=date(2026, 6, 20), new_due_date=date(2026, 9, 30))


def on(action, month, day, known=None):
    return read_state(action, AsOf(date(2026, month, day), known_on=known and date(2026, *known)))


@pytest.mark.parametrize(
    ("day", "known", "percent", "due", "planned", "light", "pace"),
    [
        ((3, 30), None, None, (6, 30), None, "none", None),
        ((4, 10), None, 40, (6, 30), "49.4", "soon", "behind"),
        ((4, 10), (4, 4), None, (6, 30), None, "none", None),
        ((7, 1), None, 70, (9, 30), "66.2", "ok", "on_schedule"),
        ((7, 1), (7, 5), 40, (9, 30), "32.7", "ok", "ahead"),
    ],
)
@pytest.mark.usefixtures("extension")
def test_the_designs_table_of_examples(action, day, known, percent, due, planned, light, pace):  # noqa: PLR0917
    state = on(action, *day, known=known)

    assert state.percent == percent
    assert state.due_date == date(2026, *due)
    assert state.planned_percent == (planned and Decimal(planned))
    assert state.light == light
    assert state.pace == pace
    assert not state.overdue


def test_without_the_extension_the_action_is_late(action):
    state = on(action, 7, 1)

    assert state.percent == 70
    assert state.planned_percent == 100
    assert state.light == "late"
    assert state.overdue
    assert state.days_overdue == 1


# --- which report counts --------------------------------------------------------------------------------------------


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_report_counts_from_its_as_of_on(action):
    assert on(action, 3, 30).report is None
    assert on(action, 3, 31).percent == 40
    assert on(action, 6, 29).percent == 40
    assert on(action, 6, 30).percent == 70


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_only_what_is_approved_counts(action, state):
    ReportFactory(action=action, as_of=date(2026, 7, 1), percent=90, state=state, return_reason="数字不对")

    assert on(action, 7, 1).percent == 70


def test_of_two_reports_of_one_day_the_one_approved_last_counts(action):
    approved_report(action, as_of=date(2026, 6, 30), percent=65, approved=date(2026, 7, 9))
    assert on(action, 7, 1).percent == 70

    approved_report(action, as_of=date(2026, 6, 30), percent=75, approved=date(2026, 7, 11))
    assert on(action, 7, 1).percent == 75


def test_of_two_approved_at_one_moment_the_later_record_counts(action):
    approved_report(action, as_of=date(2026, 6, 30), percent=71, approved=date(2026, 7, 10))

    assert on(action, 7, 1).percent == 71


def test_an_old_day_reported_late_does_not_hide_a_newer_day(action):
    approved_report(action, as_of=date(2026, 5, 31), percent=50, approved=date(2026, 8, 1))

    assert on(action, 7, 1).percent == 70
    assert on(action, 6, 1).percent == 50


def test_knowledge_of_an_approval_begins_on_its_day_in_shanghai(action):
    ReportFactory(
        action=action,
        as_of=date(2026, 7, 15),
        percent=80,
        state="approved",
        approved_by=UserFactory(),
        approved_at=moment("2026-07-19T16:30:00"),  # half past midnight of the 20th in Shanghai
    )

    assert on(action, 7, 31, known=(7, 19)).percent == 70
    assert on(action, 7, 31, known=(7, 20)).percent == 80


def test_knowledge_of_a_day_lasts_to_its_last_moment_in_shanghai(action):
    ReportFactory(
        action=action,
        as_of=date(2026, 7, 15),
        percent=80,
        state="approved",
        approved_by=UserFactory(),
        approved_at=moment("2026-07-19T15:59:59.999999"),
    )

    assert on(action, 7, 31, known=(7, 18)).percent == 70
    assert on(action, 7, 31, known=(7, 19)).percent == 80


def test_the_first_moment_of_a_day_belongs_to_it(action):
    ReportFactory(
        action=action,
        as_of=date(2026, 7, 15),
        percent=80,
        state="approved",
        approved_by=UserFactory(),
        approved_at=moment("2026-07-19T16:00:00"),
    )

    assert on(action, 7, 31, known=(7, 19)).percent == 70
    assert on(action, 7, 31, known=(7, 20)).percent == 80


def test_today_begins_at_midnight_in_shanghai(action):
    with time_machine.travel(moment("2026-06-29T15:59:00"), tick=False):
        assert read_state(action, AsOf.now()).percent == 40
    with time_machine.travel(moment("2026-06-29T16:00:00"), tick=False):
        assert read_state(action, AsOf.now()).percent == 70


# --- corrections ----------------------------------------------------------------------------------------------------


@pytest.fixture
def correction(action):
    """R2 should have said 60; said and approved on 1 August."""
    wrong = action.reports.get(percent=70)
    return approved_report(action, as_of=date(2026, 6, 30), percent=60, approved=date(2026, 8, 1), corrects=wrong)


@pytest.mark.usefixtures("correction")
def test_a_correction_takes_the_corrected_report_out_of_the_count(action):
    assert on(action, 7, 1).percent == 60
    assert on(action, 7, 1, known=(8, 1)).percent == 60


@pytest.mark.usefixtures("correction")
def test_before_the_correction_was_approved_the_old_report_was_what_was_known(action):
    assert on(action, 7, 1, known=(7, 31)).percent == 70


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_a_correction_that_is_not_approved_replaces_nothing(action, state):
    wrong = action.reports.get(percent=70)
    ReportFactory(action=action, as_of=date(2026, 6, 30), percent=60, corrects=wrong, state=state, return_reason="理由")

    assert on(action, 7, 1).percent == 70


def test_a_correction_may_move_the_day_and_the_old_day_is_then_empty(action):
    wrong = action.reports.get(percent=70)
    approved_report(action, as_of=date(2026, 7, 5), percent=70, approved=date(2026, 8, 1), corrects=wrong)

    assert on(action, 7, 4).percent == 40
    assert on(action, 7, 5).percent == 70


def test_a_correction_can_itself_be_corrected(action, correction):
    approved_report(action, as_of=date(2026, 6, 30), percent=62, approved=date(2026, 9, 1), corrects=correction)

    assert on(action, 7, 1).percent == 62
    assert on(action, 7, 1, known=(8, 31)).percent == 60


# --- plan changes ---------------------------------------------------------------------------------------------------


def change(action, kind, month, day, **more):
    return PlanChangeFactory(action=action, kind=kind, decided_on=date(2026, month, day), **more)


def test_a_suspended_action_leaves_the_count_until_it_is_resumed(action):
    change(action, "suspension", 5, 1)
    change(action, "resumption", 6, 1)

    assert on(action, 4, 30).status == "in_progress"
    suspended = on(action, 5, 1)
    assert (suspended.status, suspended.light, suspended.counted, suspended.overdue) == (
        "suspended",
        None,
        False,
        False,
    )
    assert on(action, 5, 31).status == "suspended"
    assert on(action, 6, 1).status == "in_progress"


def test_suspended_again_is_suspended(action):
    for kind, month in (("suspension", 2), ("resumption", 3), ("suspension", 4)):
        change(action, kind, month, 1)

    assert on(action, 4, 2).status == "suspended"


def test_decisions_of_one_day_hold_in_the_order_in_which_they_were_recorded(action):
    change(action, "suspension", 5, 1)
    change(action, "resumption", 5, 1)

    assert on(action, 5, 1).status == "in_progress"


def test_a_suspended_action_keeps_what_it_reported_and_is_never_late(action):
    change(action, "suspension", 5, 1)
    state = on(action, 12, 31)

    assert state.percent == 70
    assert not state.overdue
    assert state.days_overdue == 0
    assert state.light_label == "已中止"


@pytest.mark.parametrize("kind", ["supersession", "split", "merger"])
def test_what_is_replaced_leaves_the_count_for_good(action, kind):
    change(action, kind, 5, 1).successors.add(ActionFactory())
    change(action, "resumption", 5, 2)

    assert on(action, 4, 30).status == "in_progress"
    state = on(action, 5, 3)
    assert (state.status, state.light, state.light_label) == ("superseded", None, "已替代")


def test_a_completed_action_that_is_superseded_is_superseded(action):
    approved_report(action, as_of=date(2026, 7, 5), percent=100, approved=date(2026, 7, 6), status="completed")
    assert on(action, 7, 6).light == "done"

    change(action, "supersession", 8, 1)
    assert on(action, 8, 1).status == "superseded"


def test_the_last_extension_decided_gives_the_due_date(action):
    change(action, "extension", 6, 20, new_due_date=date(2026, 12, 31))
    change(action, "extension", 6, 10, new_due_date=date(2026, 9, 30))

    assert on(action, 6, 9).due_date == date(2026, 6, 30)
    assert on(action, 6, 10).due_date == date(2026, 9, 30)
    assert on(action, 6, 20).due_date == date(2026, 12, 31)


def test_a_decision_recorded_later_was_not_known_before(action):
    PlanChangeFactory(
        action=action, decided_on=date(2026, 6, 20), recorded_on=date(2026, 7, 3), new_due_date=date(2026, 9, 30)
    )

    assert on(action, 7, 1).due_date == date(2026, 9, 30)
    assert on(action, 7, 1, known=(7, 2)).due_date == date(2026, 6, 30)
    assert on(action, 7, 1, known=(7, 2)).light == "late"
    assert on(action, 7, 1, known=(7, 3)).due_date == date(2026, 9, 30)


# --- mandates -------------------------------------------------------------------------------------------------------


@pytest.fixture
def unmandated():
    return ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))


def test_until_it_is_mandated_an_action_is_never_due_or_overdue(unmandated):
    approved_report(unmandated, as_of=date(2026, 3, 31), percent=5, approved=date(2026, 4, 5))
    state = on(unmandated, 12, 31)

    assert (state.light, state.overdue, state.due_soon, state.light_label) == ("none", False, False, "未立项")


def test_a_mandate_holds_from_its_date(unmandated):
    AssignmentFactory(action=unmandated, mandate__date=date(2026, 8, 1), mandate__recorded_on=date(2026, 8, 1))

    assert on(unmandated, 7, 31).light == "none"
    assert on(unmandated, 8, 1).light == "late"


def test_a_mandate_recorded_later_was_not_known_before(unmandated):
    AssignmentFactory(action=unmandated, mandate__date=date(2026, 7, 1), mandate__recorded_on=date(2026, 8, 1))

    assert not on(unmandated, 7, 31, known=(7, 31)).mandated
    assert on(unmandated, 7, 31, known=(8, 1)).mandated
    assert on(unmandated, 7, 31).mandated


@pytest.mark.parametrize(("adoption", "mandated"), [("full", True), ("part", True), ("not", False)])
def test_a_document_may_adopt_in_full_in_part_or_not(unmandated, adoption, mandated):
    AssignmentFactory(action=unmandated, adoption=adoption)

    assert on(unmandated, 7, 1).mandated is mandated


def test_the_last_document_has_the_last_word(unmandated):
    AssignmentFactory(action=unmandated, adoption="not", mandate=MandateFactory(date=date(2026, 5, 1)))
    AssignmentFactory(action=unmandated, adoption="full", mandate=MandateFactory(date=date(2026, 2, 1)))

    assert on(unmandated, 4, 30).mandated
    assert not on(unmandated, 5, 1).mandated


# --- lights at their edges ------------------------------------------------------------------------------------------


def fresh(action, percent):
    """The only report of the action, as of 31 March, when 49.4 was planned."""
    return approved_report(action, as_of=date(2026, 3, 31), percent=percent, approved=date(2026, 4, 5))


@pytest.fixture
def mandated():
    return AssignmentFactory(action=ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 6, 30))).action


@pytest.mark.parametrize(
    ("percent", "pace", "light"),
    [
        ("44.4", "behind", "soon"),
        ("44.5", "on_schedule", "ok"),
        ("54.4", "on_schedule", "ok"),
        ("54.5", "ahead", "ok"),
        ("0", "behind", "soon"),
    ],
)
def test_five_points_are_tolerated(mandated, percent, pace, light):
    fresh(mandated, Decimal(percent))
    state = on(mandated, 4, 10)

    assert (state.pace, state.light) == (pace, light)


def test_the_tolerance_is_a_setting(mandated, settings):
    settings.PACE_TOLERANCE = 10
    fresh(mandated, 40)

    assert on(mandated, 4, 10).pace == "on_schedule"


def test_thirty_days_before_the_due_date_it_is_soon(mandated):
    fresh(mandated, 50)

    assert on(mandated, 5, 30).light == "ok"
    soon = on(mandated, 5, 31)
    assert (soon.light, soon.due_soon, soon.light_label) == ("soon", True, "将到期")
    assert on(mandated, 6, 30).light == "soon"
    late = on(mandated, 7, 1)
    assert (late.light, late.overdue, late.days_overdue, late.light_label) == ("late", True, 1, "逾期 1 天")


def test_the_reason_of_a_warning_is_said(mandated):
    fresh(mandated, 10)

    assert on(mandated, 4, 10).light_label == "滞后"
    assert on(mandated, 6, 1).light_label == "将到期且滞后"


def test_a_mandated_action_without_report_is_not_started_until_it_is_late(mandated):
    assert on(mandated, 4, 10).light_label == "未启动"
    assert on(mandated, 7, 1).light == "late"


def test_an_action_without_dates_is_on_schedule_once_it_reports():
    action = AssignmentFactory(action=ActionFactory()).action
    assert on(action, 7, 1).light == "none"

    fresh(action, 10)
    state = on(action, 7, 1)
    assert (state.light, state.pace, state.planned_percent, state.planned_today) == ("ok", None, None, None)


def test_completed_on_time_or_not_is_done(mandated):
    approved_report(mandated, as_of=date(2026, 8, 1), percent=100, approved=date(2026, 8, 2), status="completed")

    assert on(mandated, 7, 31).light == "late"
    assert on(mandated, 8, 1).light == "done"


def test_a_hundred_percent_in_progress_is_not_completed(mandated):
    approved_report(mandated, as_of=date(2026, 5, 1), percent=100, approved=date(2026, 5, 2))

    assert on(mandated, 5, 2).status == ActionStatus.IN_PROGRESS
    assert on(mandated, 7, 1).light == "late"


def test_what_is_planned_today_runs_on_while_the_report_stands(action):
    state = on(action, 5, 1)

    assert state.planned_percent == Decimal("49.4")
    assert state.planned_today == Decimal("66.7")


# --- sample, many at once -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda action: approved_report(action, date(2026, 5, 1), 50, date(2026, 5, 2), sample=True),
        lambda action: AssignmentFactory(action=action, mandate=MandateFactory(date=date(2026, 3, 1), sample=True)),
        lambda action: PlanChangeFactory(action=action, decided_on=date(2026, 3, 1), sample=True),
        lambda action: Action.objects.filter(pk=action.pk).update(due_basis="sample"),
    ],
    ids=["report", "mandate", "change", "due date"],
)
def test_a_state_that_rests_on_sample_data_says_so(mandated, make):
    assert not on(mandated, 6, 1).sample

    make(mandated)
    assert on(mandated, 6, 1).sample


def test_sample_data_of_a_later_day_does_not_mark_an_earlier_one(mandated):
    approved_report(mandated, as_of=date(2026, 5, 1), percent=50, approved=date(2026, 5, 2), sample=True)

    assert not on(mandated, 4, 30).sample


@pytest.mark.parametrize("count", [1, 3])
def test_many_states_take_six_queries(django_assert_num_queries, count):
    for n in range(count):
        action = AssignmentFactory(action=ActionFactory(due_date=date(2026, 6, 30))).action
        approved_report(action, as_of=date(2026, 3, 31), percent=10 * n, approved=date(2026, 4, 5))
        PlanChangeFactory(action=action).successors.add(action)

    with django_assert_num_queries(6):
        states = read_states(Action.objects.for_reading(), AsOf(date(2026, 7, 1), today=date(2026, 7, 1)))
        labels = [(s.light_label, s.sample, s.action.measure.path.title, s.action.lead_department.name) for s in states]
    assert len(labels) == count


def test_states_come_in_the_order_that_was_asked_for():
    actions = ActionFactory.create_batch(3)

    states = read_states(Action.objects.order_by("-pk"), AsOf(date(2026, 7, 1)))
    assert [state.action for state in states] == actions[::-1]


def test_a_state_a_hundred_years_away_is_still_a_state(action):
    assert read_state(action, AsOf(date(1900, 1, 1))).status == "not_started"
    far = read_state(action, AsOf(date(2200, 12, 31), known_on=date(2200, 12, 31)))
    assert far.days_overdue == (date(2200, 12, 31) - date(2026, 6, 30)) // timedelta(days=1)
