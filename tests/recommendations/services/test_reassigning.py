"""Who leads and how often one reports: changed with the row that keeps the former, read back on past days."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.asof import AsOf
from recommendations.models import Handover, PlanChange
from recommendations.queries.handover import read_receipts
from recommendations.queries.posts import answering_for
from recommendations.queries.status import count_states, read_state
from recommendations.services.handover import hand_over, receive
from recommendations.services.plan_changes import correct_change, record_change
from recommendations.services.progress import OutdatedError
from recommendations.services.reassigning import change_cycle, correct_due_date, left_open, reassign
from tests.factories import (
    ActionFactory,
    AssignmentFactory,
    CycleFactory,
    DepartmentFactory,
    PostFactory,
    ReportFactory,
    a_reporter,
    approved_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-07-01T09:00:00+08:00", tick=False)]
BEFORE, DECIDED = date(2026, 6, 19), date(2026, 6, 20)


def test_the_former_lead_led_until_the_day_and_the_new_one_from_it(office):
    action, to = ActionFactory(), DepartmentFactory()
    former = action.lead_department
    change = reassign(actor=office, action=action, to=to, decided_on=DECIDED, document="会议纪要", reason="职能调整")

    action.refresh_from_db()
    assert (action.lead_department, action.lead_basis) == (to, "decided")
    assert (change.former_lead, change.new_lead, change.document, change.reason) == (
        former,
        to,
        "会议纪要",
        "职能调整",
    )
    assert read_state(action, AsOf(BEFORE)).lead == former
    assert read_state(action, AsOf(DECIDED)).lead == to
    assert read_state(action, AsOf(DECIDED, known_on=date(2026, 6, 30))).lead == former
    assert read_state(action, AsOf(DECIDED, known_on=date(2026, 7, 1))).lead == to
    assert action.history.latest().history_user == office


def test_the_cycle_holds_from_the_day(office):
    monthly, action = CycleFactory(), ActionFactory()
    change_cycle(actor=office, action=action, to=monthly, decided_on=DECIDED)
    change_cycle(actor=office, action=action, to=None)

    days = [BEFORE, DECIDED, date(2026, 7, 1)]
    found = [count_states(type(action).objects.filter(pk=action.pk), AsOf(day))[0].cycle_id for day in days]
    assert found == [None, monthly.pk, None]


def test_what_changes_nothing_is_refused(office):
    action = ActionFactory()
    with pytest.raises(ValidationError) as refused:
        reassign(actor=office, action=action, to=action.lead_department)
    assert "没有改动" in refused.value.message_dict["new_lead"][0]
    with pytest.raises(ValidationError) as refused:
        change_cycle(actor=office, action=action, to=None)
    assert "默认周期" in refused.value.message_dict["new_cycle"][0]
    assert not PlanChange.objects.exists()


def test_a_day_that_does_not_fit_leaves_the_action_as_it_was(office):
    action, to = ActionFactory(), DepartmentFactory()
    former = action.lead_department
    reassign(actor=office, action=action, to=to, decided_on=DECIDED)
    for day in (BEFORE, date(2026, 7, 2)):
        with pytest.raises(ValidationError):
            reassign(actor=office, action=action, to=former, decided_on=day)
    action.refresh_from_db()
    assert action.lead_department == to
    assert PlanChange.objects.count() == 1


def test_only_the_office_reassigns():
    action = ActionFactory()
    with pytest.raises(PermissionDenied):
        reassign(actor=a_reporter(action.lead_department), action=action, to=DepartmentFactory())
    assert not PlanChange.objects.exists()


def test_what_the_former_lead_has_begun_stays_its_own_and_is_counted(office):
    action = ActionFactory()
    draft = ReportFactory(action=action)
    approved_report(action, date(2026, 5, 31), 40, date(2026, 6, 5))
    change = reassign(actor=office, action=action, to=DepartmentFactory())

    assert list(left_open(change)) == [draft]
    assert draft.department == change.former_lead


def test_who_leads_supports_no_longer(office):
    action, to = ActionFactory(), DepartmentFactory()
    action.supporting_departments.add(to)
    reassign(actor=office, action=action, to=to)

    assert not action.supporting_departments.exists()


# --- an original due date that was recorded wrongly -----------------------------------------------------------------


TYPED, TRUE = date(2026, 6, 25), date(2026, 9, 25)


def a_slip(**more):
    action = ActionFactory(start_date=date(2026, 1, 1), due_date=TYPED, **more)
    AssignmentFactory(action=action)
    return action


def mend(actor, action, to=TRUE, **more):
    return correct_due_date(
        actor=actor, action=action, to=to, **({"document": "柳政办〔2026〕8号", "reason": "录错"} | more)
    )


def test_a_corrected_due_date_holds_on_past_days_and_is_no_extension(office):
    action = a_slip()
    assert read_state(action, AsOf.now()).overdue
    change = mend(office, action)

    action.refresh_from_db()
    assert (action.due_date, action.due_basis, action.history.latest().history_user) == (TRUE, "decided", office)
    assert (change.kind, change.former_due_date, change.new_due_date) == ("correction", TYPED, TRUE)
    assert (change.recorded_on, change.document, change.reason) == (date(2026, 7, 1), "柳政办〔2026〕8号", "录错")
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        state = read_state(action, AsOf(day))
        assert (state.due_date, state.original_due_date, state.overdue, state.extension_count) == (TRUE, TRUE, False, 0)
        assert state.former_due_date is None


def test_what_was_known_before_the_correction_reads_as_before(office):
    action = a_slip()
    mend(office, action)
    for day in (date(2026, 6, 30), date(2026, 7, 5)):
        asof = AsOf(day, known_on=date(2026, 6, 30))
        (counted,) = count_states(type(action).objects.filter(pk=action.pk), asof)
        for state in (read_state(action, asof), counted):
            assert (state.due_date, state.overdue) == (TYPED, True)
    with time_machine.travel("2026-07-03T09:00:00+08:00", tick=False):
        mend(office, action, to=date(2026, 8, 25))
    known = [read_state(action, AsOf(date(2026, 7, 5), known_on=date(2026, 7, day))).due_date for day in (2, 3)]
    assert known == [TRUE, date(2026, 8, 25)]
    assert type(action).objects.perhaps_late(date(2026, 7, 1)).filter(pk=action.pk).exists()


def test_an_extension_asked_for_late_by_a_slip_alone_was_in_time(office):
    action = a_slip()
    later, asked = date(2026, 12, 31), date(2026, 6, 30)
    change = PlanChange(action=action, kind="extension", decided_on=asked, asked_on=asked, new_due_date=later)
    record_change(actor=office, change=change)
    assert read_state(action, AsOf.now()).overdue
    mend(office, action)

    state = read_state(action, AsOf.now())
    assert (state.due_date, state.former_due_date, state.late_extension) == (later, TRUE, None)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"to": TYPED}, "new_due_date", "没有改动"),
        ({"to": date(2026, 1, 1)}, "new_due_date", "晚于开始日期"),
        ({"to": date(2026, 12, 31)}, "new_due_date", "曾延期至 2026-12-31"),
        ({"document": " "}, "document", "依据文件"),
        ({"reason": " "}, "reason", "理由"),
        ({"decided_on": date(2026, 7, 2)}, "decided_on", "不能晚于今天"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_nothing_changes(office, said, field, sentence):
    action = a_slip()
    extension = PlanChange(action=action, kind="extension", decided_on=DECIDED, new_due_date=date(2026, 12, 31))
    record_change(actor=office, change=extension)
    with pytest.raises(ValidationError) as refused:
        mend(office, action, **said)
    assert sentence in refused.value.message_dict[field][0]
    action.refresh_from_db()
    assert action.due_date == TYPED
    assert PlanChange.objects.get() == extension


def test_only_the_office_corrects_and_only_what_has_a_due_date(office):
    action = a_slip()
    with pytest.raises(PermissionDenied):
        mend(a_reporter(action.lead_department), action)
    with pytest.raises(ValidationError):
        mend(office, ActionFactory())
    with pytest.raises(ValidationError):
        record_change(actor=office, change=PlanChange(action=action, kind="correction", new_due_date=TRUE))
    assert not PlanChange.objects.exists()


def test_the_reason_of_a_correction_is_mended_and_not_taken_away(office):
    change = mend(office, a_slip())
    with pytest.raises(ValidationError):
        correct_change(actor=office, change=change, document="柳政办〔2026〕8号", reason=" ")
    assert correct_change(actor=office, change=change, document="柳政办〔2026〕8号", reason="手误").reason == "手误"


# --- what goes with it ----------------------------------------------------------------------------------------------


@pytest.fixture
def handed_over(office):
    """An action that was handed over to its lead and one that supports it, and received by both."""
    assignment = AssignmentFactory()
    assignment.action.supporting_departments.add(DepartmentFactory())
    for handover in hand_over(actor=office, assignment=assignment):
        receive(actor=a_reporter(handover.department), handover=handover)
    return assignment.action


def standing(action):
    return {(it.department, it.leads) for it in Handover.objects.standing().filter(assignment__action=action)}


def test_the_new_lead_has_to_receive_and_what_the_former_had_is_moved_on(office, handed_over):
    former, to = handed_over.lead_department, DepartmentFactory()
    supporting = handed_over.supporting_departments.get()
    with time_machine.travel("2026-07-03T09:00:00+08:00", tick=False):
        reassign(actor=office, action=handed_over, to=to)

    assert standing(handed_over) == {(to, True), (supporting, False)}
    [waiting] = Handover.objects.not_received()
    assert (waiting.department, waiting.handed_over_by) == (to, office)
    moved = Handover.objects.get(department=former)
    assert moved.received_by is not None, "what was received stays so"
    rows = Handover.objects.filter(department__in=[former, to])
    for day, known_on, seen in (
        (3, None, {former: (True, True), to: (False, False)}),
        (2, None, {former: (True, False)}),
        (3, 2, {former: (True, False)}),
    ):
        asof = AsOf(date(2026, 7, day), known_on and date(2026, 7, known_on), date(2026, 7, 3))
        receipts = read_receipts(rows, asof, office)
        assert {it.handover.department: (it.received, it.moved) for it in receipts} == seen


def test_what_the_former_lead_had_not_received_waits_for_nobody(office):
    assignment = AssignmentFactory()
    [first] = hand_over(actor=office, assignment=assignment)
    reporter, to = a_reporter(first.department), DepartmentFactory()
    with time_machine.travel("2026-07-03T09:00:00+08:00", tick=False):
        reassign(actor=office, action=assignment.action, to=to)
        assert [it.department for it in Handover.objects.waiting(AsOf.now())] == [to]
        waited = AsOf(date(2026, 7, 2), today=date(2026, 7, 3))
        assert [it.department for it in Handover.objects.waiting(waited)] == [first.department]
        with pytest.raises(OutdatedError) as refused:
            receive(actor=reporter, handover=first)
    assert "其他单位牵头" in str(refused.value)
    assert first.received_at is None


def test_who_supported_receives_anew_as_lead_and_who_led_before_once_more(office, handed_over):
    former, to = handed_over.lead_department, handed_over.supporting_departments.get()
    reassign(actor=office, action=handed_over, to=to)
    assert standing(handed_over) == {(to, True)}
    reassign(actor=office, action=handed_over, to=former)
    assert standing(handed_over) == {(former, True)}
    assert hand_over(actor=office, assignment=handed_over.assignments.get()) == []
    assert Handover.objects.count() == 4


def test_what_was_never_handed_over_is_not_by_the_way(office):
    reassign(actor=office, action=AssignmentFactory().action, to=DepartmentFactory())
    assert not Handover.objects.exists()


def an_action_with_posts():
    action = ActionFactory()
    posts = {kind: PostFactory(kind=kind, department=action.lead_department) for kind in ("responsible", "contact")}
    for name, post in posts.items():
        setattr(action, name, post)
    action.leader = PostFactory()
    action.save()
    return action, posts


def test_posts_of_the_former_lead_answer_no_more_and_did_on_the_days_before(office):
    action, posts = an_action_with_posts()
    leader, to = action.leader, DepartmentFactory()
    contact = PostFactory(kind="contact", department=to)
    with time_machine.travel("2026-07-03T09:00:00+08:00", tick=False):
        reassign(actor=office, action=action, to=to, contact=contact)
    with time_machine.travel("2026-07-06T09:00:00+08:00", tick=False):

        def answering(day, known_on=None):
            asof = AsOf(date(2026, 7, day), known_on and date(2026, 7, known_on), date(2026, 7, 6))
            return {held.post for held in answering_for([action], asof, office)[action.pk].named}

        assert answering(6) == answering(4) == {leader, contact}
        assert answering(2) == answering(6, known_on=2) == {leader, *posts.values()}


def test_a_post_of_a_third_department_stays(office):
    action, _posts = an_action_with_posts()
    action.contact = third = PostFactory(kind="contact", department=DepartmentFactory())
    action.save()
    reassign(actor=office, action=action, to=DepartmentFactory())

    action.refresh_from_db()
    assert (action.responsible, action.contact) == (None, third)


@pytest.mark.parametrize("kind", ["contact", "responsible"])
def test_a_post_that_is_not_the_new_leads_is_refused_and_nothing_moves(office, handed_over, kind):
    to = DepartmentFactory()
    stranger = PostFactory(kind=kind, department=DepartmentFactory())
    other_kind = PostFactory(kind="responsible" if kind == "contact" else "contact", department=to)
    before = standing(handed_over)
    for post in (stranger, other_kind):
        with pytest.raises(ValidationError) as refused:
            reassign(actor=office, action=handed_over, to=to, **{kind: post})
        assert kind in refused.value.message_dict
    assert standing(handed_over) == before
    assert not PlanChange.objects.exists()
