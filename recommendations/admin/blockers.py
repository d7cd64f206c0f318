"""What waits to be coordinated: departments raise, escalate and resolve their own, the office all; none is deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import today
from recommendations.models import Action, Blocker
from recommendations.permissions import may_edit_blocker, roles_of
from recommendations.queries.decisions import waits_for
from recommendations.services.blockers import NOBODY_LEADS, edit_blocker, escalate, raise_blocker, resolve

from .base import labelled, show_day
from .own import OfOneDepartment

WRITTEN = ["action", "what", "options", "waits_for", "waits_for_other", "since"]


class BlockerForm(forms.ModelForm):
    """Raising, escalating and resolving in one form; each has a service of its own."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("action") and said["action"].lead_department_id is None:
            self.add_error("action", NOBODY_LEADS)
        if said.get("escalated_to") and not said.get("options", "").strip():
            self.add_error("options", _("上报领导时必须写明可选方案。"))
        if said.get("resolved_on") and not said.get("resolution", "").strip():
            self.add_error("resolution", _("请写明解决结果。"))
        if said.get("resolved_on") and said.get("since") and said["resolved_on"] < said["since"]:
            self.add_error("resolved_on", _("解决日不能早于起始日。"))
        return said


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("办理情况")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("true", _("待协调")), ("false", _("已销号"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Blocker]) -> QuerySet[Blocker]:
        return queryset if self.value() is None else queryset.filter(resolved_at__isnull=self.value() == "true")


@admin.register(Blocker)
class BlockerAdmin(OfOneDepartment):
    form = BlockerForm
    list_display = ["name", "since_day", "waits", "escalated_to", "resolved_on", "department", "sample"]
    list_select_related = ["action", "department", "waits_for", "escalated_to"]
    search_fields = ["ref", "action__code", "action__title", "what", "waits_for__name", "waits_for_other"]
    name_reads = ["action"]

    # --- who meets what ---------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Blocker | None = None) -> bool:
        return self.has_view_permission(request) if obj is None else may_edit_blocker(request.user, obj)

    # --- list -------------------------------------------------------------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [OpenFilter, *(["department", "escalated_to"] if roles_of(request.user).office else [])]

    @admin.display(description=gettext_lazy("待协调事项"))
    def name(self, row: Blocker) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("起始日"))
    def since_day(self, row: Blocker) -> SafeString:
        return labelled(_("起始日"), show_day(row.since))

    @admin.display(description=gettext_lazy("等谁"))
    def waits(self, row: Blocker) -> str:
        return waits_for(row)

    # --- form -------------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Blocker | None = None) -> list[Any]:
        written = (None, {"fields": WRITTEN})
        up = (_("上报"), {"fields": ["escalated_to"], "description": _("上报领导前，请先写明可选方案。")})
        if obj is None:
            return [written, up]
        done = (
            _("销号"),
            {"fields": ["resolution", "resolved_on"], "description": _("写明解决结果即为销号，此后不能再改。")},
        )
        return [written, up, done]

    def get_readonly_fields(self, request: HttpRequest, obj: Blocker | None = None) -> list[str]:
        read = list(super().get_readonly_fields(request, obj))
        return read if obj is None else [*read, "action"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        code = request.GET.get("action", "")
        action = Action.objects.filter(code=code).first()
        return {"since": today(), "action": action and action.pk}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A department chooses among the actions that it leads."""
        if db_field.name == "action":
            roles = roles_of(request.user)
            actions = Action.objects.for_reading()
            kwargs["queryset"] = actions if roles.office else actions.led_by(roles.own)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Blocker, form: ModelForm, change: bool) -> None:
        """The services write; what they set (to whom it was escalated, how it ended) is handed to them apart."""
        to, on, words = obj.escalated_to, obj.resolved_on, obj.resolution
        stored = Blocker.objects.get(pk=obj.pk) if change else None
        obj.escalated_to = stored.escalated_to if stored else None
        obj.resolved_on, obj.resolution = None, ""
        (edit_blocker if change else raise_blocker)(actor=request.user, blocker=obj)
        if to is not None and to != obj.escalated_to:
            escalate(actor=request.user, blocker=obj, to=to)
        if words.strip():
            resolve(actor=request.user, blocker=obj, resolution=words, on=on)
