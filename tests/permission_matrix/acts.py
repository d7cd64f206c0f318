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
from recommendations.services.blockers import edit_blocker, escalate, raise_blocker, resolve
from recommendations.services.holidays import load_holidays
from recommendations.services.instructions import amend_instruction, answer, instruct, mark_seen
from recommendations.services.periods import lay_out
from recommendations.services.posts import hand_over_post
from recommendations.services.progress import approve, discard, log_report, send_back, sign, submit
from recommendations.services.verification import verify

from .probing import Seat, act, probe
from .world import DAY, World

BEHIND_OTHERS = {"transition"}  # the one door that submit, sign, approve and send_back go through


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
def hand_over(user: Any, world: World) -> None:
    hand_over_post(actor=user, post=world.contact, to=world.seats["head"].person, on=date(2026, 6, 1))


@act("calendar.lay-out")
def make_periods(user: Any, world: World) -> None:
    lay_out(actor=user, cycle=models.ReportingCycle.objects.get(default=True), year=2026)


@act("calendar.holidays")
def make_holidays(user: Any, world: World) -> None:
    load_holidays(actor=user, year=2025)


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
