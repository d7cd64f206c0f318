"""Which indicator, area and year is known."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.filters import CodeFilter, StrictFilterSet
from indicators.models import Area, Indicator, Theme
from indicators.pages import ListPage
from indicators.queries import coverage


class CoverageFilter(StrictFilterSet):
    """Which rows to show; ``area`` narrows what is counted, not the rows."""

    theme = CodeFilter(queryset=Theme.objects.all(), label=_("主题"))
    area = CodeFilter(queryset=Area.objects.all(), label=_("地区"), method="leave_all")

    def leave_all(self, queryset: Any, name: str, area: Area) -> Any:
        return queryset


class CoveragePage(ListPage):
    """Indicators down, years across: of how many areas a figure is known."""

    queryset = Indicator.objects.by_theme()
    filterset_class = CoverageFilter
    template_name = "indicators/coverage.html"
    extra_context = {"nav": "coverage"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        area = self.filterset.form.cleaned_data["area"]
        found = coverage(context["records"], self.asof, area)
        known = [row for row in found.rows if not row.empty]
        return context | {"coverage": found, "area": area, "known": len(known)}
