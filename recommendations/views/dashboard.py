"""The dashboard: where we stand, what is stuck, whether the figures move."""

from typing import Any

from django.views.generic import TemplateView

from indicators.pages import Page
from recommendations.choices import ActionStatus, Light
from recommendations.models import Action, Path
from recommendations.queries.key_figures import key_figures
from recommendations.queries.outcomes import NO_OUTCOMES, Outcomes, outcomes_by_path
from recommendations.queries.rollup import NOTHING, Progress, by_path
from recommendations.queries.status import ActionState, read_states

BRIEF = 4


class Dashboard(Page, TemplateView):
    template_name = "recommendations/dashboard.html"
    extra_context = {"nav": "dashboard"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = read_states(Action.objects.for_reading(), self.asof)
        progress = by_path(states)
        outcomes = outcomes_by_path(self.asof)
        # An indicator that several paths are judged by counts once in the whole.
        judged = {(o.link.indicator_id, o.link.area_id): o for group in outcomes.values() for o in group.states}
        return super().get_context_data(
            **kwargs,
            progress=Progress.of(states),
            outcomes=Outcomes.of(judged.values()),
            paths=[
                (path, progress.get(path.pk, NOTHING), outcomes.get(path.pk, NO_OUTCOMES))
                for path in Path.objects.prefetch_related("measures")
            ],
            overdue=_first(states, Light.LATE, key=lambda state: state.due_date),
            at_risk=_first(states, Light.SOON, key=lambda state: (state.due_date is None, state.due_date)),
            finished=sorted(
                (s for s in states if s.status == ActionStatus.COMPLETED), key=lambda s: s.report.as_of, reverse=True
            )[:BRIEF],
            key_figures=key_figures(self.asof),
        )


def _first(states: list[ActionState], light: Light, key) -> list[ActionState]:
    return sorted((state for state in states if state.light == light), key=key)[:BRIEF]
