"""The dashboard: where we stand, what is stuck, whether the figures move."""

from typing import Any

from django.views.generic import TemplateView

from indicators.pages import Page
from recommendations.choices import ActionStatus, Light
from recommendations.models import Action, Path
from recommendations.permissions import roles_of
from recommendations.queries.decisions import needs_decision
from recommendations.queries.key_figures import key_figures
from recommendations.queries.outcomes import NO_OUTCOMES, Outcomes, outcomes_by_path
from recommendations.queries.rollup import NOTHING, Progress, by_path
from recommendations.queries.status import ActionState, count_states, shown_by_action

BRIEF = 4
DECISIONS = 3


class Dashboard(Page, TemplateView):
    template_name = "recommendations/dashboard.html"
    extra_context = {"nav": "dashboard"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = count_states(Action.objects.for_reading(), self.asof)
        progress = by_path(states)
        outcomes = outcomes_by_path(self.asof)
        # An indicator that several paths are judged by counts once in the whole.
        judged = {(o.link.indicator_id, o.link.area_id): o for group in outcomes.values() for o in group.states}
        finished = [state for state in states if state.status == ActionStatus.COMPLETED]
        overdue, at_risk, finished = _loaded(
            _first(states, Light.LATE, key=lambda state: state.due_date),
            _first(states, Light.SOON, key=lambda state: (state.due_date is None, state.due_date)),
            sorted(finished, key=lambda state: state.report.as_of, reverse=True)[:BRIEF],
        )
        return super().get_context_data(
            **kwargs,
            progress=Progress.of(states),
            outcomes=Outcomes.of(judged.values()),
            paths=[
                (path, progress.get(path.pk, NOTHING), outcomes.get(path.pk, NO_OUTCOMES))
                for path in Path.objects.prefetch_related("measures")
            ],
            overdue=overdue,
            at_risk=at_risk,
            finished=finished,
            key_figures=key_figures(self.asof),
            **self._decisions(),
        )

    def _decisions(self) -> dict[str, Any]:
        """What needs a decision, the most urgent first; nothing for who has no role."""
        if not roles_of(self.request.user).reader:
            return {}
        decisions = needs_decision(self.asof, self.request.user)
        return {"decisions": decisions[:DECISIONS], "decision_count": len(decisions)}


def _first(states: list[ActionState], light: Light, key) -> list[ActionState]:
    return sorted((state for state in states if state.light == light), key=key)[:BRIEF]


def _loaded(*groups: list[ActionState]) -> list[list[ActionState]]:
    """The groups with their actions loaded, in one query for all."""
    loaded = shown_by_action(state for group in groups for state in group)
    return [[loaded[state.action.pk] for state in group] for group in groups]
