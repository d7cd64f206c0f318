"""When departments report: holidays, cycles with their periods, and how the register scores."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from indicators.admin.base import RecordAdmin
from indicators.asof import today
from recommendations.models import ReportingCycle, ReportingPeriod, ScoringRule, SpecialDay
from recommendations.services.holidays import load_holidays
from recommendations.services.periods import FIRST_YEAR, LAST_YEAR, lay_out


class YearForm(forms.Form):
    """The year that a button works on."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR)


class ForAYear:
    """A list with a button that fills in a year; a subclass says what it does."""

    change_list_template = "admin/recommendations/fill_a_year.html"
    button = ""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.fill_view))
        return [path("fill/", view, name=f"recommendations_{self.opts.model_name}_fill"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "year_form": YearForm(initial={"year": today().year}),
            "fill_address": f"admin:recommendations_{self.opts.model_name}_fill",
            "fill_label": self.button,
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def fill_view(self, request: HttpRequest) -> HttpResponse:
        form = YearForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.errors["year"]))
        else:
            try:
                messages.success(request, self.fill(request, form.cleaned_data["year"]))
            except ValidationError as refused:
                messages.error(request, " ".join(refused.messages))
        return redirect(f"admin:recommendations_{self.opts.model_name}_changelist")

    def fill(self, request: HttpRequest, year: int) -> str:
        """Do it, and say in a sentence what was done."""
        raise NotImplementedError


@admin.register(SpecialDay)
class SpecialDayAdmin(ForAYear, RecordAdmin):
    list_display = ["day", "kind", "name"]
    sortable_by = ["day"]
    list_filter = ["kind"]
    search_fields = ["name"]
    date_hierarchy = "day"
    ordering = ["-day"]
    button = gettext_lazy("载入该年节假日")

    def fill(self, request: HttpRequest, year: int) -> str:
        made = len(load_holidays(actor=request.user, year=year))
        if not made:
            return _("%(year)d 年的节假日都在了，没有改动。") % {"year": year}
        sentence = ngettext("载入了 %(year)d 年的 %(n)d 天。", "载入了 %(year)d 年的 %(n)d 天。", made)
        return sentence % {"year": year, "n": made}


@admin.register(ReportingCycle)
class ReportingCycleAdmin(ForAYear, RecordAdmin):
    list_display = ["name", "frequency", "cut_off_day", "deadline_rule", "deadline_number", "default", "sample"]
    list_filter = ["frequency"]
    search_fields = ["code", "name", "name_en"]
    readonly_fields = ["sample"]
    button = gettext_lazy("生成该年填报期")

    def fill(self, request: HttpRequest, year: int) -> str:
        made = sum(len(lay_out(actor=request.user, cycle=cycle, year=year)) for cycle in ReportingCycle.objects.all())
        if not made:
            return _("%(year)d 年的填报期都在了，没有改动。") % {"year": year}
        sentence = ngettext("生成了 %(year)d 年的 %(n)d 个填报期。", "生成了 %(year)d 年的 %(n)d 个填报期。", made)
        return sentence % {"year": year, "n": made}


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(RecordAdmin):
    list_display = ["label", "cycle", "start", "cut_off", "deadline"]
    list_select_related = ["cycle"]
    sortable_by = ["cut_off", "deadline"]
    list_filter = ["cycle"]
    search_fields = ["label"]
    date_hierarchy = "cut_off"
    autocomplete_fields = ["cycle"]
    readonly_fields = ["recorded_on"]
    name_reads = ["cycle"]


@admin.register(ScoringRule)
class ScoringRuleAdmin(RecordAdmin):
    list_display = ["counts", "points", "active"]
