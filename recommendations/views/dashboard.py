"""The dashboard: where we stand, what is stuck, whether the figures move."""

from collections.abc import Iterable
from typing import Any

from django.views.generic import TemplateView

from indicators.pages import Page
from recommendations.choices import ActionStatus, Light
from recommendations.models import Path
from recommendations.permissions import roles_of
from recommendations.queries.decisions import needs_decision
from recommendations.queries.key_figures import key_figures
from recommendations.queries.outcomes import NO_OUTCOMES, Outcomes
from recommendations.queries.plan import read_plan, with_measure_codes
from recommendations.queries.rollup import NOTHING
from recommendations.queries.status import ActionState, shown_by_action

BRIEF = 4
DECISIONS = 3


class Dashboard(Page, TemplateView):
    template_name = "recommendations/dashboard.html"
    extra_context = {"nav": "dashboard"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = read_plan(self.asof)
        outcomes = plan.outcomes
        # An indicator that several paths are judged by counts once in the whole.
        judged = {(o.link.indicator_id, o.link.area_id): o for group in outcomes.by_path.values() for o in group.states}
        finished = [state for state in plan.states if state.status == ActionStatus.COMPLETED]
        overdue, at_risk, finished = _loaded(
            _first(plan.states, Light.LATE, key=lambda state: state.due_date),
            _first(plan.states, Light.SOON, key=lambda state: (state.due_date is None, state.due_date)),
            sorted(finished, key=lambda state: state.report.as_of, reverse=True)[:BRIEF],
        )
        return super().get_context_data(
            **kwargs,
            progress=plan.progress,
            outcomes=Outcomes.of(judged.values()),
            paths=[
                (path, plan.by_path.get(path.pk, NOTHING), outcomes.by_path.get(path.pk, NO_OUTCOMES))
                for path in with_measure_codes(Path.objects.all())
            ],
            overdue=overdue,
            at_risk=at_risk,
            finished=finished,
            key_figures=key_figures(outcomes, self.asof),
            **self._decisions(),
        )

    def _decisions(self) -> dict[str, Any]:
        """What needs a decision, the most urgent first; nothing for who has no role."""
        if not roles_of(self.request.user).reader:
            return {}
        decisions = needs_decision(self.asof, self.request.user)
        return {"decisions": decisions[:DECISIONS], "decision_count": len(decisions)}


def _first(states: Iterable[ActionState], light: Light, key) -> list[ActionState]:
    return sorted((state for state in states if state.light == light), key=key)[:BRIEF]


def _loaded(*groups: list[ActionState]) -> list[list[ActionState]]:
    """The groups with their actions loaded, in one query for all."""
    loaded = shown_by_action(state for group in groups for state in group)
    return [[loaded[state.action.pk] for state in group] for group in groups]
