"""Paths, measures and actions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from indicators.pages import ListPage, RecordPage
from recommendations.choices import Basis
from recommendations.filtersets import ActionFilter
from recommendations.models import Action, Handover, Measure, Path, PracticeUse
from recommendations.permissions import may_ask_extension, may_block, may_instruct
from recommendations.queries.blockers import waits_by_action
from recommendations.queries.contributions import contributions_to
from recommendations.queries.extensions import waiting_by_action
from recommendations.queries.handover import read_receipts
from recommendations.queries.instructions import read_instructions
from recommendations.queries.milestones import read_stages
from recommendations.queries.outcomes import (
    NO_OUTCOMES,
    Outcomes,
    read_outcomes,
)
from recommendations.queries.plan import read_plan, with_measure_codes
from recommendations.queries.posts import NOBODY, answering_for
from recommendations.queries.rollup import NOTHING, Progress
from recommendations.queries.status import count_states, read_state, shown
from recommendations.queries.timeline import replaced_by, timeline
from recommendations.queries.urgings import urgings_by_action
from recommendations.queries.verified import verified_by_action

LATEST = 8  # events on the page of a path or measure; an action shows more


def _measure_rows(
    measures: Iterable[Measure], progress: dict[int, Progress], outcomes: dict[int, Outcomes]
) -> list[tuple[Measure, Progress, Outcomes]]:
    """Each measure with its progress and outcomes, as ``_measures.html`` shows them."""
    return [(m, progress.get(m.pk, NOTHING), outcomes.get(m.pk, NO_OUTCOMES)) for m in measures]


class PathList(ListPage):
    """All paths with their measures: the plan on one page."""

    queryset = with_measure_codes(Path.objects.prefetch_related("measures"))
    template_name = "recommendations/path_list.html"
    extra_context = {"nav": "path-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = read_plan(self.asof)
        context = super().get_context_data(**kwargs)
        outcomes = plan.outcomes
        context["paths"] = [
            (
                path,
                plan.by_path.get(path.pk, NOTHING),
                outcomes.by_path.get(path.pk, NO_OUTCOMES),
                _measure_rows(path.measures.all(), plan.by_measure, outcomes.by_measure),
            )
            for path in context["records"]
        ]
        return context


class PathPage(RecordPage):
    queryset = Path.objects.prefetch_related("measures", "lessons", "problems")
    template_name = "recommendations/path.html"
    extra_context = {"nav": "path-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        path = self.object
        plan = read_plan(self.asof, measure__path=path.pk)
        outcomes = plan.outcomes
        return super().get_context_data(
            **kwargs,
            progress=plan.progress,
            outcomes=outcomes.by_path.get(path.pk, NO_OUTCOMES),
            measures=_measure_rows(path.measures.all(), plan.by_measure, outcomes.by_measure),
            events=timeline(plan.states, self.asof, self.request.user, limit=LATEST),
        )


class MeasureList(ListPage):
    """All measures with their progress."""

    queryset = Measure.objects.select_related("path")
    template_name = "recommendations/measure_list.html"
    extra_context = {"nav": "path-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        plan = read_plan(self.asof)
        context["measures"] = _measure_rows(context["records"], plan.by_measure, plan.outcomes.by_measure)
        return context


class MeasurePage(RecordPage):
    queryset = Measure.objects.select_related("path").prefetch_related(
        "problems",
        Prefetch("practice_uses", PracticeUse.objects.select_related("practice").prefetch_related("practice__cities")),
    )
    template_name = "recommendations/measure.html"
    extra_context = {"nav": "path-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure = self.object
        actions = Action.objects.filter(measure=measure)
        plan = read_plan(self.asof, measure=measure.pk)
        states = shown(plan.states)
        outcomes = Outcomes.of(read_outcomes(measure.links.all(), self.asof))
        leading = {state.lead for state in states if state.lead}
        return super().get_context_data(
            **kwargs,
            states=states,
            leading=sorted(leading, key=lambda department: department.position),
            leading_proposed=any(state.action.lead_basis != Basis.DECIDED for state in states),
            progress=plan.progress,
            outcomes=outcomes,
            supporting=sorted(
                {d for a in actions.prefetch_related("supporting_departments") for d in a.supporting_departments.all()},
                key=lambda department: department.position,
            ),
            events=timeline(plan.states, self.asof, self.request.user, limit=LATEST),
        )


class ActionList(ListPage):
    """All actions, narrowed by the same filters as the API's."""

    queryset = Action.objects.for_reading()
    filterset_class = ActionFilter
    template_name = "recommendations/action_list.html"
    extra_context = {"nav": "action-list"}
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page, states = list(context["records"]), self.filterset.states
        if states is None:
            found = count_states(Action.objects.filter(pk__in=[action.pk for action in page]), self.asof)
            states = {state.action.pk: state for state in found}
        context["states"] = shown([states[action.pk] for action in page], page)
        return context


class ActionPage(RecordPage):
    queryset = Action.objects.select_related("measure__path", "lead_department").prefetch_related(
        "supporting_departments", "projects", "sectors"
    )
    template_name = "recommendations/action.html"
    extra_context = {"nav": "action-list"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        action = self.object
        state = read_state(action, self.asof)
        reader = self.request.user
        return super().get_context_data(
            **kwargs,
            state=state,
            states=[state],
            stages=read_stages(state),
            receipts=read_receipts(Handover.objects.filter(assignment__action=action), self.asof, reader),
            answering=answering_for([action], self.asof, reader).get(action.pk, NOBODY),
            waits=waits_by_action([action], self.asof, reader)[action.pk],
            verified=verified_by_action([action], self.asof, reader).get(action.pk),
            instructions=read_instructions(action.instructions.given(self.asof), self.asof, reader),
            contributions=contributions_to(action, self.asof, reader),
            urgings=urgings_by_action([action], self.asof, reader)[action.pk],
            extension=waiting_by_action([action], self.asof, reader).get(action.pk),
            may_ask_extension=not self.asof.is_past and may_ask_extension(reader, action),
            may_block=not self.asof.is_past and may_block(reader, action),
            may_instruct=not self.asof.is_past and may_instruct(reader),
            outcomes=Outcomes.of(read_outcomes(action.measure.links.all(), self.asof)),
            events=timeline([state], self.asof, reader, limit=50, with_steps=True),
            replaced=replaced_by(action, self.asof),
        )
