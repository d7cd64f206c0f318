"""What was handed over to departments: each confirms the receipt of its own, the office sees who has not."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from indicators.admin.base import StrictList
from indicators.asof import AsOf
from indicators.writing import local
from recommendations.models import Handover
from recommendations.permissions import may_receive, roles_of
from recommendations.queries.handover import Receipt
from recommendations.services.handover import receive
from recommendations.services.progress import OutdatedError

from .base import labelled, show_day, show_receipt, without_department
from .own import OfOneDepartment


class ReceiptFilter(admin.SimpleListFilter):
    title = gettext_lazy("签收情况")
    parameter_name = "receipt"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", _("未签收")), ("late", _("逾期未签收")), ("received", _("已签收")), ("moved", _("已移交"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Handover]) -> QuerySet[Handover]:
        asked = self.value()
        if asked == "waiting":
            return queryset.waiting(AsOf.now())
        if asked == "late":
            return queryset.late(AsOf.now())
        if asked == "moved":
            return queryset.exclude(moved_at=None)
        return queryset.standing().exclude(received_at=None) if asked == "received" else queryset


class HandoverList(StrictList):
    """Each row with how its receipt stands today, and the way to confirm it where the person may."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        asof, kept = AsOf.now(), self.model_admin.get_preserved_filters(request)
        for row in self.result_list:
            row.receipt = Receipt.of(row, asof)
            row.button = ""
            if row.received_at is None and row.moved_at is None and may_receive(request.user, row):
                row.button = reverse("admin:recommendations_handover_receive", args=[row.pk]) + (kept and f"?{kept}")


@admin.register(Handover)
class HandoverAdmin(OfOneDepartment):
    """Nothing is written here but receipts; hand-overs are made on the mandate's page."""

    list_display = ["name", "receipt", "receive_by_day", "handed_over_day", "part", "department", "number"]
    list_select_related = ["assignment__action", "assignment__mandate", "department", "received_by", "received_as"]
    sortable_by = ["handed_over_day", "receive_by_day"]
    search_fields = [
        "assignment__action__code",
        "assignment__action__title",
        "assignment__mandate__number",
        "department__name",
    ]
    actions = ["receive_selected"]
    name_reads = ["assignment__action", "assignment__mandate", "department"]
    fields = [
        "action",
        "mandate",
        "department",
        "part",
        "handed_over_at",
        "handed_over_by",
        "receive_by",
        "received_at",
        "received_by",
        "received_as",
        "moved_at",
    ]
    readonly_fields = ["action", "mandate", "part"]

    class Media:
        css = {"all": ["admin_site/handover.css"]}

    # --- who meets what ---------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Handover | None = None) -> bool:
        return False

    def has_receive_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user).own)

    # --- list -------------------------------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return HandoverList

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return without_department(request.user, self.list_display, "department")

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        office = ["department"] if roles_of(request.user).office else []
        return [ReceiptFilter, *office, "leads", "assignment__mandate"]

    @admin.display(description=gettext_lazy("行动"))
    def name(self, row: Handover) -> SafeString:
        action = row.assignment.action
        return format_html('<span class="code">{}</span> {}', action.code, local(action, "title"))

    @admin.display(description=gettext_lazy("签收"))
    def receipt(self, row: Handover) -> SafeString:
        """How it stands; for who may confirm it a button, which sends the list's form to another address."""
        shown = show_receipt(row.receipt)
        if not row.button:
            return shown
        return format_html(
            '<button class="button log" type="submit" formaction="{}" aria-label="{}">{}</button> {}',
            row.button,
            _("签收 %(code)s") % {"code": row.assignment.action.code},
            pgettext("act", "签收"),
            shown,
        )

    @admin.display(description=gettext_lazy("签收期限"), ordering="receive_by")
    def receive_by_day(self, row: Handover) -> SafeString:
        return labelled(_("签收期限"), show_day(row.receive_by))

    @admin.display(description=gettext_lazy("交办"), ordering="handed_over_at")
    def handed_over_day(self, row: Handover) -> SafeString:
        return labelled(_("交办"), show_day(timezone.localdate(row.handed_over_at)))

    @admin.display(description=gettext_lazy("分工"))
    def part(self, row: Handover) -> str:
        return _("牵头") if row.leads else _("配合")

    @admin.display(description=gettext_lazy("文号"))
    def number(self, row: Handover) -> str:
        return row.assignment.mandate.number

    @admin.display(description=gettext_lazy("行动"))
    def action(self, row: Handover) -> SafeString:
        action = row.assignment.action
        return format_html('<a href="{}">{}</a>', action.get_absolute_url(), action)

    @admin.display(description=gettext_lazy("立项文件"))
    def mandate(self, row: Handover) -> str:
        return str(row.assignment.mandate)

    # --- receipts ---------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.receive_view))
        return [path("<int:key>/receive/", view, name="recommendations_handover_receive"), *super().get_urls()]

    def receive_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Confirm one receipt, and lead back to the list as it was filtered."""
        handover = self.get_object(request, str(key))
        if handover is None:
            raise Http404
        if not may_receive(request.user, handover):
            raise PermissionDenied
        self._receive(request, handover)
        kept = request.GET.get("_changelist_filters", "")
        return redirect(reverse("admin:recommendations_handover_changelist") + (kept and f"?{kept}"))

    @admin.action(description=gettext_lazy("签收所选"), permissions=["receive"])
    def receive_selected(self, request: HttpRequest, queryset: QuerySet[Handover]) -> None:
        for handover in queryset:
            self._receive(request, handover)

    def _receive(self, request: HttpRequest, handover: Handover) -> None:
        """Confirm a receipt, and say in a sentence what came of it."""
        try:
            receive(actor=request.user, handover=handover)
        except (OutdatedError, PermissionDenied) as refusal:
            sentence, level = _("%(item)s：%(reason)s") % {"item": handover, "reason": refusal}, messages.WARNING
        else:
            self.log_change(request, handover, _("签收"))
            sentence, level = _("%(item)s：已签收。") % {"item": handover}, messages.SUCCESS
        self.message_user(request, sentence, level)
