"""What the office found of what departments claim: written once, then only read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.asof import today
from indicators.writing import percent
from recommendations.models import Action, ProgressReport, Verification
from recommendations.permissions import may_verify
from recommendations.services.verification import verify

from .base import WritesThroughServices, labelled, show_day


@admin.register(Verification)
class VerificationAdmin(WritesThroughServices):
    list_display = ["action", "day", "verified", "grade", "visited_on", "recorded_by", "sample"]
    list_select_related = ["action", "recorded_by"]
    list_filter = ["grade", "action__lead_department"]
    search_fields = ["ref", "action__code", "action__title", "note"]
    autocomplete_fields = ["action", "report"]
    name_reads = ["action"]
    fields = ["action", "report", "as_of", "percent", "grade", "visited_on", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Verification]:
        return super().get_queryset(request).visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_verify(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Verification | None = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """``?action=1.1.1`` or ``?report=<ref>`` chooses what was looked at."""
        report = ProgressReport.objects.filter(ref=request.GET.get("report", "")).select_related("action").first()
        action = report.action if report else Action.objects.filter(code=request.GET.get("action", "")).first()
        return {"as_of": today(), "action": action and action.pk, "report": report and report.pk}

    def save_model(self, request: HttpRequest, obj: Verification, form: ModelForm, change: bool) -> None:
        verify(actor=request.user, verification=obj)

    @admin.display(description=gettext_lazy("截至"))
    def day(self, row: Verification) -> SafeString:
        return labelled(_("截至"), show_day(row.as_of))

    @admin.display(description=gettext_lazy("核实比例"))
    def verified(self, row: Verification) -> str:
        return percent(row.percent)
