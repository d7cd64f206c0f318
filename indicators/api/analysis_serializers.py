"""How rankings, changes and outlooks are given: decimals as strings, null for what there is none of."""

from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.api.serializers import Code
from indicators import choices
from indicators.analysis import EXTRAPOLATED, Method, is_nominal

from .serializers import FigureSerializer


@extend_schema_field(OpenApiTypes.STR)
class Digits(serializers.Field):
    """A computed decimal as text, with the digits that it has: 3180, never 3.18E+3."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"read_only": True, "allow_null": True, **options})

    def to_representation(self, value: Decimal) -> str:
        return f"{value:f}"


class OfIndicatorSerializer(serializers.Serializer):
    """What an answer about an indicator's figures must not be read without."""

    indicator = Code()
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    unit_en = serializers.CharField(source="indicator.unit_en", read_only=True)
    direction = serializers.ChoiceField(choices.Direction.choices, source="indicator.direction", read_only=True)
    price_basis = serializers.ChoiceField(choices.PriceBasis.choices, source="indicator.price_basis", read_only=True)
    accumulation = serializers.ChoiceField(
        choices.Accumulation.choices, source="indicator.accumulation", read_only=True
    )


class GrowthSerializer(OfIndicatorSerializer):
    """An answer that tells growth, and whether it holds the rise of prices."""

    nominal = serializers.SerializerMethodField(help_text="whether growth is that of a level at current prices")

    def get_nominal(self, answer: dict[str, Any]) -> bool:
        return is_nominal(answer["indicator"])


class RankedSerializer(serializers.Serializer):
    """One area's place."""

    area = Code(source="observation.area")
    area_name = serializers.CharField(source="observation.area.name", read_only=True)
    area_name_en = serializers.CharField(source="observation.area.name_en", read_only=True)
    value = serializers.CharField(source="observation.printed", read_only=True, allow_null=True)
    rank = serializers.IntegerField(read_only=True, allow_null=True)
    gap_to_best = Digits()
    gap_to_median = Digits()
    status = serializers.ChoiceField(choices.ObsStatus.choices, source="observation.status", read_only=True)
    bound = serializers.ChoiceField(choices.Bound.choices, source="observation.bound", read_only=True)
    source = serializers.CharField(source="observation.source.code", read_only=True, default=None, allow_null=True)
    locator = serializers.CharField(source="observation.locator", read_only=True, default=None, allow_null=True)
    note = serializers.CharField(source="observation.note", read_only=True, default="")
    note_en = serializers.CharField(source="observation.note_en", read_only=True, default="")
    sample = serializers.BooleanField(source="observation.sample", read_only=True)
    inputs = FigureSerializer(source="observation.inputs", many=True, read_only=True, default=())


class RankingSerializer(OfIndicatorSerializer):
    """The compared areas, the best first, those without a rank by their value, missing ones last."""

    period = serializers.CharField(read_only=True, allow_null=True)
    best = serializers.CharField(source="ranking.best.printed", read_only=True, default=None, allow_null=True)
    median = Digits(source="ranking.median")
    peers_counted = serializers.IntegerField(source="ranking.peers_counted", read_only=True)
    ranked = serializers.IntegerField(source="ranking.ranked", read_only=True)
    results = RankedSerializer(source="ranking.rows", many=True, read_only=True)


class OfAreaSerializer(serializers.Serializer):
    """The area of a row, with its names."""

    area = Code()
    area_name = serializers.CharField(source="area.name", read_only=True)
    area_name_en = serializers.CharField(source="area.name_en", read_only=True)


class ChangedSerializer(OfAreaSerializer):
    """One area between the periods; ``declined`` has a sentence by the name of what is null."""

    first = FigureSerializer(read_only=True, allow_null=True)
    last = FigureSerializer(read_only=True, allow_null=True)
    change = Digits()
    percent_change = Digits()
    compound_growth = Digits(help_text="per cent a year")
    index = Digits(help_text="of the last figure, where the first is 100")
    declined = serializers.DictField(child=serializers.CharField(), read_only=True)


class ChangesSerializer(GrowthSerializer):
    results = ChangedSerializer(many=True, read_only=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        return {"from": serializers.CharField(read_only=True), "to": serializers.CharField(read_only=True)} | fields


class SharedSerializer(OfAreaSerializer):
    """One area's part of the whole; ``declined`` says why there is no share."""

    part = FigureSerializer(read_only=True, allow_null=True)
    whole = FigureSerializer(read_only=True, allow_null=True)
    share = Digits(help_text="per cent")
    declined = serializers.CharField(read_only=True, allow_null=True)


class SharesSerializer(OfIndicatorSerializer):
    of = Code()
    period = serializers.CharField(read_only=True)
    results = SharedSerializer(many=True, read_only=True)


class CourseSerializer(serializers.Serializer):
    """One area in the window."""

    area = Code()
    first = FigureSerializer(read_only=True)
    last = FigureSerializer(read_only=True)
    growth = Digits(help_text="per cent a year (compound) or points a year (linear)", allow_null=False)


class ProjectionSerializer(serializers.Serializer):
    """In which year the gap closes, if both areas go on as in the window."""

    method = serializers.ChoiceField(Method.choices, read_only=True)
    method_name = serializers.CharField(source="method.label", read_only=True)
    window = serializers.CharField(read_only=True)
    behind = CourseSerializer(read_only=True)
    ahead = CourseSerializer(read_only=True)
    gap = Digits(allow_null=False, help_text="at the window's end")
    year = serializers.IntegerField(read_only=True, help_text="counted from the window's last year")
    projected_behind = Digits(allow_null=False)
    projected_ahead = Digits(allow_null=False)


class NeededSerializer(serializers.Serializer):
    """The growth a year that leads from a figure to the target."""

    method = serializers.ChoiceField(Method.choices, read_only=True)
    method_name = serializers.CharField(source="method.label", read_only=True)
    start = FigureSerializer(read_only=True)
    target = Digits(allow_null=False)
    year = serializers.IntegerField(read_only=True)
    gap = Digits(allow_null=False)
    growth = Digits(help_text="per cent a year (compound) or points a year (linear)", allow_null=False)


class CatchUpSerializer(GrowthSerializer):
    """One of ``projection``, ``needed`` and ``declined``; an extrapolation, no forecast."""

    notice = serializers.SerializerMethodField(help_text="that it is an extrapolation, and no forecast")
    projection = ProjectionSerializer(source="outlook.projection", read_only=True, allow_null=True)
    needed = NeededSerializer(source="outlook.needed", read_only=True, allow_null=True)
    declined = serializers.CharField(source="outlook.declined", read_only=True, allow_null=True)

    def get_notice(self, answer: dict[str, Any]) -> str:
        return str(EXTRAPOLATED)


class ImpliedSerializer(serializers.Serializer):
    """A figure that nobody printed but that follows from others: status I, never among the observations."""

    indicator = Code()
    area = Code()
    period = serializers.CharField(read_only=True)
    value = serializers.CharField(source="printed", read_only=True)
    low = Digits(source="least", allow_null=False, help_text="the least that the inputs' rounding leaves")
    high = Digits(source="most", allow_null=False, help_text="the most that it leaves")
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    unit_en = serializers.CharField(source="indicator.unit_en", read_only=True)
    status = serializers.ChoiceField(choices.ObsStatus.choices, read_only=True)
    identity = Code()
    identity_name = serializers.CharField(source="identity.name", read_only=True)
    identity_name_en = serializers.CharField(source="identity.name_en", read_only=True)
    sample = serializers.BooleanField(read_only=True)
    inputs = FigureSerializer(many=True, read_only=True)
