"""The figures that follow from others."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from config.api.paging import PAGE, PAGE_SIZE
from config.api.questions import ask, described
from indicators.queries import implied_figures
from indicators.questions import ImpliedQuestion

from .analysis_serializers import ImpliedSerializer


class ImpliedFigures(GenericAPIView):
    """Figures that nobody printed but that follow from printed ones by a declared relation, with these as inputs.

    Given only where no figure with a value is known. With ``as_of`` only those of periods that had ended by then are
    given, with ``known_on`` those that follow from what was known on that day.
    """

    serializer_class = ImpliedSerializer
    filter_backends = ()
    detail = False

    @extend_schema(parameters=described(ImpliedQuestion), responses=ImpliedSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = ask(request, ImpliedQuestion, beside={PAGE, PAGE_SIZE})
        found = implied_figures(
            request.asof,
            asked["indicator"] or None,
            asked["area"] or None,
            [asked["period"]] if asked["period"] else None,
        )
        if request.query_params.get("as_of"):
            found = [one for one in found if one.period_end <= request.asof.as_of]
        return self.get_paginated_response(ImpliedSerializer(self.paginate_queryset(found), many=True).data)
