"""The documents that make actions a duty, and the page on which what they adopt is handed over to departments."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from indicators.admin.base import RecordAdmin, TableInline
from indicators.admin.keys import refuse_what_is_no_key
from indicators.asof import AsOf, today
from recommendations.choices import MandateAdoption
from recommendations.models import Assignment, Mandate
from recommendations.permissions import may_edit_plan
from recommendations.queries.handover import WITH_RECEIPTS, Item, Receipt, read_items
from recommendations.services.handover import HandedOver, hand_over_all, receipt_day
from recommendations.validators import validate_plausible_day

from .base import show_receipt


class AssignmentForm(forms.ModelForm):
    """What was handed over stays what it was: another action, or none, would leave a department with a false duty."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.instance.pk is None or not self.instance.handovers.all():
            return said
        if "action" in self.changed_data:
            self.add_error("action", _("这一项已经交办，不能换成别的行动。"))
        if said.get("adoption") == MandateAdoption.NOT:
            self.add_error("adoption", _("这一项已经交办，不能改为未采纳；请用计划变更中止或替代。"))
        return said


class AssignmentInline(TableInline):
    model = Assignment
    form = AssignmentForm
    autocomplete_fields = ["action"]
    readonly_fields = ["handed_over"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return super().get_queryset(request).prefetch_related(WITH_RECEIPTS)

    @admin.display(description=gettext_lazy("交办和签收"))
    def handed_over(self, row: Assignment) -> SafeString | str:
        if row.pk is None or row.adoption == MandateAdoption.NOT:
            return "—"
        given = sorted(row.handovers.all(), key=lambda it: (not it.leads, it.department.position))
        asof = AsOf.now()
        lines = format_html_join(
            "", "<div>{} {}</div>", ((it.department, show_receipt(Receipt.of(it, asof))) for it in given)
        )
        return lines or _("未交办")


class ReceiveByForm(forms.Form):
    """Until when the receipts should be confirmed."""

    receive_by = forms.DateField(
        label=gettext_lazy("签收期限"), widget=AdminDateWidget, validators=[validate_plausible_day]
    )


@admin.register(Assignment)
class AssignmentAdmin(RecordAdmin):
    """One item of a mandate, with its history; it is added on the mandate's page."""

    form = AssignmentForm
    list_display = ["action", "mandate", "adoption"]
    list_select_related = ["action", "mandate"]
    list_filter = ["adoption", "action__measure__path"]
    search_fields = ["action__code", "action__title", "mandate__number", "mandate__title"]
    autocomplete_fields = ["action"]
    readonly_fields = ["mandate"]
    fields = ["mandate", "action", "adoption"]
    name_reads = ["mandate", "action"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Mandate)
class MandateAdmin(RecordAdmin):
    list_display = ["number", "title", "date", "issuer", "action_count", "sample"]
    list_display_links = ["number", "title"]
    sortable_by = ["date", "action_count"]
    list_filter = ["issuer", "sample"]
    search_fields = ["number", "title", "issuer"]
    date_hierarchy = "date"
    readonly_fields = ["recorded_on", "sample"]
    inlines = [AssignmentInline]
    actions = ["hand_over_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(assigned=Count("assignments"))

    @admin.display(description=gettext_lazy("行动数"), ordering="assigned")
    def action_count(self, row: Mandate) -> int:
        return row.assigned

    # --- handing over -----------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("hand-over/", view, name="recommendations_mandate_hand_over"), *super().get_urls()]

    @admin.action(description=gettext_lazy("交办所选"), permissions=["change"])
    def hand_over_selected(self, request: HttpRequest, queryset: QuerySet[Mandate]) -> HttpResponse:
        return redirect(_page([mandate.pk for mandate in queryset]))

    def hand_over_view(self, request: HttpRequest) -> HttpResponse:
        """Which departments get what, and what lacks a lead; on POST it is handed over, with a result per item."""
        if not may_edit_plan(request.user):
            raise PermissionDenied
        keys = request.GET.getlist("mandate")
        refuse_what_is_no_key("mandate", keys)
        mandates = list(Mandate.objects.filter(pk__in=[key for key in keys if key]))
        if not mandates:
            raise Http404
        form = ReceiveByForm(request.POST or None, initial={"receive_by": receipt_day(today())})
        if request.method == "POST" and form.is_valid() and self._hand_over(request, mandates, form):
            return redirect(_page([mandate.pk for mandate in mandates]))
        items = read_items(mandates)
        context = {
            **self.admin_site.each_context(request),
            "title": pgettext("act", "交办"),
            "opts": self.opts,
            "media": self.media + form.media,
            "mandates": mandates,
            "items": [(item, _show_addressees(item)) for item in items],
            "missing": sum(item.missing for item in items),
            "form": form,
        }
        return TemplateResponse(request, "admin/recommendations/mandate/hand_over.html", context)

    def _hand_over(self, request: HttpRequest, mandates: list[Mandate], form: ReceiveByForm) -> bool:
        """Whether it was done; a day that cannot be is told beside its field."""
        receive_by = form.cleaned_data["receive_by"]
        try:
            results = [
                result
                for mandate in mandates
                for result in hand_over_all(actor=request.user, mandate=mandate, receive_by=receive_by)
            ]
        except ValidationError as refusal:
            form.add_error("receive_by", " ".join(refusal.messages))
            return False
        for result in results:
            self._tell(request, result)
        if not any(result.made or result.refused for result in results):
            self.message_user(request, _("没有还未交办的事项，没有改动。"), messages.INFO)
        return True

    def _tell(self, request: HttpRequest, result: HandedOver) -> None:
        item = result.assignment
        if result.refused:
            sentence = _("%(item)s：%(reason)s") % {"item": item, "reason": result.refused}
            self.message_user(request, sentence, messages.WARNING)
        elif result.made:
            names = _("、").join(str(handover.department) for handover in result.made)
            sentence = ngettext(
                "%(item)s：已交办给%(n)d个单位（%(names)s）。",
                "%(item)s：已交办给%(n)d个单位（%(names)s）。",
                len(result.made),
            )
            self.message_user(
                request, sentence % {"item": item, "n": len(result.made), "names": names}, messages.SUCCESS
            )
            self.log_change(request, item.mandate, sentence % {"item": item, "n": len(result.made), "names": names})


def _page(keys: list[int]) -> str:
    return reverse("admin:recommendations_mandate_hand_over") + "?" + urlencode({"mandate": keys}, doseq=True)


def _show_addressees(item: Item) -> SafeString:
    asof = AsOf.now()
    return format_html_join(
        "",
        "<li>{}{} {}</li>",
        (
            (
                it.department,
                _("（牵头）") if it.leads else _("（配合）"),
                show_receipt(Receipt.of(it.handover, asof)) if it.handover else _("待交办"),
            )
            for it in item.addressees
        ),
    )
