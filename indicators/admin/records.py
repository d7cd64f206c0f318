"""What figures are of and from: areas, sources, themes, indicators, and tables without figures."""

from django.contrib import admin

from indicators.models import Area, Gap, Indicator, Source, Theme

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


@admin.register(Gap)
class GapAdmin(RecordAdmin):
    list_display = ["title", "indicator", "source", "locator"]
    list_select_related = ["indicator", "source"]
    list_filter = ["source"]
    search_fields = ["code", "title", "title_en", "indicator__name", "note"]
    autocomplete_fields = ["indicator", "source"]
