"""The plan, for the office to edit: paths, measures, projects, links. Actions, mandates and changes stand apart."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from indicators.admin.base import RecordAdmin, StackInline
from recommendations.models import (
    IndicatorLink,
    Measure,
    Path,
    PracticeUse,
    Project,
    Sector,
    Target,
)

from .base import TitledAdmin


@admin.register(Path)
class PathAdmin(TitledAdmin):
    autocomplete_fields = ["lessons", "problems"]


class PracticeUseInline(StackInline):
    model = PracticeUse
    autocomplete_fields = ["practice"]


@admin.register(Measure)
class MeasureAdmin(TitledAdmin):
    list_display = ["code", "title", "path", "category", "locator"]
    list_select_related = ["path"]
    list_filter = ["path", "category"]
    autocomplete_fields = ["path", "problems"]
    inlines = [PracticeUseInline]


class NamedAdmin(RecordAdmin):
    list_display = ["name", "kind", "locator", "actions_naming"]
    sortable_by = ["actions_naming"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "name_en"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(naming=Count("actions"))

    @admin.display(description=_("行动数"), ordering="naming")
    def actions_naming(self, row: Project | Sector) -> int:
        return row.naming


@admin.register(Project)
class ProjectAdmin(NamedAdmin):
    pass


@admin.register(Sector)
class SectorAdmin(NamedAdmin):
    pass


class TargetInline(StackInline):
    model = Target
    readonly_fields = ["sample"]


@admin.register(IndicatorLink)
class IndicatorLinkAdmin(RecordAdmin):
    list_display = ["indicator", "area", "belongs_to", "expected", "baseline_period", "target_values"]
    list_select_related = ["indicator", "area", *IndicatorLink.OWNERS]
    list_filter = ["expected", "measure__path", "area"]
    search_fields = [
        "indicator__code",
        "indicator__name",
        *(f"{owner}__{field}" for owner in IndicatorLink.OWNERS for field in ("code", "title")),
    ]
    autocomplete_fields = [*IndicatorLink.OWNERS, "indicator", "area"]
    name_reads = ["indicator", *IndicatorLink.OWNERS]
    fieldsets = [
        (_("属于"), {"fields": IndicatorLink.OWNERS, "description": _("四项中只填一项。")}),
        (_("指标关联"), {"fields": ["indicator", "area", "expected", "baseline_period", "locator", "note", "note_en"]}),
    ]
    inlines = [TargetInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("targets")

    @admin.display(description=_("属于"))
    def belongs_to(self, row: IndicatorLink) -> str:
        return str(row.owner)

    @admin.display(description=_("目标"))
    def target_values(self, row: IndicatorLink) -> str:
        return _("；").join(f"{target.period} {target.printed}".strip() for target in row.targets.all()) or "—"


@admin.register(Target)
class TargetAdmin(RecordAdmin):
    """One target of a linked indicator, with its history; it is added on the link's page."""

    list_display = ["link", "kind", "nature", "printed", "period", "document", "sample"]
    list_filter = ["kind", "nature", "sample"]
    search_fields = ["link__indicator__code", "link__indicator__name", "document"]
    readonly_fields = ["link", "sample"]
    name_reads = [f"link__{read}" for read in ("indicator", "area", *IndicatorLink.OWNERS)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("目标值"))
    def printed(self, row: Target) -> str:
        return row.printed
