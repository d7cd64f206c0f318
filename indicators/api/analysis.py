"""What follows from one indicator's figures: how areas compare, how they changed, and when one catches up."""

from typing import TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.questions import ask, described
from indicators.analysis import rank
from indicators.models import Indicator, Observation
from indicators.parameters import BadParameter
from indicators.quality.implied import Implied, completed
from indicators.queries import changes, implied_figures, outlook, period_to_compare, shown_figures
from indicators.questions import CatchUpQuestion, ChangeQuestion, RankingQuestion

from .analysis_serializers import CatchUpSerializer, ChangesSerializer, RankingSerializer

Figure = TypeVar("Figure", Observation, Implied)


class Analysed:
    """The addresses below ``indicators/<code>/``; each reads the figures in one query.

    With ``as_of`` only figures of periods that had ended by then count, with ``known_on`` what was known on that day.
    """

    @extend_schema(parameters=described(RankingQuestion), responses=RankingSerializer)
    @action(detail=True, filter_backends=())
    def ranking(self, request: Request, code: str) -> Response:
        """The focus city and its peers, the best first; without ``period`` the newest that can be compared.

        Ties share a rank. A gap is the area's value minus the other's. A figure of another definition (status B) has no
        rank and no part in the median unless ``with_other_definitions``. With ``implied`` a figure that nobody printed
        but that follows from others stands where there is none, with status I and its inputs.
        """
        asked = ask(request, RankingQuestion)
        indicator, figures = self._figures()
        period = asked["period"] or period_to_compare(figures)
        compared: list[Observation | Implied] = [figure for figure in figures if figure.period == period]
        if asked["implied"]:
            compared = completed(compared, self._ended(implied_figures(self.asof, [indicator])), period)
        ranking = rank(indicator, compared, with_other_definitions=bool(asked["with_other_definitions"]))
        return Response(RankingSerializer({"indicator": indicator, "period": period, "ranking": ranking}).data)

    @extend_schema(parameters=described(ChangeQuestion), responses=ChangesSerializer)
    @action(detail=True, filter_backends=())
    def change(self, request: Request, code: str) -> Response:
        """Change, per cent, compound growth a year and index from one period to another; without ``area`` of all.

        What cannot be computed is null, and ``declined`` says why. Growth of a level at current prices is ``nominal``.
        """
        asked = ask(request, ChangeQuestion)
        indicator, figures = self._figures()
        rows = changes(figures, asked["area"], asked["from"], asked["to"])
        return Response(ChangesSerializer({"indicator": indicator, **asked, "results": rows}).data)

    @extend_schema(parameters=described(CatchUpQuestion), responses=CatchUpSerializer)
    @action(detail=True, filter_backends=(), url_path="catch-up", permission_classes=[IsAuthenticated])
    def catch_up(self, request: Request, code: str) -> Response:
        """When ``area`` draws level with ``to``, or the growth that ``target`` needs by ``year``: for people signed in.

        An extrapolation, no forecast; ``declined`` says why there is none.
        """
        asked = ask(request, CatchUpQuestion)
        indicator, figures = self._figures()
        found = outlook(figures, asked)
        if found is None:
            raise BadParameter("to", _("请给出追赶谁（to），或目标值和目标年（target、year）。"))
        return Response(CatchUpSerializer({"indicator": indicator, "outlook": found}).data)

    def _figures(self) -> tuple[Indicator, list[Observation]]:
        indicator = self.get_object()
        return indicator, self._ended(shown_figures([indicator], self.asof)[indicator.pk])

    def _ended(self, figures: list[Figure]) -> list[Figure]:
        if not self.request.query_params.get("as_of"):
            return figures
        return [figure for figure in figures if figure.period_end <= self.asof.as_of]
