"""What follows from one indicator's figures: how areas compare, how they changed, and when one catches up."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.questions import ask, described
from indicators.models import Area, Indicator, Observation
from indicators.parameters import BadParameter
from indicators.queries import areas_ranked, changes, outlook, shares, shown_figures
from indicators.questions import CatchUpQuestion, ChangeQuestion, RankingQuestion, ShareQuestion

from .analysis_serializers import CatchUpSerializer, ChangesSerializer, RankingSerializer, SharesSerializer


class Analysed:
    """The addresses below ``indicators/<code>/``; each reads the figures that it needs in one query.

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
        indicator = self.get_object()
        found = areas_ranked(
            indicator,
            self.asof,
            asked["period"],
            with_implied=bool(asked["implied"]),
            with_other_definitions=bool(asked["with_other_definitions"]),
            ended_by=self._day(),
        )
        answer = {"indicator": indicator, "period": found.period, "ranking": found.ranking}
        return Response(RankingSerializer(answer).data)

    @extend_schema(parameters=described(ChangeQuestion), responses=ChangesSerializer)
    @action(detail=True, filter_backends=())
    def change(self, request: Request, code: str) -> Response:
        """Change, per cent, compound growth a year and index from one period to another; without ``area`` of all.

        What cannot be computed is null, and ``declined`` says why. Growth of a level at current prices is ``nominal``.
        """
        asked = ask(request, ChangeQuestion)
        indicator = self.get_object()
        figures = self._figures([indicator], asked["area"] or None, {asked["from"], asked["to"]})
        rows = changes(figures, asked["area"], asked["from"], asked["to"])
        return Response(ChangesSerializer({"indicator": indicator, **asked, "results": rows}).data)

    @extend_schema(parameters=described(ShareQuestion), responses=SharesSerializer)
    @action(detail=True, filter_backends=())
    def share(self, request: Request, code: str) -> Response:
        """The indicator's figures in per cent of another's (``of``), area by area; without ``area`` of all.

        Where units, price bases or accumulation differ, or a figure is missing or no exact one, there is no share, and
        ``declined`` says why.
        """
        asked = ask(request, ShareQuestion)
        indicator = self.get_object()
        both = self._figures([indicator, asked["of"]], asked["area"] or None, {asked["period"]})
        parts, wholes = ([f for f in both if f.indicator_id == one.pk] for one in (indicator, asked["of"]))
        return Response(SharesSerializer({"indicator": indicator, **asked, "results": shares(parts, wholes)}).data)

    @extend_schema(parameters=described(CatchUpQuestion), responses=CatchUpSerializer)
    @action(detail=True, filter_backends=(), url_path="catch-up", permission_classes=[IsAuthenticated])
    def catch_up(self, request: Request, code: str) -> Response:
        """When ``area`` draws level with ``to``, or the growth that ``target`` needs by ``year``: for people signed in.

        An extrapolation, no forecast; ``declined`` says why there is none.
        """
        asked = ask(request, CatchUpQuestion)
        indicator = self.get_object()
        areas = [area for area in (asked["area"], asked["to"]) if area is not None]
        found = outlook(self._figures([indicator], areas), asked)
        if found is None:
            raise BadParameter("to", _("请给出追赶谁（to），或目标值和目标年（target、year）。"))
        return Response(CatchUpSerializer({"indicator": indicator, "outlook": found}).data)

    def _figures(
        self, indicators: Collection[Indicator], areas: Collection[Area] | None, periods: Collection[str] | None = None
    ) -> list[Observation]:
        found = shown_figures(indicators, self.asof, areas, periods)
        day = self._day()
        return [f for figures in found.values() for f in figures if day is None or f.period_end <= day]

    def _day(self) -> date | None:
        """The day by which a period must have ended to count; None: ``as_of`` is not asked for."""
        return self.asof.as_of if self.request.query_params.get("as_of") else None
