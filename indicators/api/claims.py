"""Claims with their verdicts as the API gives them."""

from collections.abc import Sequence

from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer
from config.api.views import RecordViewSet
from indicators import choices
from indicators.filtersets import ClaimFilter
from indicators.models import Claim
from indicators.queries.claims import verdicts

from .serializers import FigureSerializer


class MissingSerializer(serializers.Serializer):
    """A figure that a claim asks for and that is not known."""

    indicator = serializers.CharField(source="indicator.code")
    area = serializers.CharField(source="area.code")
    period = serializers.CharField()


class ClaimSerializer(RecordSerializer):
    """A claim, and what the figures say of it; ``judged`` is its verdict."""

    source = Code()
    verdict = serializers.ChoiceField(source="judged.verdict", choices=choices.Verdict.choices, read_only=True)
    reason = serializers.CharField(source="judged.reason", read_only=True)
    figures = FigureSerializer(source="judged.figures", many=True, read_only=True)
    missing = MissingSerializer(source="judged.missing", many=True, read_only=True)
    other_definitions = serializers.BooleanField(
        source="judged.other_definitions", read_only=True, help_text="whether a figure of status B took part"
    )
    implied = serializers.BooleanField(
        source="judged.implied", read_only=True, help_text="whether a figure took part that follows from others"
    )

    class Meta:
        model = Claim
        fields = [
            "code",
            "source",
            "locator",
            "text",
            "text_en",
            "predicate",
            "note",
            "note_en",
            "verdict",
            "reason",
            "figures",
            "missing",
            "other_definitions",
            "implied",
        ]


class Claims(RecordViewSet):
    """Statements that figures can test, with the verdict computed from what was known on ``known_on``."""

    queryset = Claim.objects.select_related("source")
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    search_fields = ["code", "locator", "text", "text_en"]

    def prepare(self, rows: Sequence[Claim]) -> None:
        for claim, verdict in zip(rows, verdicts(rows, self.asof), strict=True):
            claim.judged = verdict
