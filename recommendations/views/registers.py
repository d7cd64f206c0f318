"""Registers 台账: projects, sectors and departments, each with the actions behind it."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from indicators.pages import ListPage, RecordPage
from recommendations.filtersets import ProjectFilter, SectorFilter
from recommendations.models import Action, Department, Project, Sector
from recommendations.queries.posts import posts_of
from recommendations.queries.rollup import Progress
from recommendations.queries.status import count_states, read_states


class ActionsPage(RecordPage):
    """A record with a table of actions and their lights."""

    def actions(self) -> QuerySet[Action]:
        return self.object.actions.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = read_states(self.actions().for_reading(), self.asof)
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
        led: dict[int, list] = {}
        for state in count_states(Action.objects.for_reading(), self.asof):
            led.setdefault(state.lead_id, []).append(state)
        context["departments"] = [(d, Progress.of(led.get(d.pk, ()))) for d in context["records"]]
        return context


class DepartmentPage(ActionsPage):
    queryset = Department.objects.all()
    template_name = "recommendations/department.html"
    extra_context = {"nav": "department-list"}

    def actions(self) -> QuerySet[Action]:
        return self.object.led_actions.all()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        supported = self.object.supported_actions.filter(~Q(lead_department=self.object))
        return super().get_context_data(
            **kwargs,
            supported=read_states(supported.for_reading(), self.asof),
            posts=posts_of(self.object, self.asof, self.request.user),
        )
