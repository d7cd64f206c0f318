"""What departments have to do: report, mend, contribute, receive, answer; and what their heads have to."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial, reduce
from operator import and_

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from recommendations.choices import ContributionState, MandateAdoption, ReportState, TodoKind
from recommendations.models import (
    Action,
    Assignment,
    Contribution,
    Handover,
    Instruction,
    InstructionAnswer,
    ProgressReport,
    ReportingPeriod,
)
from recommendations.queries import facts
from recommendations.queries.due import Owed, due_among, open_periods

from .item import Audience, Todo, of_action, of_report

Departments = frozenset[int]
READING_ORDER = ("measure__path__position", "measure__position", "position", "code")


def of_departments(reporters: Departments, heads: Departments, asof: AsOf) -> Iterator[Todo]:
    """All that people of departments can do; a fixed number of queries at most, fewer where less waits.

    Args:
        reporters: departments for which somebody reports.
        heads: departments for which somebody signs.
        asof: the date of reading.
    """
    own = reporters | heads
    if not own:
        return
    returned = list(_to_mend(reporters, asof)) if reporters else []
    owed = _owed(own, returned, asof)
    yield from _returned(returned, owed, asof)
    yield from _to_report(owed, asof)
    yield from _to_press_for(owed, asof)
    if reporters:
        yield from _to_contribute(reporters, asof)
    yield from _to_receive(own, asof)
    yield from _to_answer(own, asof)
    if heads:
        yield from _to_sign(heads, asof)


def _owed(departments: Departments, returned: list[ProgressReport], asof: AsOf) -> list[Owed]:
    """What is due of the actions for which somebody may have to write, and of those whose report was returned.

    Who led at the cut-off may have handed the action over since: only who leads it now can report on it.
    """
    periods = list(open_periods(asof).values())
    pressing = [period for period in periods if period.deadline <= _horizon(asof)]
    wanted = {report.action_id for report in returned}
    if pressing:
        led = Action.objects.led_by(departments).order_by()
        wanted.update(led.filter(_may_want(pressing, asof)).values_list("pk", flat=True))
    if not wanted:
        return []
    return due_among(Action.objects.filter(pk__in=wanted), periods, asof, texts=False, lights=False)


def _may_want(periods: list[ReportingPeriod], asof: AsOf) -> Q:
    """The actions that are somebody's duty, and not answered in one of the periods: they are few once most reported.

    Only so far as is known now; what was known on a past day ``due_among`` alone can tell.
    """
    adopted = Assignment.objects.exclude(adoption=MandateAdoption.NOT).filter(action=OuterRef("pk"))
    may_want = Q(Exists(adopted))
    if asof.known_on:
        return may_want
    handed_in = ProgressReport.objects.exclude(state=ReportState.DRAFT).filter(action=OuterRef("pk"))
    handed_in = handed_in.filter(Q(submitted_at__isnull=False) | Q(approved_at__isnull=False))
    answered = [
        Exists(handed_in.filter(as_of__gte=period.start, as_of__lte=min(period.cut_off, asof.as_of)))
        for period in periods
    ]
    return may_want & ~reduce(and_, map(Q, answered))


def _horizon(asof: AsOf) -> date:
    """The last deadline of which anybody is reminded on the day."""
    return asof.as_of + timedelta(days=max(settings.REMIND_BEFORE_DAYS, default=0))


def still_open(ended: str, asof: AsOf) -> Q:
    """That the moment in the column had not come by the end of the day."""
    return Q(**{ended: None}) | Q(**{f"{ended}__gte": asof.until})


def _to_report(owed: list[Owed], asof: AsOf) -> Iterator[Todo]:
    """What is not handed in, from the first reminder's day before the deadline."""
    for one in owed:
        if _is_wanting(one) and one.period.deadline <= _horizon(asof):
            yield _of_owed(one, TodoKind.REPORT, "reporters", asof)


def _to_press_for(owed: list[Owed], asof: AsOf) -> Iterator[Todo]:
    """What a department's head is told of, once it is so many days late."""
    latest = asof.as_of - timedelta(days=settings.ESCALATE_AFTER_DAYS)
    for one in owed:
        if _is_wanting(one) and one.missing and one.period.deadline <= latest:
            yield _of_owed(one, TodoKind.OVERDUE, "heads", asof)


def _is_wanting(one: Owed) -> bool:
    return one.handed_in_on is None and one.state != ReportState.RETURNED and one.plan.counted


def _of_owed(one: Owed, kind: TodoKind, who: str, asof: AsOf) -> Todo:
    return Todo(
        key=f"report:{one.action.pk}:{one.period.pk}",
        kind=kind,
        to=Audience(who, one.action.lead_department_id),
        day=asof.as_of,
        say=partial(_name_owed, one),
        since=one.since or one.period.start,
        due=one.period.deadline,
        action=one.action,
        sample=one.plan.sample or one.period.cycle.sample or (one.report is not None and one.report.sample),
    )


def _name_owed(one: Owed) -> str:
    return _("%(period)s期：%(action)s") % {"period": one.period.label, "action": of_action(one.action)}


def _to_mend(departments: Departments, asof: AsOf) -> QuerySet[ProgressReport]:
    """Reports that were sent back, unless a newer one says more: own ones, of actions that the departments lead."""
    newer = ProgressReport.objects.exclude(pk=OuterRef("pk")).filter(
        action=OuterRef("action"),
        as_of__gte=OuterRef("as_of"),
        state__in=facts.HANDED_IN,
        submitted_at__lt=asof.until,
    )
    own = Q(department=None) | Q(department=F("action__lead_department"))
    rows = _that_are(ReportState.RETURNED, asof).exclude(Exists(newer))
    return rows.filter(own, action__lead_department__in=departments, returned_at__isnull=False)


def _returned(reports: list[ProgressReport], owed: list[Owed], asof: AsOf) -> Iterator[Todo]:
    """Each is due when the period's report is."""
    deadlines = {one.report.pk: one.period.deadline for one in owed if one.report is not None}
    for report in reports:
        yield Todo(
            key=f"returned:{report.pk}:{report.returned_at:%Y%m%d%H%M}",
            kind=TodoKind.RETURNED,
            to=Audience("reporters", report.action.lead_department_id),
            day=asof.as_of,
            say=partial(of_report, report),
            since=timezone.localdate(report.returned_at),
            due=deadlines.get(report.pk),
            action=report.action,
            record=report.pk,
            sample=report.sample,
        )


def _to_sign(departments: Departments, asof: AsOf) -> Iterator[Todo]:
    """Reports that wait for the signature of these departments' heads."""
    waiting = _that_are(ReportState.SUBMITTED, asof).filter(needs_sign_off=True)  # ``WAITS_FOR_HEAD`` on any day
    for report in waiting.filter(department__in=departments):
        yield Todo(
            key=f"sign:{report.pk}:{report.submitted_at:%Y%m%d%H%M}",
            kind=TodoKind.SIGN,
            to=Audience("heads", report.department_id),
            day=asof.as_of,
            say=partial(of_report, report),
            since=timezone.localdate(report.submitted_at),
            action=report.action,
            record=report.pk,
            sample=report.sample,
        )


def _that_are(state: ReportState, asof: AsOf) -> QuerySet[ProgressReport]:
    """The reports that are in the state, on a past day those that were by its end."""
    reports = ProgressReport.objects.select_related("action")
    reports = reports.order_by(*(f"action__{column}" for column in READING_ORDER), "as_of", "pk")
    if asof.is_past:
        return facts.standing_at(reports.unsettled(asof), asof.until).filter(then=state)
    return reports.filter(state=state)


def _to_contribute(departments: Departments, asof: AsOf) -> Iterator[Todo]:
    rows = Contribution.objects.filter(department__in=departments, asked_at__lt=asof.until)
    if asof.is_past:
        rows = rows.exclude(state=ContributionState.WITHDRAWN).filter(still_open("given_at", asof))
    else:
        rows = rows.filter(state=ContributionState.ASKED)
    for asked in rows.select_related("action").order_by("due_by", "pk"):
        yield Todo(
            key=f"contribution:{asked.pk}",
            kind=TodoKind.CONTRIBUTION,
            to=Audience("reporters", asked.department_id),
            day=asof.as_of,
            say=partial(of_action, asked.action),
            since=timezone.localdate(asked.asked_at),
            due=asked.due_by,
            action=asked.action,
            sample=asked.sample,
        )


def _to_receive(departments: Departments, asof: AsOf) -> Iterator[Todo]:
    rows = Handover.objects.waiting(asof).filter(department__in=departments)
    rows = rows.select_related("assignment__action", "assignment__mandate")
    for handover in rows.order_by("handed_over_at", "pk"):
        yield Todo(
            key=f"receipt:{handover.pk}",
            kind=TodoKind.RECEIPT,
            to=Audience("people", handover.department_id),
            day=asof.as_of,
            say=partial(_name_handover, handover),
            since=timezone.localdate(handover.handed_over_at),
            due=handover.receive_by,
            action=handover.assignment.action,
            sample=handover.assignment.mandate.sample,
        )


def _name_handover(handover: Handover) -> str:
    names = {"action": of_action(handover.assignment.action), "number": handover.assignment.mandate.number}
    return _("%(action)s（%(number)s）") % names


def _to_answer(departments: Departments, asof: AsOf) -> Iterator[Todo]:
    """Instructions to which the department has not answered, or with whose answer the leader was not content."""
    answers = InstructionAnswer.objects.filter(
        instruction=OuterRef("instruction"), department=OuterRef("department"), at__lt=asof.until
    )
    last = answers.order_by("-at", "-pk").values("pk")[:1]
    enough = InstructionAnswer.objects.filter(Q(content=True) | still_open("seen_at", asof), pk=OuterRef("last"))
    standing = Instruction.objects.standing(asof).order_by()
    rows = Instruction.departments.through.objects.filter(department__in=departments, instruction__in=standing)
    rows = rows.alias(last=Subquery(last)).exclude(Exists(enough))
    for row in rows.select_related("instruction").order_by("instruction__answer_by", "pk"):
        instruction = row.instruction
        yield Todo(
            key=f"instruction:{instruction.pk}:{row.department_id}",
            kind=TodoKind.INSTRUCTION,
            to=Audience("people", row.department_id),
            day=asof.as_of,
            say=partial(name_instruction, instruction),
            since=instruction.given_on,
            due=instruction.answer_by,
            record=instruction.ref,
            sample=instruction.sample,
        )


def name_instruction(instruction: Instruction) -> str:
    """Number or first words, and how urgent it is."""
    named = instruction.number or Truncator(" ".join(instruction.text.split())).chars(30, "……")
    return _("%(named)s（%(urgency)s）") % {"named": named, "urgency": instruction.get_urgency_display()}
