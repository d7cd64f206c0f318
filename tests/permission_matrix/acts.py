"""Acts: each change of state, done through its service and undone again, or refused.

Every service that somebody calls (it has an ``actor``) is imported here and called by a probe.
"""

import inspect
import pkgutil
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.db import transaction

from indicators.asof import AsOf
from indicators.queries.quality import quality_report
from recommendations import models, services
from recommendations.models.refs import new_ref
from recommendations.services.blockers import edit_blocker, escalate, raise_blocker, resolve
from recommendations.services.contributions import ask, give, merge, withdraw
from recommendations.services.extensions import ask_extension, decide_extension, withdraw_extension
from recommendations.services.files import attach, detach, store_file
from recommendations.services.handover import hand_over, hand_over_all, receive
from recommendations.services.holidays import load_holidays
from recommendations.services.instructions import add_scan, amend_instruction, answer, instruct, mark_seen
from recommendations.services.milestones import set_milestones, withdraw_milestone
from recommendations.services.outbox import send_again
from recommendations.services.period import save_row
from recommendations.services.periods import lay_out
from recommendations.services.plan_changes import correct_change, record_change
from recommendations.services.posts import hand_over_post
from recommendations.services.progress import approve, discard, log_report, send_back, sign, submit
from recommendations.services.reassigning import change_cycle, correct_due_date, reassign
from recommendations.services.reminders import remind
from recommendations.services.verification import verify
from recommendations.services.workbook import NotStorableError, foresee, store
from tests.factories import CycleFactory, DepartmentFactory, NoticeFactory
from tests.files import an_upload

from .probing import Seat, act, probe
from .world import DAY, World

# What submit, sign, approve and send_back go through, what edits go through, and what calls the single step for each.
BEHIND_OTHERS = {"transition", "lock_for_writing", "revise", "submit_all", "sign_all", "no_news_for_all", "prove_all"}
BEHIND_OTHERS |= {"attach_upload", "write_change", "move_handovers", "write_history", "goes_to_head"}


def unplaced_services() -> set[str]:
    """Services that no row speaks for."""
    called = {one for one in globals().values() if inspect.isfunction(one)}
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        path = f"{services.__name__}.{module.name}"
        for name, function in inspect.getmembers(import_module(path), inspect.isfunction):
            own = function.__module__ == path and not name.startswith("_")
            if own and function not in called and "actor" in inspect.signature(function).parameters:
                found.add(name)
    return found - BEHIND_OTHERS


def _stored(row: Any) -> Any:
    """The row as it stands: nothing of an act before it is remembered."""
    return type(row).objects.get(pk=row.pk)


def _report(world: World, name: str) -> models.ProgressReport:
    return _stored(world.reports[name])


# --- reports --------------------------------------------------------------------------------------------------------


@act("report.write")
def write(user: Any, world: World) -> None:
    report = models.ProgressReport(
        action=world.action, as_of=date(2026, 6, 1), percent=Decimal(50), progress="新的一份"
    )
    log_report(actor=user, report=report)


@act("report.edit")
def edit(user: Any, world: World) -> None:
    report = _report(world, "draft")
    report.progress = "改过"
    log_report(actor=user, report=report)


@act("report.discard")
def throw_away(user: Any, world: World) -> None:
    draft = models.ProgressReport.objects.create(
        action=world.action,
        department=world.department,
        as_of=DAY,
        percent=1,
        created_by=world.seats["reporter"].person,
    )
    discard(actor=user, report=draft)


@act("report.submit")
def hand_in(user: Any, world: World) -> None:
    submit(actor=user, report=_report(world, "draft"))


@act("report.sign")
def sign_off(user: Any, world: World) -> None:
    sign(actor=user, report=_report(world, "submitted"))


@act("report.return.signed")
def return_to_department(user: Any, world: World) -> None:
    send_back(actor=user, report=_report(world, "signed"), reason="请补充")


@act("report.return.submitted")
def return_within(user: Any, world: World) -> None:
    send_back(actor=user, report=_report(world, "submitted"), reason="请补充")


@act("report.approve")
def approve_signed(user: Any, world: World) -> None:
    approve(actor=user, report=_report(world, "signed"))


# --- what waits, is instructed, is found ------------------------------------------------------------------------------


@act("blocker.raise")
def say_what_waits(user: Any, world: World) -> None:
    waits_for = world.other.lead_department
    raise_blocker(
        actor=user, blocker=models.Blocker(action=world.action, what="等批复", waits_for=waits_for, since=DAY)
    )


@act("blocker.edit")
def say_it_better(user: Any, world: World) -> None:
    edit_blocker(actor=user, blocker=_stored(world.blocker))


@act("blocker.escalate")
def bring_before_a_leader(user: Any, world: World) -> None:
    escalate(actor=user, blocker=_stored(world.blocker), to=world.leader)


@act("blocker.resolve")
def close(user: Any, world: World) -> None:
    resolve(actor=user, blocker=_stored(world.blocker), resolution="已解决")


@act("instruction.give")
def speak(user: Any, world: World) -> None:
    given = models.Instruction(post=world.leader, given_on=DAY, text="新的批示", urgency="normal")
    instruct(actor=user, instruction=given, actions=[world.action])


@act("instruction.amend")
def put_right(user: Any, world: World) -> None:
    amend_instruction(actor=user, instruction=_stored(world.instruction))


@act("instruction.answer")
def reply(user: Any, world: World) -> None:
    answer(actor=user, instruction=_stored(world.unanswered), department=world.department, text="已办")


@act("instruction.mark-seen")
def see(user: Any, world: World) -> None:
    mark_seen(actor=user, answer=world.instruction.answers.get(), content=True)


@act("verification.record")
def find(user: Any, world: World) -> None:
    found = models.Verification(action=world.action, as_of=DAY, percent=Decimal(20), grade="document", note="核查")
    verify(actor=user, verification=found)


# --- who, and when --------------------------------------------------------------------------------------------------


@act("post.hand-over")
def pass_a_post_on(user: Any, world: World) -> None:
    hand_over_post(actor=user, post=world.contact, to=world.seats["head"].person, on=date(2026, 6, 1))


@act("calendar.lay-out")
def make_periods(user: Any, world: World) -> None:
    lay_out(actor=user, cycle=models.ReportingCycle.objects.get(default=True), year=2026)


@act("calendar.holidays")
def make_holidays(user: Any, world: World) -> None:
    load_holidays(actor=user, year=2025)


# --- from duty to proof ---------------------------------------------------------------------------------------------


def _period() -> models.ReportingPeriod:
    return models.ReportingPeriod.objects.get(cycle__default=True)


@act("report.row")
def save_a_row(user: Any, world: World) -> None:
    texts = {"as_of": DAY, "percent": Decimal(50), "progress": "一行", "no_news": False, "openness": "internal"}
    save_row(actor=user, action=world.action, period=_quiet_period(), texts=texts, ref=new_ref(), seen=None)


def _quiet_period() -> models.ReportingPeriod:
    """Days on which the department has reported nothing yet."""
    period = _period()
    period.start, period.cut_off = DAY, DAY
    return period


@act("report.workbook")
def store_a_workbook(user: Any, world: World) -> None:
    try:
        foresee(actor=user, department=world.department, lines=[])
        store(actor=user, department=world.department, lines=[], seen="")
    except NotStorableError:  # who may send one is told that there is nothing in it
        pass


@act("file.attach")
def prove(user: Any, world: World) -> None:
    file = store_file(actor=user, upload=an_upload(), department=world.department)
    attach(actor=user, report=_report(world, "draft"), file=file)


@act("file.detach")
def prove_no_more(user: Any, world: World) -> None:
    detach(actor=user, report=_report(world, "draft"), file=_stored(world.records["file_draft"]))


@act("contribution.ask")
def ask_for_a_part(user: Any, world: World) -> None:
    models.Contribution.objects.filter(action=world.action).delete()
    departments = list(world.action.supporting_departments.all())
    ask(actor=user, action=world.action, period=_period(), departments=departments, due=date(2026, 6, 30))


def _contribution(world: World, state: str) -> models.Contribution:
    given = models.Contribution.objects.filter(pk=world.records["contribution"].pk)
    if state == "asked":
        given.update(state=state, given_at=None, given_by=None)
    return given.get()


@act("contribution.give")
def give_a_part(user: Any, world: World) -> None:
    give(actor=user, contribution=_contribution(world, "asked"), text="配合完成。")


@act("contribution.merge")
def take_a_part_in(user: Any, world: World) -> None:
    merge(actor=user, contribution=_contribution(world, "given"), report=_report(world, "draft"))


@act("contribution.withdraw")
def ask_no_more(user: Any, world: World) -> None:
    withdraw(actor=user, contribution=_contribution(world, "asked"))


@act("extension.ask")
def ask_for_time(user: Any, world: World) -> None:
    models.ExtensionRequest.objects.filter(action=world.action).delete()
    ask_extension(actor=user, action=world.action, new_due_date=date(2027, 3, 31), reason="审批未完")


@act("extension.withdraw")
def ask_for_no_time(user: Any, world: World) -> None:
    withdraw_extension(actor=user, request=_stored(world.records["extension"]))


@act("extension.decide")
def grant_time(user: Any, world: World) -> None:
    decide_extension(actor=user, request=_stored(world.records["extension"]), grant=True)


@act("plan.change")
def suspend(user: Any, world: World) -> None:
    change = models.PlanChange(action=world.action, kind="suspension", decided_on=DAY, document="决定")
    record_change(actor=user, change=change)


@act("plan.correct-change")
def put_a_change_right(user: Any, world: World) -> None:
    change = models.PlanChange.objects.create(action=world.action, kind="suspension", decided_on=DAY, document="决定")
    correct_change(actor=user, change=change, document="另一文件", reason="写错")


@act("plan.reassign")
def let_another_lead(user: Any, world: World) -> None:
    reassign(actor=user, action=_stored(world.action), to=DepartmentFactory(), document="决定")


@act("plan.change-cycle")
def report_otherwise(user: Any, world: World) -> None:
    change_cycle(actor=user, action=_stored(world.action), to=CycleFactory(), document="决定")


@act("plan.correct-due-date")
def mend_a_slip(user: Any, world: World) -> None:
    said = {"document": "决定", "reason": "录错"}
    correct_due_date(actor=user, action=_stored(world.action), to=date(2026, 11, 30), **said)


def _stage(world: World) -> models.Milestone:
    return models.Milestone(action=world.action, date=date(2026, 9, 30), title="过半", planned_percent=Decimal(60))


@act("plan.milestones")
def set_stages(user: Any, world: World) -> None:
    set_milestones(actor=user, action=_stored(world.action), add=[_stage(world)])


@act("plan.withdraw-milestone")
def drop_a_stage(user: Any, world: World) -> None:
    stage = _stage(world)
    stage.save()
    withdraw_milestone(actor=user, milestone=stage)


@act("handover.give")
def give_a_duty(user: Any, world: World) -> None:
    hand_over(actor=user, assignment=world.action.assignments.get())


@act("handover.give-all")
def give_all_duties(user: Any, world: World) -> None:
    hand_over_all(actor=user, mandate=world.action.assignments.get().mandate)


@act("handover.receive")
def take_a_duty(user: Any, world: World) -> None:
    models.Handover.objects.filter(pk=world.records["handover"].pk).update(received_at=None, received_by=None)
    receive(actor=user, handover=_stored(world.records["handover"]))


@act("reminder.urge")
def urge(user: Any, world: World) -> None:
    remind(actor=user, actions=[world.action])


@act("reminder.send-again")
def send_once_more(user: Any, world: World) -> None:
    send_again(actor=user, notice=NoticeFactory(recipient__email="somebody@example.org", error="对方拒收", attempts=5))


@act("instruction.scan")
def scan_an_instruction(user: Any, world: World) -> None:
    add_scan(actor=user, instruction=_stored(world.instruction), scan=an_upload())


# --- figures --------------------------------------------------------------------------------------------------------


@probe("finding.acknowledge")
def acknowledge(seat: Seat, world: World) -> bool:
    """By the form of the quality page: the service is told only whom the page lets through."""
    key = world.records["conflict"]
    digest = next(row.finding.digest for row in quality_report(AsOf.now()).rows if row.finding.key == key)
    with transaction.atomic():
        response = seat.client.post(
            "/quality/acknowledge/", {"finding": key, "figures": digest, "reason": "以表为准。"}
        )
        transaction.set_rollback(True)
    assert response.status_code in {302, 403}, response.status_code
    return response.status_code == 302 and response["Location"] == "/quality/"
