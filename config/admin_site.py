"""The admin's site: where people land, and whom it lets see and edit what."""

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext_lazy as _

from indicators.asof import AsOf
from indicators.models import (
    Acknowledgement,
    Area,
    Batch,
    Claim,
    Gap,
    Identity,
    Indicator,
    Observation,
    Revision,
    Source,
    Theme,
)
from recommendations.choices import Standing
from recommendations.models import (
    Action,
    Assignment,
    Blocker,
    Contribution,
    Department,
    EvidenceFile,
    ExtensionRequest,
    Handover,
    IndicatorLink,
    Instruction,
    InstructionAnswer,
    Lesson,
    Mandate,
    Measure,
    Notice,
    Path,
    PlanChange,
    Post,
    Practice,
    Problem,
    ProgressReport,
    Project,
    ReportingCycle,
    ReportingPeriod,
    ScoringRule,
    Sector,
    SpecialDay,
    Study,
    Target,
    Verification,
)
from recommendations.permissions import may_edit_figures, may_edit_plan, roles_of
from recommendations.queries.this_period import anything_due
from recommendations.views import todo

from .sign_in import StaffSignInForm

# As they are used: what comes every week first, what was written once last. Django would sort by Chinese text.
IN_ORDER: list[type[Model]] = [
    *(ProgressReport, Action, Mandate, Assignment, Handover, PlanChange, ExtensionRequest, Department, Post),
    *(Contribution, EvidenceFile),
    *(ReportingPeriod, ReportingCycle, SpecialDay, ScoringRule),
    *(Blocker, Instruction, InstructionAnswer, Verification, Notice),
    *(Path, Measure, Project, Sector, IndicatorLink, Target),
    *(Problem, Practice, Lesson, Study),
    *(Observation, Batch, Revision, Indicator, Theme, Area, Source, Gap),
    *(Identity, Claim, Acknowledgement),
]
# Headings over the kinds of record, each over what follows its first kind: one list of all of them nobody reads.
HEADINGS = {
    ProgressReport: _("计划与填报"),
    ReportingPeriod: _("填报日历"),
    Blocker: _("协调与核实"),
    Path: _("课题与对策"),
}
OF_FIGURES = Observation._meta.app_label
PLACES = {model: place for place, model in enumerate(IN_ORDER)}


def _under_headings(app: dict[str, Any]) -> list[dict[str, Any]]:
    """The app once a heading, with the kinds of record under it; an app without headings as it is."""
    label = app["app_label"]
    starts = {PLACES[first]: heading for first, heading in HEADINGS.items() if first._meta.app_label == label}
    parts: dict[int, dict[str, Any]] = {}
    for kind in app["models"]:
        place = PLACES.get(kind["model"], len(PLACES))
        start = max((known for known in starts if known <= place), default=-1)
        part = parts.setdefault(start, {**app, "name": starts.get(start, app["name"]), "models": []})
        part["models"].append(kind)
    return list(parts.values())


class Site(AdminSite):
    """The one admin site.

    Every ``ModelAdmin`` asks here, through ``self.admin_site``, whether the person may see or edit its kind of record:
    so the admin of ``indicators`` needs to know nothing of roles. What a department sees besides (its own actions and
    reports) is the business of those two admins.
    """

    site_header = _("柳州高质量发展对策库")
    site_title = _("柳州高质量发展对策库")
    index_title = _("管理")
    login_form = StaffSignInForm

    def may_edit(self, request: HttpRequest, model: type[Model]) -> bool:
        """Whether the person may see, add and change records of the model: figures, or the plan and who delivers it."""
        of_figures = model._meta.app_label == OF_FIGURES
        return may_edit_figures(request.user) if of_figures else may_edit_plan(request.user)

    def may_delete(self, request: HttpRequest, model: type[Model]) -> bool:
        """Whether the person may delete them. What has a code may go by a superuser's hand only: codes are for good."""
        if any(field.name == "code" for field in model._meta.concrete_fields):
            return request.user.is_active and request.user.is_superuser
        return self.may_edit(request, model)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from recommendations.admin import this_period  # noqa: PLC0415  the admins there register at this site

        return [*this_period.urls(self), *todo.admin_urls(self), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Whether the person has to do with what departments report: then every page leads to 本期填报."""
        roles = roles_of(request.user)
        return {**super().each_context(request), "fills_in": roles.office or bool(roles.own)}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda kind: PLACES.get(kind["model"], len(PLACES)))
        apps.sort(key=lambda app: min(PLACES.get(kind["model"], len(PLACES)) for kind in app["models"]))
        return [part for app in apps for part in _under_headings(app)]

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """The office sees what waits for approval; a department goes to what is due, else to its actions or reports."""
        roles = roles_of(request.user)
        if roles.own and not roles.office:
            if anything_due(roles.own, AsOf.now()):
                return redirect("admin:this-period")
            if roles.departments:
                return redirect("admin:recommendations_action_changelist")
            return redirect(reverse("admin:recommendations_progressreport_changelist") + "?mine=true")
        waiting = ProgressReport.objects.standing(Standing.TO_APPROVE).count() if roles.office else None
        return super().index(request, {"waiting": waiting, **(extra_context or {})})
