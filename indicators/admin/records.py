"""The evidence, for the office to look after."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indicators.models import Area, Gap, Indicator, Observation, Source, Theme
from indicators.writing import local

from .base import RecordAdmin


@admin.register(Area)
class AreaAdmin(RecordAdmin):
    list_display = ["code", "name", "kind", "province"]
    list_display_links = ["code", "name"]
    list_filter = ["kind", "province"]
    search_fields = ["code", "name", "name_en"]


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ["title", "author", "publication", "priority", "sample"]
    sortable_by = ["priority"]
    search_fields = ["code", "title", "title_en", "author"]
    readonly_fields = ["sample"]


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name", "name_en"]


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["name", "code", "theme", "unit", "direction", "frequency", "price_basis"]
    list_select_related = ["theme"]
    list_filter = ["theme", "direction", "frequency", "price_basis", "accumulation"]
    search_fields = ["code", "name", "name_en"]
    autocomplete_fields = ["theme"]


@admin.register(Observation)
class ObservationAdmin(RecordAdmin):
    list_display = ["indicator", "area", "period", "printed", "unit", "status", "locator", "vintage", "source"]
    list_select_related = ["indicator", "area", "source"]
    sortable_by = ["period", "vintage"]
    list_filter = ["area", "indicator__theme", "status", "bound", "period_basis", "source"]
    search_fields = ["indicator__code", "indicator__name", "area__name", "period", "locator", "note"]
    search_help_text = _("指标、地区、时期、出处或说明")
    autocomplete_fields = ["indicator", "area", "source"]
    date_hierarchy = "period_end"
    name_reads = ["indicator", "area"]
    fieldsets = [
        (None, {"fields": ["indicator", "area", "period", ("value", "decimals", "bound"), "status", "period_basis"]}),
        (_("出处"), {"fields": ["source", "locator", "vintage"]}),
        (_("说明"), {"fields": ["note", "note_en"]}),
    ]

    @admin.display(description=_("数值（如印）"))
    def printed(self, row: Observation) -> str:
        return "—" if row.printed is None else f"{row.bound_sign}{row.printed}"

    @admin.display(description=_("单位"))
    def unit(self, row: Observation) -> str:
        return local(row.indicator, "unit")


@admin.register(Gap)
class GapAdmin(RecordAdmin):
    list_display = ["title", "indicator", "source", "locator"]
    list_select_related = ["indicator", "source"]
    list_filter = ["source"]
    search_fields = ["code", "title", "title_en", "indicator__name", "note"]
    autocomplete_fields = ["indicator", "source"]
