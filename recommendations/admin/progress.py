"""Progress reports: who meets them, and the department's form. All writing goes through ``services.progress``."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from indicators.asof import AsOf
from recommendations.choices import EDITABLE_BY_REPORTER, Standing
from recommendations.models import Action, EvidenceFile, ProgressReport
from recommendations.permissions import User, may_discard, may_edit, may_report_on, roles_of
from recommendations.queries.contradictions import contradictions_of
from recommendations.queries.status import read_state
from recommendations.services.progress import OutdatedError, discard, log_report, submit

from .own import own_reports
from .progress_desk import BUTTONS, CHANGE, ReportDesk
from .progress_form import SIX, ReportForm, correctable, typed_texts
from .progress_list import NO_REASON
from .report_evidence import evidence_view
from .workbook import TakesWorkbooks

ACTIONS = "admin:recommendations_action_changelist"


class NotSavedError(Exception):
    """What was sent is not saved; the person is led to the report as it stands, with a sentence that says why."""

    def __init__(self, report: ProgressReport, sentence: str) -> None:
        super().__init__(sentence)
        self.report = report


@admin.register(ProgressReport)
class ProgressReportAdmin(TakesWorkbooks, ReportDesk):
    form = ReportForm
    radio_fields = {"status": admin.HORIZONTAL, "openness": admin.HORIZONTAL}
    name_reads = ["action"]

    class Media:
        css = {"all": ["admin_site/report.css"]}
        js = ["admin_site/unsaved.js"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(partial(evidence_view, self.admin_site))
        named = path("<str:object_id>/evidence/", view, name="recommendations_progressreport_evidence")
        return [named, *super().get_urls()]

    # --- who meets what -----------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgressReport]:
        return own_reports(request.user).select_related(
            "action__measure__path", "action__lead_department", *self.list_select_related
        )

    def has_view_permission(self, request: HttpRequest, obj: ProgressReport | None = None) -> bool:
        roles = roles_of(request.user)
        if obj is None or roles.office:
            return roles.office or bool(roles.own)
        return own_reports(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return works_on_actions(request.user)

    def has_change_permission(self, request: HttpRequest, obj: ProgressReport | None = None) -> bool:
        return self.has_view_permission(request, obj) and (obj is None or may_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: ProgressReport | None = None) -> bool:
        """Only a draft, and only by the person who wrote it; never several at once."""
        return obj is not None and may_discard(request.user, obj) and self.has_view_permission(request, obj)

    def revert_disabled(self, request: HttpRequest, obj: ProgressReport | None = None) -> bool:
        """Putting an old version back would go round the services."""
        return True

    # --- form ---------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: ProgressReport | None = None) -> list[Any]:
        about = obj.action if obj else request.about
        more = ["evidence", "openness"]
        if correctable(about).exists():
            more.append("corrects")
        collapsed = {} if obj and not may_edit(request.user, obj) else {"classes": ["collapse"]}
        return [
            (None, {"fields": SIX}),
            (_("补充（可不填）") if collapsed else _("补充"), {"fields": more, **collapsed}),
        ]

    def get_form(
        self, request: HttpRequest, obj: ProgressReport | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("ReportFormOfRequest", (form,), {"about": obj.action if obj else request.about})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            request.about = self._action_named_in(request)
            if request.about is None:
                self.message_user(request, _("请先找到要填报的行动，再点它那一行的“填报”。"), messages.INFO)
                return redirect(ACTIONS)
        elif request.method == "POST":
            report = self.get_object(request, unquote(object_id))
            if report is None:
                raise Http404
            if BUTTONS & request.POST.keys():
                return self.decide(request, report) or self._ask_for_reason_on_page(request, object_id)
            if not may_edit(request.user, report):
                return self._lead_to_stored(request, report, self._closed(report))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotSavedError as refusal:
            return self._lead_to_stored(request, refusal.report, str(refusal))

    def _ask_for_reason_on_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The same page once more, with the sentence next to the field."""
        request.method = "GET"
        return super().changeform_view(request, object_id, "", {"reason_errors": [NO_REASON]})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing from the address: a link must not choose the report's reference, or put words in its mouth."""
        return {}

    def _action_named_in(self, request: HttpRequest) -> Action | None:
        """The action that the form or the address names by code.

        Raises:
            Http404: there is no such action.
            PermissionDenied: another department leads it.
        """
        code = request.POST.get("action") or request.GET.get("action")
        if not code:
            return None
        action = Action.objects.select_related("measure__path", "lead_department").filter(code=code).first()
        if action is None:
            raise Http404(_("没有编号为“%(code)s”的行动。") % {"code": code})
        if not may_report_on(request.user, action):
            raise PermissionDenied(_("这项行动不由您的部门牵头，不能填报。"))
        return action

    def save_model(self, request: HttpRequest, obj: ProgressReport, form: ModelForm, change: bool) -> None:
        """Log the report, and hand it in where the button says so; all of it or nothing.

        Raises:
            NotSavedError: the page was sent twice, or somebody was quicker.
        """
        try:
            stored = log_report(actor=request.user, report=obj)
            if stored is not obj:
                raise NotSavedError(stored, _("这份报告已经收到，没有重复记录。如果刚才又改过内容，请在这里核对。"))
            if "_submit" in request.POST:
                submit(actor=request.user, report=stored)
        except (OutdatedError, PermissionDenied) as refusal:
            raise NotSavedError(obj, str(refusal)) from None
        except ValidationError as fault:
            raise NotSavedError(obj, " ".join(fault.messages)) from None

    def response_add(self, request: HttpRequest, obj: ProgressReport, post_url_continue: str | None = None) -> Any:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: ProgressReport) -> HttpResponse:
        if "_submit" in request.POST:
            self.message_user(request, _handed_in(obj), messages.SUCCESS)
            return redirect(ACTIONS)
        self.message_user(request, _("%(report)s：已保存，还没有提交。") % {"report": obj}, messages.SUCCESS)
        return redirect(CHANGE, obj.pk)

    def delete_model(self, request: HttpRequest, obj: ProgressReport) -> None:
        discard(actor=request.user, report=obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except OutdatedError as outdated:
            return self._lead_to_stored(request, self.get_object(request, unquote(object_id)), str(outdated))

    # --- pages --------------------------------------------------------------------------------------------------

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: ProgressReport | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        action = obj.action if obj else request.about
        state = read_state(action, AsOf.now())
        writes = obj is None or may_edit(request.user, obj)
        desk = self.desk_of(request, obj)
        context.update(
            title=_("填报进度") if writes else _title(desk),
            subtitle=None,
            about=action,
            today=state,
            last=state.report if state.report and state.report.pk != (obj and obj.pk) else None,
            writes=writes,
            works_on_actions=works_on_actions(request.user),
            files=_files_of(obj, request.user) if obj else (),
            contradictions=contradictions_of(obj, AsOf.now()) if obj and desk["returns"] else {},
            **desk,
        )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _lead_to_stored(self, request: HttpRequest, report: ProgressReport | None, sentence: str) -> HttpResponse:
        """The report as it stands; where there is none any more, the actions. What was typed is told, to be copied."""
        stored = ProgressReport.objects.filter(pk=report.pk).first() if report else None
        self.message_user(request, sentence, messages.WARNING)
        for text in typed_texts(request.POST, stored):
            self.message_user(request, text, messages.WARNING)
        return redirect(self._page(request, stored.pk) if stored else ACTIONS)

    def _closed(self, report: ProgressReport) -> str:
        if report.state in EDITABLE_BY_REPORTER:
            return _("这项行动已不由您的部门牵头，刚才的改动没有保存。")
        standing = report.standing.label
        return _("这份报告现在是“%(state)s”，内容不能再改，刚才的改动没有保存。") % {"state": standing}


def _files_of(report: ProgressReport, reader: User) -> QuerySet[EvidenceFile]:
    return EvidenceFile.objects.visible_to(reader).filter(reports=report).order_by("uploaded_at", "pk")


def works_on_actions(user: User) -> bool:
    """Whether the person reports, and so meets the list of actions; a head only signs."""
    roles = roles_of(user)
    return roles.office or bool(roles.departments)


def _title(desk: dict[str, Any]) -> str:
    if desk["signs"]:
        return _("签批进度报告")
    return _("核准进度报告") if desk["approves"] else _("查看进度报告")


def _handed_in(report: ProgressReport) -> str:
    """Where what was handed in has gone."""
    if report.standing == Standing.TO_SIGN:
        return _("%(report)s：已提交，等待部门负责人签批。") % {"report": report}
    return _("%(report)s：已提交，等待核准。") % {"report": report}
