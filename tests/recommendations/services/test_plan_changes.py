"""Decisions on the plan: what each kind wants, what fits what was decided before, and what is never rewritten."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from recommendations.models import PlanChange
from recommendations.services.plan_changes import correct_change, record_change
from tests.factories import ActionFactory, PlanChangeFactory, a_reader, a_reporter, approved_report

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T09:00:00+08:00", tick=False)]


@pytest.fixture
def action():
    return ActionFactory(start_date=date(2026, 1, 1), due_date=date(2026, 12, 31))


def a_change(action, kind, on=date(2026, 6, 20), **more):
    more.setdefault("document", "柳政办〔2026〕8号")
    return PlanChange(action=action, kind=kind, decided_on=on, **more)


def record(office, action, kind, *successors, **more):
    return record_change(actor=office, change=a_change(action, kind, **more), successors=successors)


def refusal(field, office, action, kind, *successors, **more):
    """The sentence at the field, or of the whole; nothing is stored."""
    before = PlanChange.objects.count()
    with pytest.raises(ValidationError) as refused:
        record(office, action, kind, *successors, **more)
    assert PlanChange.objects.count() == before
    return " ".join(refused.value.message_dict[field] if field else refused.value.messages)


def test_a_decision_is_recorded_on_the_day_by_whom(office, action):
    change = record(office, action, "suspension", recorded_on=date(2020, 1, 1))

    assert (change.recorded_on, change.decided_on) == (date(2026, 7, 1), date(2026, 6, 20))
    assert change.history.get().history_user == office


@pytest.mark.parametrize("who", [a_reporter, a_reader])
def test_only_the_office_decides(action, who):
    with pytest.raises(PermissionDenied):
        record(who(), action, "suspension")
    with pytest.raises(PermissionDenied):
        correct_change(actor=who(), change=PlanChangeFactory(action=action), document="x", reason="")
    assert not PlanChange.objects.exclude(kind="extension").exists()


@pytest.mark.parametrize("kind", ["suspension", "split", "merger", "supersession"])
def test_what_stops_or_replaces_names_its_document(office, action, kind):
    successors = [] if kind == "suspension" else [ActionFactory(), ActionFactory()]

    assert "依据文件" in refusal("document", office, action, kind, *successors, document=" ")
    record(office, action, kind, *successors)


def test_a_suspension_and_a_resumption_take_turns(office, action):
    assert "没有中止" in refusal("kind", office, action, "resumption")
    record(office, action, "suspension", on=date(2026, 5, 1))
    assert "2026-05-01" in refusal("kind", office, action, "suspension")
    record(office, action, "resumption", on=date(2026, 5, 2))
    assert "没有中止" in refusal("kind", office, action, "resumption")
    record(office, action, "suspension")


@pytest.mark.parametrize(("kind", "others"), [("split", 1), ("split", 0), ("merger", 0), ("supersession", 0)])
def test_a_replacement_names_enough_successors(office, action, kind, others):
    assert refusal("successors", office, action, kind, *ActionFactory.create_batch(others))


def test_an_action_does_not_replace_itself(office, action):
    assert "它自己" in refusal("successors", office, action, "split", action, ActionFactory())


def test_only_a_replacement_names_successors(office, action):
    assert "只有拆分" in refusal("successors", office, action, "suspension", ActionFactory())


def test_two_actions_never_replace_each_other_however_long_the_way_round(office):
    first, second, third = ActionFactory.create_batch(3)
    record(office, first, "supersession", second)
    record(office, second, "merger", third)

    for successor in (first, second):
        assert successor.code in refusal("successors", office, third, "supersession", successor)


@pytest.mark.parametrize("kind", ["suspension", "supersession"])
def test_nothing_follows_a_replacement(office, action, kind):
    record(office, action, "supersession", ActionFactory(), on=date(2026, 6, 1))
    successors = [ActionFactory()] if kind == "supersession" else []

    assert "2026-06-01" in refusal("kind", office, action, kind, *successors)


def test_a_decision_is_not_of_a_day_to_come_nor_earlier_than_the_last_of_its_sort(office, action):
    assert "不能晚于今天" in refusal("decided_on", office, action, "suspension", on=date(2026, 7, 2))
    record(office, action, "suspension", on=date(2026, 6, 10))
    assert "2026-06-10" in refusal("decided_on", office, action, "resumption", on=date(2026, 6, 9))
    assert "2026-06-10" in refusal("decided_on", office, action, "merger", ActionFactory(), on=date(2026, 6, 9))
    record(office, action, "extension", on=date(2026, 6, 9), new_due_date=date(2027, 6, 30))
    record(office, action, "resumption", on=date(2026, 6, 10))


def test_an_extension_moves_the_due_date_in_force_to_a_later_day(office, action):
    assert "2026-12-31" in refusal("new_due_date", office, action, "extension", new_due_date=date(2026, 12, 31))
    record(office, action, "extension", new_due_date=date(2027, 3, 31))
    assert "2027-03-31" in refusal("new_due_date", office, action, "extension", new_due_date=date(2027, 3, 31))
    assert "申请日期" in refusal(
        "asked_on", office, action, "extension", new_due_date=date(2027, 6, 30), asked_on=date(2026, 6, 21)
    )


def test_what_has_no_due_date_or_is_done_is_not_extended(office, action):
    assert "没有定期限" in refusal(None, office, ActionFactory(), "extension", new_due_date=date(2027, 1, 1))
    approved_report(action, date(2026, 6, 1), 100, date(2026, 6, 2), status="completed")
    assert "已经办结" in refusal(None, office, action, "extension", new_due_date=date(2027, 1, 1))


def test_only_an_extension_was_asked_for(office, action):
    assert "只有延期" in refusal("asked_on", office, action, "suspension", asked_on=date(2026, 6, 1))


@pytest.mark.parametrize("kind", ["reassignment", "reporting"])
def test_what_changes_the_action_itself_has_a_service_of_its_own(office, action, kind):
    assert "办理入口" in refusal("kind", office, action, kind)


def test_document_and_reason_are_mended_and_nothing_else(office, action):
    change = record(office, action, "suspension")
    change.kind, change.decided_on = "resumption", date(2026, 1, 1)
    correct_change(actor=office, change=change, document="柳政办〔2026〕9号", reason="文号更正")

    change.refresh_from_db()
    assert (change.kind, change.decided_on) == ("suspension", date(2026, 6, 20))
    assert (change.document, change.reason) == ("柳政办〔2026〕9号", "文号更正")
    with pytest.raises(ValidationError):
        correct_change(actor=office, change=change, document="", reason="")
