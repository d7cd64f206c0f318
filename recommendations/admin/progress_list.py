"""The list of progress reports: what waits for whom, and steps for several reports at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.base import RecordAdmin
from indicators.writing import local, percent, person
from recommendations.choices import ReportState, Standing
from recommendations.models import ProgressReport
from recommendations.permissions import roles_of
from recommendations.services.progress import CHANGED_SINCE, OutdatedError, approve, send_back, sign

from .base import show_day, without_department
from .bulk import each

VERSION = "version"  # of each row that was listed, as ``key:version``
NO_REASON = gettext_lazy("请写明退回理由。")


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("办理环节")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Standing.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
        return queryset.standing(Standing(self.value())) if self.value() in Standing.values else queryset


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("等谁办理")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("true", _("等我办理"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
        return queryset.waiting_for(request.user) if self.value() == "true" else queryset


class ReportList(RecordAdmin):
    """Columns, filters and bulk steps of ``ProgressReportAdmin``."""

    list_display = [
        "action_named",
        "as_of_shown",
        "percent_shown",
        "status",
        "standing_shown",
        "department",
        "last_step",
        "sample_tag",
    ]
    list_select_related = [
        "action",
        "department",
        "submitted_by",
        "signed_by",
        "approved_by",
        "returned_by",
        "created_by",
    ]
    sortable_by = ["as_of_shown", "percent_shown"]
    search_fields = ["ref", "action__code", "action__title", "progress", "problems", "next_steps"]
    search_help_text = gettext_lazy("编号、行动或报告内容")
    date_hierarchy = "as_of"
    actions = ["approve_selected", "sign_selected", "return_selected"]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return without_department(request.user, self.list_display, "department")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        office = ["department", "action__measure__path", "openness", "sample"]
        return [MineFilter, StandingFilter, "status", *(office if roles_of(request.user).office else [])]

    # --- columns ----------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("行动"))
    def action_named(self, row: ProgressReport) -> SafeString:
        return format_html('<span class="code">{}</span> {}', row.action.code, local(row.action, "title"))

    @admin.display(description=gettext_lazy("截至"), ordering="as_of")
    def as_of_shown(self, row: ProgressReport) -> str:
        return show_day(row.as_of)

    @admin.display(description=gettext_lazy("完成比例"), ordering="percent")
    def percent_shown(self, row: ProgressReport) -> str:
        return percent(row.percent)

    @admin.display(description=gettext_lazy("办理环节"))
    def standing_shown(self, row: ProgressReport) -> str:
        return str(row.standing.label)

    @admin.display(description=gettext_lazy("经手人"))
    def last_step(self, row: ProgressReport) -> str:
        """Who brought the report to where it stands."""
        who = row.created_by if row.state == ReportState.DRAFT else getattr(row, f"{row.state}_by")
        return person(who) if who else "—"

    @admin.display(description=gettext_lazy("示例"))
    def sample_tag(self, row: ProgressReport) -> SafeString | str:
        return format_html('<span class="tag">{}</span>', _("示例")) if row.sample else ""

    # --- several at once --------------------------------------------------------------------------------------------

    def action_checkbox(self, row: ProgressReport) -> SafeString:
        """With the version that is listed: what was saved since is not decided on unseen."""
        box = super().action_checkbox(row)
        return format_html('{}<input type="hidden" name="{}" value="{}:{}">', box, VERSION, row.pk, row.version)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return roles_of(request.user).office

    def has_sign_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user).heads)

    def has_return_permission(self, request: HttpRequest) -> bool:
        return self.has_approve_permission(request) or self.has_sign_permission(request)

    @admin.action(description=gettext_lazy("核准所选"), permissions=["approve"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> None:
        each(request, self, queryset, self._noting(request, lambda report: approve(actor=request.user, report=report)))

    @admin.action(description=gettext_lazy("签批所选"), permissions=["sign"])
    def sign_selected(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> None:
        each(request, self, queryset, self._noting(request, lambda report: sign(actor=request.user, report=report)))

    @admin.action(description=gettext_lazy("退回所选"), permissions=["return"])
    def return_selected(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> HttpResponse | None:
        """Ask once for the reason, on a page that lists what it will be written on; then return what was listed."""
        reason = request.POST.get("return_reason", "").strip()
        if not reason:
            return self._ask_for_reason(request, queryset)
        give_back = lambda report: send_back(actor=request.user, report=report, reason=reason)  # noqa: E731
        each(request, self, queryset, self._noting(request, give_back))
        return None

    def _ask_for_reason(self, request: HttpRequest, queryset: QuerySet[ProgressReport]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("退回所选的报告"),
            "opts": self.model._meta,
            "media": self.media,
            "reports": _with_seen(queryset, request),
            "field": ACTION_CHECKBOX_NAME,
            "version": VERSION,
            "errors": [NO_REASON] if "return_reason" in request.POST else [],
        }
        return TemplateResponse(request, "admin/recommendations/progressreport/return_selected.html", context)

    def _noting(
        self, request: HttpRequest, step: Callable[[ProgressReport], ProgressReport]
    ) -> Callable[[ProgressReport], str]:
        """The step, noted among the person's recent actions, with the sentence of its success."""

        seen = _seen(request)

        def taken(report: ProgressReport) -> str:
            if seen.get(str(report.pk)) not in {None, str(report.version)}:
                raise OutdatedError(str(CHANGED_SINCE))
            step(report)
            self.log_change(request, report, report.get_state_display())
            return done(report)

        return taken


def _seen(request: HttpRequest) -> dict[str, str]:
    """By the report's key the version that was listed; none of what was chosen on other pages of the list."""
    return dict(text.split(":", 1) for text in request.POST.getlist(VERSION) if ":" in text)


def _with_seen(reports: QuerySet[ProgressReport], request: HttpRequest) -> list[tuple[ProgressReport, str]]:
    seen = _seen(request)
    return [(report, seen.get(str(report.pk), str(report.version))) for report in reports]


def done(report: ProgressReport) -> str:
    """What a decision has led to."""
    return {
        ReportState.SIGNED: _("已签批，送研究室核准。"),
        ReportState.APPROVED: _("已核准。"),
        ReportState.RETURNED: _("已退回。"),
    }[ReportState(report.state)]
