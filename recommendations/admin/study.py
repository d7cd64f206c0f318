"""What the study says, for the office to look after."""

from django.contrib import admin

from indicators.admin.base import StackInline
from indicators.writing import enumerated, local
from recommendations.models import Lesson, Practice, PracticeUse, Problem, Study

from .base import TitledAdmin


@admin.register(Study)
class StudyAdmin(TitledAdmin):
    list_display = ["title", "author", "publication", "source"]
    list_display_links = ["title"]
    list_select_related = ["source"]
    autocomplete_fields = ["source"]


@admin.register(Lesson)
class LessonAdmin(TitledAdmin):
    autocomplete_fields = ["practices"]


@admin.register(Problem)
class ProblemAdmin(TitledAdmin):
    list_display = ["code", "title", "parent", "locator"]
    list_select_related = ["parent"]
    list_filter = [("parent", admin.EmptyFieldListFilter)]
    autocomplete_fields = ["parent", "evidence"]


class PracticeUseInline(StackInline):
    model = PracticeUse
    autocomplete_fields = ["measure"]


@admin.register(Practice)
class PracticeAdmin(TitledAdmin):
    list_display = ["code", "title", "city_names", "locator"]
    list_filter = ["cities"]
    autocomplete_fields = ["cities", "facts"]
    inlines = [PracticeUseInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("cities")

    @admin.display(description=Practice._meta.get_field("cities").verbose_name)
    def city_names(self, row: Practice) -> str:
        return enumerated(local(city, "name") for city in row.cities.all())
