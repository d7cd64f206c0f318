"""The evidence as the API gives it: relations by code, figures as they were printed, null for what is missing."""

from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer
from indicators.exporting.rows import is_shown
from indicators.models import Area, Gap, Indicator, Observation, Revision, Source


class AreaSerializer(RecordSerializer):
    class Meta:
        model = Area
        fields = ["code", "name", "name_en", "kind", "province", "province_en"]


class SourceSerializer(RecordSerializer):
    class Meta:
        model = Source
        fields = [
            "code",
            "title",
            "title_en",
            "author",
            "author_en",
            "publication",
            "publication_en",
            "priority",
            "sample",
        ]


class RevisionSerializer(RecordSerializer):
    source = Code()

    class Meta:
        model = Revision
        fields = ["code", "title", "title_en", "kind", "source", "announced", "text", "text_en"]


class GapSerializer(RecordSerializer):
    """A table that the source prints as a picture, and what the text says of it."""

    source = Code()

    class Meta:
        model = Gap
        fields = ["code", "title", "title_en", "source", "locator", "note", "note_en"]


class IndicatorSerializer(RecordSerializer):
    theme = Code()
    theme_name = serializers.CharField(source="theme.name", read_only=True)
    theme_name_en = serializers.CharField(source="theme.name_en", read_only=True)
    gaps = GapSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = [
            "code",
            "name",
            "name_en",
            "theme",
            "theme_name",
            "theme_name_en",
            "unit",
            "unit_en",
            "direction",
            "definition",
            "definition_en",
            "frequency",
            "price_basis",
            "accumulation",
            "gaps",
        ]


class FigureSerializer(RecordSerializer):
    """A figure with all that it must not be read without."""

    indicator = Code()
    area = Code()
    value = serializers.CharField(
        source="printed", read_only=True, allow_null=True, help_text="a decimal as printed: 1.0 is not 1"
    )
    unit = serializers.CharField(source="indicator.unit", read_only=True)
    unit_en = serializers.CharField(source="indicator.unit_en", read_only=True)
    source = Code()
    sample = serializers.BooleanField(read_only=True)

    class Meta:
        model = Observation
        fields = [
            "indicator",
            "area",
            "period",
            "value",
            "bound",
            "unit",
            "unit_en",
            "status",
            "period_basis",
            "source",
            "locator",
            "vintage",
            "note",
            "note_en",
            "sample",
        ]


class ObservationSerializer(FigureSerializer):
    revision = Code(allow_null=True, help_text="the notice with which the source corrected the figure")
    shown = serializers.SerializerMethodField(help_text="whether it is the one shown of its indicator, area and period")

    class Meta(FigureSerializer.Meta):
        fields = [*FigureSerializer.Meta.fields, "revision", "shown"]

    def get_shown(self, observation: Observation) -> bool:
        return is_shown(observation)
