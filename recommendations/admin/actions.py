"""Actions: the department's own as a list to report from, all of them for the office to edit."""

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.admin.base import StackInline, StrictList
from indicators.asof import AsOf
from indicators.writing import local, percent
from recommendations.choices import Light, ReportState
from recommendations.models import Action, PlanChange
from recommendations.permissions import (
    may_ask_extension,
    may_edit_plan,
    may_follow,
    may_remind,
    may_report_on,
    roles_of,
)
from recommendations.queries.blockers import waits_by_action
from recommendations.queries.extensions import waiting_by_action
from recommendations.queries.plan_facts import facts_of, plan_facts
from recommendations.queries.status import read_states
from recommendations.querysets.actions import ANSWERING
from recommendations.services.progress import OutdatedError
from recommendations.services.reminders import remind

from .base import LINES_HELP, Lines, SaysRefusals, labelled, show_day, show_light, show_wait, without_department
from .bulk import each
from .milestones import MilestonesInline, StageForms
from .own import own_reports
from .plan_change_form import ChangesFormSet, PlanChangeForm
from .posts import PostField
from .reassigning import Reassigns


class ActionList(StrictList):
    """A page of actions with what the plan and the reports say of each today: a fixed number of queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)  # a page of a longer list is sliced, and joins no other query
        keys = [row.pk for row in self.result_list]
        states = {state.action.pk: state for state in read_states(Action.objects.filter(pk__in=keys), AsOf.now())}
        under_way = defaultdict(list)
        for report in own_reports(request.user).filter(action__in=keys).exclude(state=ReportState.APPROVED):
            under_way[report.action_id].append(report)
        waits = waits_by_action(self.result_list, AsOf.now(), request.user)
        asked = waiting_by_action(self.result_list, AsOf.now(), request.user)
        for row in self.result_list:
            row.waits = waits[row.pk]
            row.asked_for = asked.get(row.pk)
            row.may_report = may_report_on(request.user, row)
            row.may_ask = may_ask_extension(request.user, row)
            row.today = states[row.pk]
            row.under_way = under_way[row.pk]


# What an action's plan rests on: once it is mandated, only dated changes of the plan move it.
MOVED_BY_CHANGES = ("lead_department", "start_date", "due_date", "cycle")
WHY_FIXED = gettext_lazy(
    "这项行动已经立项：牵头单位、开始日期、期限和填报周期不能在这里改。期限用延期移动，录错的原定期限用更正，"
    "牵头单位和填报周期用调整，各记一条计划变更，这样以前任何一天的计划都查得到。立项时空着的可以补填一次。"
)


class ActionForm(forms.ModelForm):
    locators = Lines(label=Action._meta.get_field("locators").verbose_name, required=False, help_text=LINES_HELP)


class ChangesInline(StackInline):
    model = PlanChange
    form = PlanChangeForm
    formset = ChangesFormSet
    exclude = ["new_lead", "new_cycle"]
    extra = 0
    autocomplete_fields = ["successors"]
    readonly_fields = ["recorded_on", "sample"]

    def has_add_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        """An action that is only being written has nothing to change yet."""
        return obj is not None and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        return False


@admin.register(Action)
class ActionAdmin(Reassigns, SaysRefusals):
    """A department's people see its own actions and change nothing here; the office edits all."""

    form = ActionForm
    list_display = ["name", "report_link", "status_today", "due_in_force", "last_report", "lead_department"]
    list_select_related = ["lead_department"]
    search_fields = ["code", "title", "title_en", "lead_department__name"]
    autocomplete_fields = ["measure", "lead_department", "supporting_departments", "projects", "sectors"]
    inlines = [MilestonesInline, ChangesInline]
    actions = [*Reassigns.actions, "remind_selected"]
    fieldsets = [
        (None, {"fields": ["code", "position", "measure", "title", "title_en", "locators"]}),
        (
            gettext_lazy("落实"),
            {
                "fields": [
                    ("lead_department", "lead_basis"),
                    "supporting_departments",
                    ("leader", "responsible", "contact"),
                    ("start_date", "due_date", "due_basis"),
                    "cycle",
                ]
            },
        ),
        (gettext_lazy("涉及"), {"fields": ["projects", "sectors"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Action]:
        return super().get_queryset(request).followed_by(request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ANSWERING:
            kwargs["form_class"] = PostField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ActionList

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """Who leads is no news where there is one department only."""
        return without_department(request.user, self.list_display, "lead_department")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        if not roles_of(request.user).office:
            return ["measure__path"]
        return [
            "measure__path",
            "lead_department",
            "leader",
            ("mandates", admin.EmptyFieldListFilter),
            ("due_date", admin.EmptyFieldListFilter),
            "lead_basis",
            "measure__category",
        ]

    def has_view_permission(self, request: HttpRequest, obj: Action | None = None) -> bool:
        roles = roles_of(request.user)
        if obj is None:
            return roles.office or bool(roles.own)
        return may_follow(request.user, obj)

    # --- form -------------------------------------------------------------------------------------------------------

    def get_inlines(self, request: HttpRequest, obj: Action | None) -> list[Any]:
        """Stages are set on an action that is there."""
        return [inline for inline in self.inlines if obj is not None or inline is not MilestonesInline]

    def get_fieldsets(self, request: HttpRequest, obj: Action | None = None) -> list[Any]:
        """Where fields are fixed, the section says why."""
        fieldsets = super().get_fieldsets(request, obj)
        if not (may_edit_plan(request.user) and _fixed(request, obj)):
            return fieldsets
        return [
            (name, {**options, "description": WHY_FIXED} if "cycle" in options["fields"] else options)
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Action | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *_fixed(request, obj)]

    def save_model(self, request: HttpRequest, obj: Action, form: forms.ModelForm, change: bool) -> None:
        """An old version that is put back leaves what is fixed as it is."""
        stored = Action.objects.filter(pk=obj.pk).first()
        for name in _fixed(request, stored):
            setattr(obj, name, getattr(stored, name))
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        if isinstance(formset, StageForms):
            formset.store(request.user, form.instance)
        elif isinstance(formset, ChangesFormSet):
            formset.store(request.user)
        else:
            super().save_formset(request, form, formset, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Action | None = None, **kwargs: Any
    ) -> HttpResponse:
        context["may_ask_extension"] = obj is not None and may_ask_extension(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- list -------------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        office = roles_of(request.user).office
        context = {} if office else {"title": _("本部门牵头的行动"), "of_department": True}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def has_remind_permission(self, request: HttpRequest) -> bool:
        return may_remind(request.user)

    @admin.action(description=gettext_lazy("催报所选"), permissions=["remind"])
    def remind_selected(self, request: HttpRequest, queryset: QuerySet[Action]) -> None:
        """All at once, so that each person gets one digest; a result for each action."""
        results = {urged.action: urged for urged in remind(actor=request.user, actions=queryset)}

        def result(action: Action) -> str:
            if not results[action].done:
                raise OutdatedError(results[action].sentence)
            return results[action].sentence

        each(request, self, results, result)

    @admin.display(description=gettext_lazy("行动"))
    def name(self, row: Action) -> SafeString:
        return format_html('<span class="code">{}</span> {}', row.code, local(row, "title"))

    @admin.display(description=gettext_lazy("填报"))
    def report_link(self, row: Action) -> SafeString:
        """A new report, for who may write one, and the way back to those that are not finished."""
        add = reverse("admin:recommendations_progressreport_add") + "?" + urlencode({"action": row.code})
        label = _("填报 %(code)s") % {"code": row.code}
        new = format_html('<a class="log" href="{}" aria-label="{}">{}</a>', add, label, _("填报"))
        started = format_html_join(
            "",
            ' <a class="started" href="{}">{} {}</a>',
            (
                (
                    reverse("admin:recommendations_progressreport_change", args=[report.pk]),
                    str(report.standing.label),
                    f"{report.as_of:%m-%d}",
                )
                for report in row.under_way
            ),
        )
        return new + started if row.may_report else started

    @admin.display(description=gettext_lazy("今日状态"))
    def status_today(self, row: Action) -> SafeString:
        waits = format_html_join("", " {}", ((show_wait(wait),) for wait in row.waits))
        return format_html("{}{}", show_light(row.today), waits)

    @admin.display(description=gettext_lazy("现行期限"))
    def due_in_force(self, row: Action) -> SafeString:
        """The day, and the way to ask for a later one, or that one was asked for."""
        day = labelled(_("现行期限"), show_day(row.today.due_date))
        if row.asked_for:
            page = reverse("admin:recommendations_extensionrequest_change", args=[row.asked_for.pk])
            return format_html('{}<br><a href="{}">{}</a>', day, page, _("延期待批"))
        if (
            not (row.may_ask and row.today.mandated and row.today.due_date and row.today.counted)
            or row.today.light == Light.DONE
        ):
            return day
        add = reverse("admin:recommendations_extensionrequest_add") + "?" + urlencode({"action": row.code})
        label = _("申请延期 %(code)s") % {"code": row.code}
        return format_html('{}<br><a href="{}" aria-label="{}">{}</a>', day, add, label, _("申请延期"))

    @admin.display(description=gettext_lazy("上次报告"))
    def last_report(self, row: Action) -> SafeString:
        report = row.today.report
        shown = report and format_html("{} {}", show_day(report.as_of), percent(report.percent))
        return labelled(_("上次报告"), shown or show_day(None))


def _fixed(request: HttpRequest, action: Action | None) -> list[str]:
    """Fields of a mandated action that only plan changes move; what was left empty may still be filled in.

    One look a request, at the action as it is stored: a form writes on the one that it is given.
    """
    if action is None or action.pk is None:
        return []
    if not hasattr(request, "_fixed_fields"):
        stored, found = Action.objects.get(pk=action.pk), plan_facts([action.pk], AsOf.now())
        said = facts_of(found.rows[action.pk]).mandates
        mandated = bool(said) and said[-1].adopted
        request._fixed_fields = [
            name for name in MOVED_BY_CHANGES if mandated and (name == "cycle" or getattr(stored, name) is not None)
        ]
    return request._fixed_fields
