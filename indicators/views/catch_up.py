"""When one area draws level with another, and what a target needs: an extrapolation, for people signed in."""

from typing import Any

from indicators.analysis import EXTRAPOLATED, is_level, is_nominal
from indicators.models import Indicator
from indicators.pages import RecordPage
from indicators.queries import outlook, shown_figures
from indicators.questions import CatchUpQuestion


class CatchUpPage(RecordPage):
    """The forms, and the answer to what they asked; strangers are asked to sign in."""

    queryset = Indicator.objects.select_related("theme")
    question = CatchUpQuestion
    template_name = "indicators/catch_up.html"
    extra_context = {"nav": "indicator-list", "notice": EXTRAPOLATED}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = self.object
        figures = shown_figures([indicator], self.asof)[indicator.pk]
        asked = self._asked()
        return super().get_context_data(
            **kwargs,
            figures=figures,
            asked=asked,
            outlook=asked and outlook(figures, asked),
            nominal=is_nominal(indicator),
            by_points=not is_level(indicator),
        )

    def _asked(self) -> dict[str, Any] | None:
        """What the address asks, if anything, and if the reader may have the answer.

        Raises:
            BadParameter: it does not make a question.
        """
        given = self.request.user.is_authenticated and any(
            self.request.GET.get(name) for name in CatchUpQuestion.base_fields
        )
        return CatchUpQuestion(self.request.GET).answers() if given else None
