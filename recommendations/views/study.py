"""Problems and the peers' practices."""

from typing import Any

from django.db.models import Prefetch

from indicators.models import Observation
from indicators.pages import ListPage, RecordPage
from recommendations.filtersets import PracticeFilter
from recommendations.models import IndicatorLink, Measure, Practice, PracticeUse, Problem

FIGURES = Observation.objects.select_related("indicator", "area", "source")
LINKS = IndicatorLink.objects.select_related("indicator", "area").prefetch_related("targets")


class ProblemList(ListPage):
    queryset = Problem.objects.filter(parent=None).prefetch_related("children", "measures")
    template_name = "recommendations/problem_list.html"
    extra_context = {"nav": "problem-list"}


class ProblemPage(RecordPage):
    queryset = Problem.objects.select_related("parent").prefetch_related(
        "children",
        "paths",
        Prefetch("evidence", FIGURES),
        Prefetch("links", LINKS),
        Prefetch("measures", Measure.objects.select_related("path")),
    )
    template_name = "recommendations/problem.html"
    extra_context = {"nav": "problem-list"}


class PracticeList(ListPage):
    queryset = Practice.objects.prefetch_related(
        "cities", "lessons", Prefetch("uses", PracticeUse.objects.select_related("measure"))
    )
    filterset_class = PracticeFilter
    template_name = "recommendations/practice_list.html"
    extra_context = {"nav": "practice-list"}


class PracticePage(RecordPage):
    queryset = Practice.objects.prefetch_related(
        "cities",
        "lessons",
        Prefetch("facts", FIGURES),
        Prefetch("links", LINKS),
        Prefetch("uses", PracticeUse.objects.select_related("measure__path")),
    )
    template_name = "recommendations/practice.html"
    extra_context = {"nav": "practice-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, facts=list(self.object.facts.all()))
