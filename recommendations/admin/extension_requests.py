"""Requests for a later deadline: departments ask and see their own, the office decides on one page."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, Value, When
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from indicators.asof import AsOf, today
from recommendations.choices import ExtensionState
from recommendations.models import Action, ExtensionRequest
from recommendations.permissions import User, may_decide_extension, may_withdraw_extension, roles_of
from recommendations.queries.status import read_state
from recommendations.services.extensions import (
    LATE_STANDS,
    ask_extension,
    check_may_be_asked,
    decide_extension,
    withdraw_extension,
)
from recommendations.services.progress import OutdatedError

from .base import labelled, show_day
from .own import BetweenDepartments

# What a request that waits no more shows of its end.
ENDS = {
    ExtensionState.ASKED: [],
    ExtensionState.GRANTED: ["state", "decided_at", "decided_by", "decision", "change"],
    ExtensionState.REFUSED: ["state", "decided_at", "decided_by", "decision"],
    ExtensionState.WITHDRAWN: ["state", "withdrawn_at", "withdrawn_by"],
}
DECIDED_BY_HAND = ["grant", "decision", "document"]
LIST = "admin:recommendations_extensionrequest_changelist"
WAITING_FIRST = Case(When(state=ExtensionState.ASKED, then=Value(0)), default=Value(1)).asc()


class AskForm(forms.ModelForm):
    """What the service would refuse is said beside the field, so that nothing written is lost."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        action = said.get("action")
        if action and action.extension_requests.filter(state=ExtensionState.ASKED).exists():
            self.add_error("action", _("这项行动已有一份待批的延期申请。"))
        elif action and said.get("new_due_date"):
            try:
                check_may_be_asked(action, said["new_due_date"], AsOf.now())
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return said


class DecideForm(forms.ModelForm):
    """Granted or not, by which document, and what the department is told."""

    grant = forms.TypedChoiceField(
        label=gettext_lazy("批复"),
        choices=[("yes", gettext_lazy("同意延期")), ("no", gettext_lazy("不同意延期"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    document = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("grant") is False and not said.get("decision", "").strip():
            self.add_error("decision", _("不同意延期，请写明理由。"))
        return said


@admin.register(ExtensionRequest)
class ExtensionRequestAdmin(BetweenDepartments):
    list_display = ["name", "standing", "asked", "due_then", "wanted", "department", "sample"]
    list_select_related = ["action", "department"]
    search_fields = ["ref", "action__code", "action__title", "reason", "decision"]
    ordering = [WAITING_FIRST, "-asked_on", "-pk"]
    name_reads = ["action"]

    class Media:
        css = {"all": ["admin_site/report.css"]}

    # --- who meets what ---------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: ExtensionRequest | None = None) -> bool:
        """Whether there is something to decide on."""
        return may_decide_extension(request.user) and (obj is None or obj.state == ExtensionState.ASKED)

    # --- list -------------------------------------------------------------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> list[str]:
        return ["state", *(["department", "action__measure__path"] if roles_of(request.user).office else [])]

    @admin.display(description=gettext_lazy("行动"))
    def name(self, row: ExtensionRequest) -> str:
        return str(row.action)

    @admin.display(description=gettext_lazy("办理结果"))
    def standing(self, row: ExtensionRequest) -> SafeString | str:
        """What became of it, and whether it was asked for too late to move anything."""
        state = row.get_state_display()
        return format_html('{} <span class="tag">{}</span>', state, _("到期后申请")) if row.late else state

    @admin.display(description=gettext_lazy("申请日期"), ordering="asked_on")
    def asked(self, row: ExtensionRequest) -> SafeString:
        return labelled(_("申请日期"), show_day(row.asked_on))

    @admin.display(description=gettext_lazy("申请时的期限"), ordering="due_when_asked")
    def due_then(self, row: ExtensionRequest) -> SafeString:
        return labelled(_("申请时的期限"), show_day(row.due_when_asked))

    @admin.display(description=gettext_lazy("申请延至"), ordering="new_due_date")
    def wanted(self, row: ExtensionRequest) -> SafeString:
        return labelled(_("申请延至"), show_day(row.new_due_date))

    # --- asking and deciding ----------------------------------------------------------------------------------------

    def get_form(
        self, request: HttpRequest, obj: ExtensionRequest | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        kwargs["form"] = DecideForm if obj else AskForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: ExtensionRequest | None = None) -> list[Any]:
        if obj is None:
            return [(None, {"fields": ["action", "new_due_date", "reason"]})]
        asked = ["action", "department", "asked_on", "asked_by", "due_when_asked", "new_due_date", "reason"]
        said = ["grant", "decision", "document"]
        if not self.has_change_permission(request, obj):
            said = ENDS[obj.state]
        title = _("办理结果") if obj.state == ExtensionState.WITHDRAWN else _("批复")
        return [(_("申请"), {"fields": asked}), *([(title, {"fields": said})] if said else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: ExtensionRequest | None = None) -> list[str]:
        if obj is None:
            return []
        shown = [name for _title, part in self.get_fieldsets(request, obj) for name in part["fields"]]
        decides = self.has_change_permission(request, obj)
        return [name for name in shown if not (decides and name in DECIDED_BY_HAND)]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """``?action=1.1.1`` chooses the action."""
        action = _askable(request.user).filter(code=request.GET.get("action", "")).first()
        return {"action": action and action.pk}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "action":
            kwargs["queryset"] = _askable(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: ExtensionRequest, form: ModelForm, change: bool) -> None:
        said = form.cleaned_data
        if change:
            stored = ExtensionRequest.objects.select_related("action").get(pk=obj.pk)
            decide_extension(
                actor=request.user,
                request=stored,
                grant=said["grant"],
                decision=said["decision"],
                document=said["document"],
            )
        else:
            stored = ask_extension(
                actor=request.user, action=obj.action, new_due_date=obj.new_due_date, reason=obj.reason
            )
        obj.pk = stored.pk
        obj.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: ExtensionRequest, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, _("%(request)s：已提交，等待批复。") % {"request": obj}, messages.SUCCESS)
        return self._back(request, obj)

    def response_change(self, request: HttpRequest, obj: ExtensionRequest) -> HttpResponse:
        said = {"request": obj, "state": obj.get_state_display()}
        self.message_user(request, _("%(request)s：%(state)s。") % said, messages.SUCCESS)
        return self._back(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.withdraw_view))
        return [
            path("<path:object_id>/withdraw/", view, name="recommendations_extensionrequest_withdraw"),
            *super().get_urls(),
        ]

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take one request back; whoever came too late is told who was quicker."""
        asked = self.get_object(request, unquote(object_id))
        if asked is None:
            raise Http404
        try:
            withdraw_extension(actor=request.user, request=asked)
        except OutdatedError as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
        else:
            self.log_change(request, asked, _("撤回"))
            self.message_user(request, _("%(request)s：已撤回。") % {"request": asked}, messages.SUCCESS)
        return redirect(LIST)

    def _back(self, request: HttpRequest, obj: ExtensionRequest) -> HttpResponse:
        if obj.late and obj.state != ExtensionState.REFUSED:
            self.message_user(request, str(LATE_STANDS), messages.WARNING)
        return redirect(LIST)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: ExtensionRequest | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Beside what is asked for stands the deadline as it is: original, in force, and how often it moved."""
        about = obj.action if obj else _askable(request.user).filter(code=request.GET.get("action", "")).first()
        state = about and read_state(about, AsOf.now())
        late = obj.late if obj else state is not None and state.due_date is not None and today() > state.due_date
        context.update(
            title=_("批复延期申请") if obj and self.has_change_permission(request, obj) else _("延期申请"),
            subtitle=None,
            deadline=state,
            late_stands=LATE_STANDS if late else "",
            may_withdraw=obj is not None and may_withdraw_extension(request.user, obj),
            button=_("提交申请") if obj is None else _("批复") if self.has_change_permission(request, obj) else "",
        )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _askable(user: User) -> QuerySet[Action]:
    """A department chooses among the actions that it leads."""
    roles = roles_of(user)
    actions = Action.objects.for_reading()
    return actions if roles.office else actions.led_by(roles.own)
