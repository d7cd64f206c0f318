"""Registers 台账: projects, sectors and departments, each with the actions behind it."""

from typing import Any

from django.db.models import Count, QuerySet

from indicators.asof import AsOf
from indicators.pages import ListPage, RecordPage
from recommendations.filtersets import ProjectFilter, SectorFilter
from recommendations.models import Action, Department, Project, Sector
from recommendations.queries.plan import read_plan
from recommendations.queries.posts import posts_of
from recommendations.queries.rollup import NOTHING, Progress
from recommendations.queries.status import ActionState, count_states, shown


def rows_of(actions: QuerySet[Action], asof: AsOf) -> list[ActionState]:
    """What a table of actions shows of them, in reading order; four queries."""
    return shown(count_states(actions.for_reading(), asof))


class ActionsPage(RecordPage):
    """A record with a table of actions and their lights."""

    def actions(self) -> QuerySet[Action]:
        return self.object.actions.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = rows_of(self.actions(), self.asof)
        return super().get_context_data(**kwargs, states=states, progress=Progress.of(states))


class ProjectList(ListPage):
    queryset = Project.objects.annotate(action_count=Count("actions"))
    filterset_class = ProjectFilter
    template_name = "recommendations/project_list.html"
    extra_context = {"nav": "project-list"}


class ProjectPage(ActionsPage):
    queryset = Project.objects.all()
    template_name = "recommendations/project.html"
    extra_context = {"nav": "project-list"}


class SectorList(ListPage):
    queryset = Sector.objects.annotate(action_count=Count("actions"))
    filterset_class = SectorFilter
    template_name = "recommendations/sector_list.html"
    extra_context = {"nav": "sector-list"}


class SectorPage(ActionsPage):
    queryset = Sector.objects.all()
    template_name = "recommendations/sector.html"
    extra_context = {"nav": "sector-list"}


class DepartmentList(ListPage):
    """Departments with the progress of what they lead."""

    queryset = Department.objects.annotate(support_count=Count("supported_actions", distinct=True))
    template_name = "recommendations/department_list.html"
    extra_context = {"nav": "department-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        led = read_plan(self.asof).by_lead
        context["departments"] = [(d, led.get(d.pk, NOTHING)) for d in context["records"]]
        return context


class DepartmentPage(ActionsPage):
    queryset = Department.objects.all()
    template_name = "recommendations/department.html"
    extra_context = {"nav": "department-list"}

    def actions(self) -> QuerySet[Action]:
        return Action.objects.led_on_day_by(self.object, self.asof)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        supported = self.object.supported_actions.exclude(pk__in=self.actions().values("pk"))
        return super().get_context_data(
            **kwargs,
            supported=rows_of(supported, self.asof),
            posts=posts_of(self.object, self.asof, self.request.user),
        )
