"""Decisions that changed the plan: the office records them, and mends what is said of them, nothing else."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from indicators.asof import today
from recommendations.choices import REPLACING, REWRITING, ChangeKind
from recommendations.models import Action, PlanChange

from .base import WritesThroughServices
from .plan_change_form import CORRECTABLE, PlanChangeForm

OF_KIND = {
    ChangeKind.EXTENSION: ["asked_on", "new_due_date"],
    ChangeKind.CORRECTION: ["former_due_date", "new_due_date"],
    ChangeKind.REASSIGNMENT: ["former_lead", "new_lead"],
    ChangeKind.REPORTING: ["former_cycle", "new_cycle"],
    **{kind: ["successors"] for kind in REPLACING},
}


@admin.register(PlanChange)
class PlanChangeAdmin(WritesThroughServices):
    form = PlanChangeForm
    list_display = ["action", "kind", "decided_on", "new_due_date", "document", "recorded_on", "sample"]
    list_select_related = ["action"]
    sortable_by = ["decided_on", "new_due_date", "recorded_on"]
    list_filter = ["kind", "action__measure__path", "sample"]
    search_fields = ["action__code", "action__title", "document", "reason"]
    date_hierarchy = "decided_on"
    autocomplete_fields = ["action", "successors"]
    name_reads = ["action"]

    def has_delete_permission(self, request: HttpRequest, obj: PlanChange | None = None) -> bool:
        """A slip of the pen goes by a superuser's hand, one at a time; what changed the action too stays."""
        return obj is not None and request.user.is_superuser and obj.kind not in REWRITING

    def get_fields(self, request: HttpRequest, obj: PlanChange | None = None) -> list[str]:
        if obj is None:
            return ["action", "kind", "decided_on", "asked_on", "new_due_date", "successors", "document", "reason"]
        return [
            "action",
            "kind",
            "decided_on",
            *OF_KIND.get(obj.kind, []),
            "document",
            "reason",
            "recorded_on",
            "sample",
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: PlanChange | None = None) -> list[str]:
        read = list(super().get_readonly_fields(request, obj))
        return read if obj is None else [*read, *(n for n in self.get_fields(request, obj) if n not in CORRECTABLE)]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """``?action=1.1.1`` chooses the action."""
        action = Action.objects.filter(code=request.GET.get("action", "")).first()
        return {"decided_on": today(), "action": action and action.pk}

    def save_model(self, request: HttpRequest, obj: PlanChange, form: ModelForm, change: bool) -> None:
        form.store(request.user)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The service has written the relations."""
