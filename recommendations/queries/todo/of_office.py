"""What the office has to do: decide what was handed in and asked for, and see that there is somebody to ask."""

from collections.abc import Iterator
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from indicators.writing import local
from recommendations.choices import UNDER_WAY, MandateAdoption, ReportState, Role, TodoKind
from recommendations.models import (
    Action,
    Assignment,
    Department,
    ExtensionRequest,
    Membership,
    ProgressReport,
    ReportingCycle,
    ReportingPeriod,
)
from recommendations.queries import facts
from recommendations.querysets.reports import WAITS_FOR_OFFICE

from .item import Audience, Todo, of_action, of_report

OFFICE = Audience("office")


def of_office(asof: AsOf) -> Iterator[Todo]:
    """All that the office can do; four queries."""
    yield from _to_approve(asof)
    yield from _to_decide(asof)
    yield from _to_staff(asof)
    yield from _to_lay_out(asof)


def _to_approve(asof: AsOf) -> Iterator[Todo]:
    reports = ProgressReport.objects.filter(submitted_at__isnull=False)
    if asof.is_past:
        signed_where_asked = Q(then=ReportState.SIGNED) | Q(then=ReportState.SUBMITTED, needs_sign_off=False)
        reports = facts.standing_at(reports.unsettled(asof), asof.until).filter(signed_where_asked)
    else:
        reports = reports.filter(WAITS_FOR_OFFICE, state__in=UNDER_WAY)
    for report in reports.select_related("action", "department").order_by("submitted_at", "pk"):
        yield Todo(
            key=f"approve:{report.pk}:{report.submitted_at:%Y%m%d%H%M}",
            kind=TodoKind.APPROVE,
            to=OFFICE,
            day=asof.as_of,
            say=partial(_name_report, report),
            since=timezone.localdate(report.submitted_at),
            action=report.action,
            record=report.pk,
            sample=report.sample,
        )


def _name_report(report: ProgressReport) -> str:
    if report.department is None:
        return of_report(report)
    return _("%(department)s：%(action)s（截至%(day)s）") % {
        "department": local(report.department, "name"),
        "action": of_action(report.action),
        "day": report.as_of.isoformat(),
    }


def _to_decide(asof: AsOf) -> Iterator[Todo]:
    waiting = ExtensionRequest.objects.waiting(asof).select_related("action", "department")
    for request in waiting.order_by("asked_on", "pk"):
        yield Todo(
            key=f"extension:{request.pk}",
            kind=TodoKind.EXTENSION,
            to=OFFICE,
            day=asof.as_of,
            say=partial(_name_request, request),
            since=request.asked_on,
            action=request.action,
            sample=request.sample,
        )


def _name_request(request: ExtensionRequest) -> str:
    return _("%(department)s：%(action)s，延至%(day)s") % {
        "department": local(request.department, "name"),
        "action": of_action(request.action),
        "day": request.new_due_date.isoformat(),
    }


def _to_staff(asof: AsOf) -> Iterator[Todo]:
    """Departments with duties in which nobody reports, or where a head should sign and there is none."""
    adopted = Assignment.objects.exclude(adoption=MandateAdoption.NOT).filter(mandate__date__lte=asof.as_of)
    duties = Action.objects.filter(lead_department=OuterRef("pk"), pk__in=adopted.values("action"))
    held = Membership.objects.held_on(asof.as_of).filter(department=OuterRef("pk"), user__is_active=True)
    departments = Department.objects.annotate(
        has_reporter=Exists(held.filter(role=Role.REPORTER)), has_head=Exists(held.filter(role=Role.HEAD))
    ).filter(Exists(duties))
    for department in departments.filter(Q(has_reporter=False) | Q(has_head=False, needs_sign_off=True)):
        yield Todo(
            key=f"staff:{department.pk}:{department.has_reporter}:{department.has_head}",
            kind=TodoKind.STAFF,
            to=OFFICE,
            day=asof.as_of,
            say=partial(_name_lack, department),
            since=asof.as_of,
            record=department.pk,
        )


def _name_lack(department: Department) -> str:
    name = {"department": local(department, "name")}
    if not department.has_reporter:
        return _("%(department)s没有填报人，牵头的行动无人填报") % name
    return _("%(department)s的报告须负责人签批，但没有部门负责人，提交后直接到研究室") % name


def _to_lay_out(asof: AsOf) -> Iterator[Todo]:
    """Cycles by which departments report, without a period that holds the day."""
    running = ReportingPeriod.objects.filter(cycle=OuterRef("pk"), start__lte=asof.as_of, cut_off__gte=asof.as_of)
    used = Q(default=True) | Exists(Action.objects.filter(cycle=OuterRef("pk")))
    for cycle in ReportingCycle.objects.filter(used).exclude(Exists(running)):
        yield Todo(
            key=f"periods:{cycle.pk}:{asof.as_of.year}",
            kind=TodoKind.PERIODS,
            to=OFFICE,
            day=asof.as_of,
            say=partial(_name_cycle, cycle),
            since=asof.as_of,
            record=cycle.pk,
            sample=cycle.sample,
        )


def _name_cycle(cycle: ReportingCycle) -> str:
    return _("%(cycle)s没有当前的填报期") % {"cycle": local(cycle, "name")}
