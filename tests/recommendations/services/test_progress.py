"""The one door of progress: who may write, how a report moves, and who wins a race."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from recommendations.choices import ReportState
from recommendations.models import Membership, ProgressReport
from recommendations.services.progress import OutdatedError, approve, discard, log_report, send_back, submit
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MembershipFactory,
    ReportFactory,
    UserFactory,
    a_coordinator,
    a_reader,
    a_reporter,
)
from tests.race import race

pytestmark = pytest.mark.django_db

STATES = list(ReportState)


def a_draft(action, **fields):
    """A report that nobody has saved yet."""
    text = {"as_of": date(2026, 3, 31), "percent": Decimal(40), "progress": "按计划推进。"}
    return ProgressReport(action=action, **(text | fields))


def in_state(state, action, **more):
    """A stored report of the action in the state, with what belongs to it."""
    moment = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)
    who = UserFactory(username=f"who-{state}-{ProgressReport.objects.count()}")
    stamps = {f"{state}_at": moment, f"{state}_by": who} if state != ReportState.DRAFT else {}
    reason = "数字不对" if state == ReportState.RETURNED else ""
    return ReportFactory(action=action, state=state, return_reason=reason, **(stamps | more))


def as_stored(report):
    return ProgressReport.objects.get(pk=report.pk)


# --- writing --------------------------------------------------------------------------------------------------------


def test_a_new_report_is_a_draft_of_the_leading_department_by_who_wrote_it(action, reporter):
    report = as_stored(log_report(actor=reporter, report=a_draft(action)))

    assert (report.state, report.department, report.created_by) == ("draft", action.lead_department, reporter)
    assert (report.percent, report.openness, report.sample) == (40, "internal", False)
    assert report.approved_at is report.submitted_at is report.approved_by is None


def test_whatever_state_and_names_a_new_report_claims_it_is_a_draft_of_its_writer(action, reporter):
    claims = a_draft(action, state="approved", department=DepartmentFactory(), created_by=UserFactory())

    report = as_stored(log_report(actor=reporter, report=claims))
    assert (report.state, report.department, report.created_by) == ("draft", action.lead_department, reporter)


def test_two_reports_have_two_references(action, reporter):
    one, other = (log_report(actor=reporter, report=a_draft(action)) for _ in range(2))

    assert one.ref != other.ref
    assert one.pk != other.pk


def test_the_office_may_write_for_any_department_and_for_none(office):
    for action in (ActionFactory(), ActionFactory(lead_department=None)):
        report = log_report(actor=office, report=a_draft(action))
        assert report.department == action.lead_department


def from_a_supporting_department(action):
    action.supporting_departments.add(DepartmentFactory())
    return a_reporter(action.supporting_departments.get())


STRANGERS = {
    "another department": lambda _: a_reporter(),
    "a supporting department": from_a_supporting_department,
    "a reader of the department": lambda action: (
        MembershipFactory(department=action.lead_department, role="reader").user
    ),
    "a reader": lambda _: a_reader(),
    "staff without a role": lambda _: UserFactory(),
    "inactive": lambda action: a_reporter(action.lead_department, is_active=False),
    "nobody": lambda _: AnonymousUser(),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_but_the_leading_department_and_the_office_writes_or_submits(action, who):
    stranger = STRANGERS[who](action)
    with pytest.raises(PermissionDenied):
        log_report(actor=stranger, report=a_draft(action))
    assert not ProgressReport.objects.exists()

    for state in ("draft", "returned"):
        report = in_state(state, action)
        report.progress = "改写。"
        with pytest.raises(PermissionDenied):
            log_report(actor=stranger, report=report)
        with pytest.raises(PermissionDenied):
            submit(actor=stranger, report=report)
        with pytest.raises(PermissionDenied):
            discard(actor=stranger, report=report)
        assert (as_stored(report).state, as_stored(report).progress) == (state, "按计划推进。")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_the_text_of_a_draft_or_returned_report_may_be_changed_by_colleagues(action, state):
    report = in_state(state, action)
    report.percent, report.progress, report.openness = Decimal("55.5"), "又进了一步。", "public"
    log_report(actor=a_reporter(action.lead_department), report=report)

    changed = as_stored(report)
    assert (changed.percent, changed.progress, changed.openness) == (Decimal("55.5"), "又进了一步。", "public")
    assert (changed.state, changed.created_by) == (state, report.created_by)


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_closed_text_is_not_changed_even_by_the_office_and_the_sentence_says_who_closed_it(action, office, state):
    report = in_state(state, action)
    report.progress = "改写。"

    with pytest.raises(OutdatedError, match=f"who-{state}"):
        log_report(actor=office, report=report)
    assert as_stored(report).progress == "按计划推进。"


def test_a_page_opened_before_the_report_was_submitted_does_not_overwrite_it(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    page = as_stored(report)
    submit(actor=reporter, report=report)
    page.progress = "旧页面上的话。"

    with pytest.raises(OutdatedError, match=reporter.username):
        log_report(actor=reporter, report=page)
    assert as_stored(report).progress == "按计划推进。"


def test_changing_the_text_changes_nothing_else(action, reporter):
    report = in_state("returned", action)
    report.state, report.approved_at, report.approved_by = "approved", datetime.now(UTC), reporter
    report.ref, report.created_by, report.department = "STOLEN", reporter, DepartmentFactory()
    log_report(actor=reporter, report=report)

    stored = as_stored(report)
    assert (stored.state, stored.approved_at, stored.approved_by) == ("returned", None, None)
    assert stored.ref != "STOLEN"
    assert stored.created_by != reporter
    assert stored.department == action.lead_department


def test_a_report_stays_with_its_action(action, reporter):
    elsewhere = ActionFactory()
    report = in_state("draft", elsewhere)
    report.action = action
    with pytest.raises(PermissionDenied):
        log_report(actor=reporter, report=report)

    own, others_report = in_state("draft", action), in_state("approved", elsewhere)
    own.action, own.corrects = elsewhere, others_report
    with pytest.raises(ValidationError, match="只能更正同一行动"):
        log_report(actor=reporter, report=own)
    assert as_stored(own).action == action


# --- what is refused, and next to which field -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"percent": Decimal("-0.1")}, "__all__", "完成比例应在 0 到 100 之间"),
        ({"percent": Decimal("100.1")}, "__all__", "完成比例应在 0 到 100 之间"),
        ({"percent": Decimal("NaN")}, "percent", ""),
        ({"percent": Decimal("Infinity")}, "percent", ""),
        ({"percent": Decimal("1e400")}, "percent", ""),
        ({"percent": Decimal("40.55")}, "percent", ""),
        ({"percent": None}, "percent", ""),
        ({"percent": Decimal("99.9"), "status": "completed"}, "percent", "填“已完成”时，完成比例应为 100"),
        ({"status": "cancelled"}, "status", ""),
        ({"openness": "secret"}, "openness", ""),
        ({"progress": ""}, "progress", ""),
        ({"as_of": None}, "as_of", ""),
        ({"as_of": date(1, 1, 1)}, "as_of", "请看年份是否写错"),
        ({"as_of": date(1999, 12, 31)}, "as_of", "请看年份是否写错"),
        ({"as_of": date(9999, 12, 31)}, "as_of", ""),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(action, reporter, fields, field, sentence):
    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, **fields))

    assert sentence in " ".join(refusal.value.message_dict[field])
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize("percent", ["0", "0.1", "99.9", "100"])
def test_any_percent_from_0_to_100_is_kept(action, reporter, percent):
    report = log_report(actor=reporter, report=a_draft(action, percent=Decimal(percent)))

    assert as_stored(report).percent == Decimal(percent)


def test_completed_at_a_hundred_is_kept(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action, percent=Decimal(100), status="completed"))

    assert as_stored(report).status == "completed"


@time_machine.travel(datetime(2026, 6, 29, 16, 30, tzinfo=UTC), tick=False)
def test_half_past_midnight_in_shanghai_today_may_be_reported_and_tomorrow_not(action, reporter):
    assert log_report(actor=reporter, report=ProgressReport(action=action, percent=1, progress="。")).as_of == date(
        2026, 6, 30
    )

    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, as_of=date(2026, 7, 1)))
    assert refusal.value.message_dict == {"as_of": ["日期 2026-07-01 在今天（2026-06-30）之后。"]}


def test_unicode_and_very_long_text_come_back_as_they_were(action, reporter):
    text = "进展🎉\r\n\u202e右到左\u202c 𠮷野家 e\u0301 <script>" + "很长" * 50_000
    report = log_report(actor=reporter, report=a_draft(action, progress=text, evidence=text))

    assert as_stored(report).progress == as_stored(report).evidence == text


# --- corrections ----------------------------------------------------------------------------------------------------


def test_an_approved_report_of_the_same_action_may_be_corrected(action, reporter):
    wrong = in_state("approved", action)

    assert log_report(actor=reporter, report=a_draft(action, corrects=wrong)).corrects == wrong


def test_a_correction_may_be_corrected(action, reporter):
    wrong = in_state("approved", action, corrects=in_state("approved", action))

    assert log_report(actor=reporter, report=a_draft(action, corrects=wrong)).corrects == wrong


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_approved_needs_no_correction(action, reporter, state):
    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, corrects=in_state(state, action)))
    assert refusal.value.message_dict == {"corrects": ["只能更正同一行动已核准的报告。"]}


def test_another_actions_report_is_not_ones_to_correct(action, reporter):
    others = in_state("approved", ActionFactory())
    own_other = in_state("approved", ActionFactory(lead_department=action.lead_department))

    for report in (others, own_other):
        with pytest.raises(ValidationError, match="只能更正同一行动"):
            log_report(actor=reporter, report=a_draft(action, corrects=report))


def test_a_correction_stands_in_from_the_same_day_on_and_leaves_no_hole_in_the_past(action, reporter):
    wrong = in_state("approved", action, as_of=date(2026, 3, 31))

    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, corrects=wrong, as_of=date(2026, 4, 1)))
    assert refusal.value.message_dict == {
        "as_of": ["更正的截至日期不能晚于原报告的 2026-03-31；此后的进展请另报一份。"]
    }
    assert log_report(actor=reporter, report=a_draft(action, corrects=wrong, as_of=date(2026, 3, 30))).pk


def test_what_has_been_corrected_is_not_corrected_again(action, reporter):
    wrong = in_state("approved", action)
    in_state("approved", action, corrects=wrong)

    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, corrects=wrong))
    assert refusal.value.message_dict == {"corrects": ["这份报告已由另一份报告更正，请更正那一份。"]}


def test_of_two_corrections_one_is_approved_and_the_other_is_told(action, office):
    wrong = in_state("approved", action)
    first, second = (in_state("submitted", action, corrects=wrong) for _number in range(2))

    approve(actor=office, report=first)

    with pytest.raises(OutdatedError, match="已由另一份报告更正"):
        approve(actor=office, report=second)
    assert as_stored(second).state == "submitted"


def test_steps_stand_in_the_order_in_which_they_were_taken_though_the_clock_went_back(action, reporter, office):
    report = ReportFactory(action=action, as_of=date(2026, 3, 31))
    with time_machine.travel("2026-06-10T12:00:00+08:00", tick=False):
        submit(actor=reporter, report=report)
    with time_machine.travel("2026-06-08T12:00:00+08:00", tick=False):
        approve(actor=office, report=report)

    assert [step.to_state for step in report.steps.for_reading(office)] == ["submitted", "approved"]


# --- moving ---------------------------------------------------------------------------------------------------------


MOVES: dict[str, tuple[Callable, ReportState, set[ReportState]]] = {
    "submit": (submit, ReportState.SUBMITTED, {ReportState.DRAFT, ReportState.RETURNED}),
    "approve": (approve, ReportState.APPROVED, {ReportState.SUBMITTED, ReportState.SIGNED}),
    "send back": (
        lambda **who: send_back(reason="数字不对", **who),
        ReportState.RETURNED,
        {ReportState.SUBMITTED, ReportState.SIGNED},
    ),
}


@pytest.mark.parametrize("origin", STATES)
@pytest.mark.parametrize("move", MOVES)
def test_a_report_moves_only_along_its_way(action, office, move, origin):
    make, target, origins = MOVES[move]
    report = in_state(origin, action)
    before = ProgressReport.objects.filter(pk=report.pk).values().get()

    if origin in origins:
        moved = make(actor=office, report=report)
        assert moved is report
        stored = as_stored(report)
        assert stored.state == report.state == target
        assert getattr(stored, f"{target}_by") == office
        assert datetime.now(UTC) - getattr(stored, f"{target}_at") < timedelta(minutes=1)
    else:
        with pytest.raises(OutdatedError) as refusal:
            make(actor=office, report=report)
        assert (f"who-{origin}" in str(refusal.value)) == (origin != ReportState.DRAFT)
        assert ProgressReport.objects.filter(pk=report.pk).values().get() == before


@pytest.mark.parametrize("move", ["approve", "send back"])
def test_only_the_office_decides(action, reporter, move):
    for who in (reporter, a_reader(), UserFactory(), AnonymousUser()):
        report = in_state("submitted", action)
        with pytest.raises(PermissionDenied):
            MOVES[move][0](actor=who, report=report)
        assert as_stored(report).state == "submitted"


@pytest.mark.parametrize("reason", ["", "  ", "\n\t　"])
def test_a_report_is_not_returned_without_a_reason(action, office, reason):
    report = in_state("submitted", action)
    with pytest.raises(ValidationError) as refusal:
        send_back(actor=office, report=report, reason=reason)

    assert refusal.value.message_dict == {"return_reason": ["请写明退回理由。"]}
    assert as_stored(report).state == "submitted"


def test_a_returned_report_is_mended_and_goes_its_way_with_its_reason_kept(action, reporter, office):
    report = log_report(actor=reporter, report=a_draft(action))
    submit(actor=reporter, report=report)
    send_back(actor=office, report=report, reason=" 数字不对 ")
    assert as_stored(report).return_reason == "数字不对"

    report.percent = Decimal(45)
    log_report(actor=reporter, report=report)
    submit(actor=reporter, report=report)
    approve(actor=office, report=report)

    stored = as_stored(report)
    assert (stored.state, stored.percent, stored.return_reason) == ("approved", 45, "数字不对")
    assert (stored.created_by, stored.submitted_by, stored.returned_by, stored.approved_by) == (
        reporter,
        reporter,
        office,
        office,
    )


def test_who_read_the_report_before_it_was_handed_in_anew_cannot_decide_on_the_new_text(action, reporter, office):
    report = log_report(actor=reporter, report=a_draft(action))
    submit(actor=reporter, report=report)
    seen = as_stored(report)
    send_back(actor=office, report=report, reason="数字不对")
    report.percent = Decimal(90)
    log_report(actor=reporter, report=report)
    submit(actor=reporter, report=report)

    with pytest.raises(OutdatedError, match=reporter.username):
        approve(actor=office, report=seen)
    assert as_stored(report).state == "submitted"


# --- history --------------------------------------------------------------------------------------------------------


def test_each_step_is_one_row_of_history_with_who_and_why(action, reporter, office):
    report = log_report(actor=reporter, report=a_draft(action))
    submit(actor=reporter, report=report)
    send_back(actor=office, report=report, reason="数字不对")
    report.percent = Decimal(45)
    log_report(actor=reporter, report=report)
    submit(actor=reporter, report=report)
    approve(actor=office, report=report)

    rows = list(report.history.order_by("history_id"))
    assert [
        (row.history_type, row.history_user, row.history_change_reason, row.state, row.percent) for row in rows
    ] == [
        ("+", reporter, "起草", "draft", 40),
        ("~", reporter, "待核准", "submitted", 40),
        ("~", office, "已退回", "returned", 40),
        ("~", reporter, "修改", "returned", 45),
        ("~", reporter, "待核准", "submitted", 45),
        ("~", office, "已核准", "approved", 45),
    ]
    assert rows[2].return_reason == "数字不对"
    assert [row.history_date for row in rows] == sorted(row.history_date for row in rows)


def test_reasons_are_kept_in_the_language_of_record(action, reporter):
    with translation.override("en"):
        report = submit(actor=reporter, report=log_report(actor=reporter, report=a_draft(action)))

    assert [row.history_change_reason for row in report.history.order_by("history_id")] == ["起草", "待核准"]


def test_a_refused_step_leaves_no_history(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    for step in (
        lambda: approve(actor=reporter, report=report),
        lambda: log_report(actor=a_reporter(), report=report),
        lambda: approve(actor=a_coordinator(), report=report),
    ):
        with pytest.raises((PermissionDenied, OutdatedError)):
            step()

    assert report.history.count() == 1


# --- drafts thrown away ---------------------------------------------------------------------------------------------


def test_who_wrote_a_draft_may_throw_it_away_and_history_remembers(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    discard(actor=reporter, report=as_stored(report))

    assert not ProgressReport.objects.exists()
    last = ProgressReport.history.latest()
    assert (last.history_type, last.history_user, last.ref) == ("-", reporter, report.ref)


def test_nobody_else_throws_a_draft_away(action, reporter, office):
    report = log_report(actor=reporter, report=a_draft(action))
    for who in (office, a_reporter(action.lead_department), a_reporter()):
        with pytest.raises(PermissionDenied, match="只能删除自己写的草稿"):
            discard(actor=who, report=report)

    assert as_stored(report)


@pytest.mark.parametrize("state", ["submitted", "approved", "returned"])
def test_what_was_handed_in_stays(action, reporter, state):
    report = in_state(state, action, created_by=reporter)

    with pytest.raises(OutdatedError, match=f"who-{state}"):
        discard(actor=reporter, report=report)
    assert as_stored(report)


@pytest.mark.parametrize(
    ("step", "who"), [(log_report, "reporter"), (submit, "reporter"), (approve, "office"), (discard, "reporter")]
)
def test_a_draft_that_is_gone_says_so(action, reporter, step, who, request):
    report = log_report(actor=reporter, report=a_draft(action))
    page = as_stored(report)
    discard(actor=reporter, report=report)

    with pytest.raises(OutdatedError, match="已被删除"):
        step(actor=request.getfixturevalue(who), report=page)


# --- when departments and people change -----------------------------------------------------------------------------


def moved_to(department, action):
    action.lead_department = department
    action.save()


def test_when_another_department_takes_the_lead_the_old_ones_draft_is_nobodys_but_the_offices(action, reporter, office):
    report = log_report(actor=reporter, report=a_draft(action))
    new = DepartmentFactory()
    moved_to(new, action)

    for who in (reporter, a_reporter(new)):
        page = as_stored(report)
        with pytest.raises(PermissionDenied):
            log_report(actor=who, report=page)
        with pytest.raises(PermissionDenied):
            submit(actor=who, report=page)
    assert submit(actor=office, report=as_stored(report)).department == reporter.memberships.get().department


def test_who_wrote_a_draft_may_throw_it_away_after_the_lead_has_moved(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    moved_to(DepartmentFactory(), action)
    discard(actor=reporter, report=as_stored(report))

    assert not ProgressReport.objects.exists()


def test_a_report_submitted_before_the_lead_moved_can_still_be_decided_and_stays_its_departments(
    action, reporter, office
):
    old = action.lead_department
    report = submit(actor=reporter, report=log_report(actor=reporter, report=a_draft(action)))
    moved_to(DepartmentFactory(), action)

    assert approve(actor=office, report=as_stored(report)).department == old


def test_who_left_the_department_writes_there_no_more(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    Membership.objects.filter(user=reporter).delete()
    left = type(reporter).objects.get(pk=reporter.pk)

    with pytest.raises(PermissionDenied):
        log_report(actor=left, report=as_stored(report))


def test_who_reports_for_two_departments_writes_for_both(action, reporter):
    other = ActionFactory()
    MembershipFactory(user=reporter, department=other.lead_department)

    for one in (action, other):
        assert log_report(actor=reporter, report=a_draft(one)).department == one.lead_department


# --- double clicks and races ----------------------------------------------------------------------------------------


def test_a_double_click_makes_one_report(action, reporter):
    first = log_report(actor=reporter, report=a_draft(action, ref="DOUBLECLIC"))
    second = log_report(actor=reporter, report=a_draft(action, ref="DOUBLECLIC"))

    assert first == second
    assert ProgressReport.objects.count() == first.history.count() == 1


def test_a_second_click_after_the_first_was_submitted_finds_the_submitted_report(action, reporter):
    first = submit(actor=reporter, report=log_report(actor=reporter, report=a_draft(action, ref="DOUBLECLIC")))

    assert log_report(actor=reporter, report=a_draft(action, ref="DOUBLECLIC", percent=Decimal(99))) == first
    assert as_stored(first).percent == 40


def test_anothers_reference_is_neither_shown_nor_overwritten(action, reporter):
    others = in_state("draft", ActionFactory())

    with pytest.raises(ValidationError) as refusal:
        log_report(actor=reporter, report=a_draft(action, ref=others.ref))
    assert list(refusal.value.message_dict) == ["ref"]
    assert ProgressReport.objects.get() == others


@pytest.mark.django_db(transaction=True)
def test_of_many_approvals_at_once_one_wins_and_the_others_are_told_who(action):
    people = [a_coordinator(username=f"racer-{n}") for n in range(6)]
    report = in_state("submitted", action)

    results = race(*(lambda who=who: approve(actor=who, report=as_stored(report)) for who in people))

    stored = as_stored(report)
    assert sorted(type(result).__name__ for result in results) == ["OutdatedError"] * 5 + ["ProgressReport"]
    winner = people[next(n for n, result in enumerate(results) if isinstance(result, ProgressReport))]
    assert (stored.state, stored.approved_by) == ("approved", winner)
    told = {str(result) for result in results if isinstance(result, OutdatedError)}
    assert told == {f"这份报告已由 {winner.username} 核准。"}
    assert list(report.history.filter(state="approved").values_list("history_user", flat=True)) == [winner.pk]


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_a_return_at_once_leave_one_of_the_two_whole(action):
    yes, no = a_coordinator(username="yes"), a_coordinator(username="no")
    report = in_state("submitted", action)

    results = race(
        lambda: approve(actor=yes, report=as_stored(report)),
        lambda: send_back(actor=no, report=as_stored(report), reason="数字不对"),
    )

    stored = as_stored(report)
    assert sorted(isinstance(result, OutdatedError) for result in results) == [False, True]
    if stored.state == "approved":
        assert (stored.approved_by, stored.returned_by, stored.return_reason) == (yes, None, "")
    else:
        assert (stored.approved_by, stored.returned_by, stored.return_reason) == (None, no, "数字不对")


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_report(action, reporter):
    results = race(*(lambda: log_report(actor=reporter, report=a_draft(action, ref="DOUBLECLIC")) for _ in range(6)))

    report = ProgressReport.objects.get()
    assert results == [report] * 6
    assert report.history.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_save_and_a_hand_in_at_once_one_is_refused_as_it_had_not_seen_the_other(action, reporter):
    report = log_report(actor=reporter, report=a_draft(action))
    page = as_stored(report)
    page.percent = Decimal(60)

    saved, handed_in = race(
        lambda: log_report(actor=reporter, report=page), lambda: submit(actor=reporter, report=as_stored(report))
    )

    stored = as_stored(report)
    assert {type(saved), type(handed_in)} == {ProgressReport, OutdatedError}
    won = ("submitted", 40) if isinstance(saved, OutdatedError) else ("draft", 60)
    assert (stored.state, stored.percent) == won
