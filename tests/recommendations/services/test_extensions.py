"""A later deadline: who asks and who decides, what cannot be asked for, and what a late request leaves standing."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from indicators.asof import AsOf, today
from recommendations.models import ExtensionRequest, PlanChange
from recommendations.queries.extensions import waiting_by_action
from recommendations.queries.status import read_state
from recommendations.services.extensions import ask_extension, decide_extension, withdraw_extension
from recommendations.services.plan_changes import record_change
from recommendations.services.progress import OutdatedError
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    MembershipFactory,
    a_coordinator,
    a_leader,
    a_reader,
    a_reporter,
    approved_report,
)
from tests.race import race

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T09:00:00+08:00", tick=False)]
DUE, LATER = date(2026, 7, 10), date(2026, 9, 30)


@pytest.fixture
def action():
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=DUE)
    AssignmentFactory(action=action)
    return action


def ask(actor, action, to=LATER, reason="前置审批用时较长"):
    return ask_extension(actor=actor, action=action, new_due_date=to, reason=reason)


def test_the_leading_department_its_head_and_the_office_ask(action, reporter, office):
    head = MembershipFactory(department=action.lead_department, role="head").user
    for person in (reporter, head, office):
        request = ask(person, action)
        assert (request.asked_by, request.department) == (person, action.lead_department)
        assert (request.asked_on, request.due_when_asked, request.late) == (date(2026, 7, 1), DUE, False)
        decide_extension(actor=office, request=request, grant=False, decision="请按期完成")


@pytest.mark.parametrize("who", [a_reporter, a_reader, a_leader])
def test_nobody_else_asks_or_decides(action, reporter, who):
    with pytest.raises(PermissionDenied):
        ask(who(), action)
    request = ask(reporter, action)
    for person in (reporter, who()):
        with pytest.raises(PermissionDenied):
            decide_extension(actor=person, request=request, grant=True)
    request.refresh_from_db()
    assert request.state == "asked"


def test_granted_it_moves_the_due_date_and_the_original_is_kept(action, reporter, office):
    request = ask(reporter, action)
    decide_extension(actor=office, request=request, grant=True, document="柳政办〔2026〕8号", decision="同意")

    change = PlanChange.objects.get()
    assert request.change == change
    assert (change.asked_on, change.new_due_date, change.document) == (request.asked_on, LATER, "柳政办〔2026〕8号")
    assert change.reason == request.reason
    assert (request.state, request.decided_by, request.decision) == ("granted", office, "同意")
    state = read_state(action, AsOf.now())
    assert (state.due_date, state.former_due_date, state.extension_count) == (LATER, DUE, 1)


def test_a_refusal_says_why_and_moves_nothing(action, reporter, office):
    request = ask(reporter, action)
    with pytest.raises(ValidationError) as refused:
        decide_extension(actor=office, request=request, grant=False, decision="  ")
    assert "decision" in refused.value.message_dict

    decide_extension(actor=office, request=request, grant=False, decision="请按期完成")
    assert (request.state, request.change) == ("refused", None)
    assert read_state(action, AsOf.now()).due_date == DUE


def test_asked_for_late_and_granted_the_overdue_stands(action, reporter, office):
    with time_machine.travel("2026-07-11T00:30:00+08:00", tick=False):
        request = ask(reporter, action)
        assert request.late
        decide_extension(actor=office, request=request, grant=True)
        state = read_state(action, AsOf.now())

    assert state.overdue
    assert (state.due_date, state.late_extension, state.extension_count) == (DUE, LATER, 1)


def test_asked_for_on_the_last_day_and_decided_after_it_the_due_date_moves(action, reporter, office):
    with time_machine.travel("2026-07-10T23:30:00+08:00", tick=False):
        request = ask(reporter, action)
    with time_machine.travel("2026-07-20T09:00:00+08:00", tick=False):
        decide_extension(actor=office, request=request, grant=True)
        state = read_state(action, AsOf.now())

    assert not request.late
    assert not state.overdue
    assert (state.due_date, state.late_extension) == (LATER, None)


def refusal(actor, action, **more):
    with pytest.raises(ValidationError) as refused:
        ask(actor, action, **more)
    assert not ExtensionRequest.objects.exists()
    return " ".join(refused.value.messages)


def test_what_has_no_deadline_to_move_is_refused_with_a_sentence(action, reporter, office):
    assert "没有立项" in refusal(office, ActionFactory(due_date=DUE))
    assert "没有牵头单位" in refusal(office, ActionFactory(due_date=DUE, lead_department=None))
    undated = AssignmentFactory().action
    assert "没有定期限" in refusal(office, undated)
    approved_report(action, date(2026, 6, 1), 100, date(2026, 6, 2), status="completed")
    assert "已经办结" in refusal(reporter, action)


def test_the_day_is_later_than_the_one_in_force_and_the_reason_is_said(action, reporter, office):
    assert "2026-07-10" in refusal(reporter, action, to=DUE)
    assert "理由" in refusal(reporter, action, reason=" \n")
    change = PlanChange(action=action, kind="extension", decided_on=date(2026, 6, 20), new_due_date=LATER)
    record_change(actor=office, change=change)
    assert "2026-09-30" in refusal(reporter, action)


def test_an_action_has_one_open_request(action, reporter, office):
    ask(reporter, action)
    with pytest.raises(OutdatedError) as refused:
        ask(office, action)
    assert reporter.username in str(refused.value)
    assert ExtensionRequest.objects.count() == 1


def test_what_was_decided_is_not_decided_again(action, reporter, office):
    request = ask(reporter, action)
    seen = ExtensionRequest.objects.get(pk=request.pk)
    decide_extension(actor=office, request=request, grant=False, decision="请按期完成")
    with pytest.raises(OutdatedError) as refused:
        decide_extension(actor=a_coordinator(), request=seen, grant=True)
    assert office.username in str(refused.value)
    assert "不同意" in str(refused.value)
    assert not PlanChange.objects.exists()


def test_what_the_plan_has_passed_meanwhile_is_not_granted(action, reporter, office):
    request = ask(reporter, action)
    change = PlanChange(action=action, kind="extension", decided_on=date(2026, 7, 1), new_due_date=date(2026, 12, 31))
    record_change(actor=office, change=change)
    with pytest.raises(ValidationError):
        decide_extension(actor=office, request=request, grant=True)
    request.refresh_from_db()
    assert (request.state, request.change) == ("asked", None)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds_and_the_other_is_told(action, reporter):
    yes, no = a_coordinator(username="yes"), a_coordinator(username="no")
    for number in range(5):
        request = ask(reporter, action, to=date(2026, 8, 1 + number))
        row = request.pk
        results = race(
            lambda row=row: decide_extension(actor=yes, request=ExtensionRequest.objects.get(pk=row), grant=True),
            lambda row=row: decide_extension(
                actor=no, request=ExtensionRequest.objects.get(pk=row), grant=False, decision="请按期完成"
            ),
        )

        assert sorted(type(result).__name__ for result in results) == ["ExtensionRequest", "OutdatedError"], results
        request.refresh_from_db()
        winner = yes if request.state == "granted" else no
        assert request.decided_by == winner
        assert (request.change is not None) == (winner == yes)
        assert PlanChange.objects.count() == ExtensionRequest.objects.filter(state="granted").count()


def test_the_department_that_asked_its_head_and_the_office_withdraw_what_waits(action, reporter, office):
    head = MembershipFactory(department=action.lead_department, role="head").user
    for person in (reporter, head, office):
        request = ask(reporter, action)
        withdraw_extension(actor=person, request=request)
        assert (request.state, request.withdrawn_by, request.decided_by) == ("withdrawn", person, None)
        assert request.withdrawn_at == timezone.now()
    assert not PlanChange.objects.exists()
    assert read_state(action, AsOf.now()).due_date == DUE
    assert ExtensionRequest.objects.count() == 3


@pytest.mark.parametrize("who", [a_reporter, a_reader, a_leader])
def test_nobody_else_withdraws(action, reporter, who):
    request = ask(reporter, action)
    with pytest.raises(PermissionDenied):
        withdraw_extension(actor=who(), request=request)
    request.refresh_from_db()
    assert request.state == "asked"


def test_what_was_withdrawn_is_not_decided_and_what_was_decided_not_withdrawn(action, reporter, office):
    request = ask(reporter, action)
    seen = ExtensionRequest.objects.get(pk=request.pk)
    withdraw_extension(actor=reporter, request=request)
    with pytest.raises(OutdatedError) as refused:
        decide_extension(actor=office, request=seen, grant=True)
    assert "撤回" in str(refused.value)
    assert reporter.username in str(refused.value)

    decided = decide_extension(actor=office, request=ask(reporter, action), grant=False, decision="请按期完成")
    with pytest.raises(OutdatedError) as refused:
        withdraw_extension(actor=reporter, request=decided)
    assert "不同意" in str(refused.value)


def test_a_withdrawn_request_waits_no_more_and_did_wait_on_the_days_before(action, reporter, office):
    with time_machine.travel("2026-07-02T09:00:00+08:00", tick=False):
        request = ask(reporter, action)
    with time_machine.travel("2026-07-05T09:00:00+08:00", tick=False):
        withdraw_extension(actor=reporter, request=request)
    with time_machine.travel("2026-07-08T09:00:00+08:00", tick=False):
        for known_on in (None, date(2026, 7, 4)):
            waited = {
                day: action.pk in waiting_by_action([action], AsOf(date(2026, 7, day), known_on, today()), office)
                for day in (1, 2, 4, 5, 8)
            }
            since = known_on is not None  # nothing of the withdrawal was known then
            assert waited == {1: False, 2: True, 4: True, 5: since, 8: since}


@pytest.mark.django_db(transaction=True)
def test_of_a_decision_and_a_withdrawal_at_once_one_holds_and_the_other_is_told(action, reporter, office):
    for number in range(5):
        row = ask(reporter, action, to=date(2026, 8, 1 + number)).pk
        results = race(
            lambda row=row: decide_extension(actor=office, request=ExtensionRequest.objects.get(pk=row), grant=True),
            lambda row=row: withdraw_extension(actor=reporter, request=ExtensionRequest.objects.get(pk=row)),
        )

        assert sorted(type(result).__name__ for result in results) == ["ExtensionRequest", "OutdatedError"], results
        request = ExtensionRequest.objects.get(pk=row)
        assert request.state in {"granted", "withdrawn"}
        assert (request.change is None) == (request.decided_by is None) == (request.state == "withdrawn")


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_one_is_made(action, reporter, office):
    results = race(lambda: ask(reporter, action), lambda: ask(office, action))

    assert sorted(type(result).__name__ for result in results) == ["ExtensionRequest", "OutdatedError"], results
    assert ExtensionRequest.objects.count() == 1
