"""The annual review as nested JSON."""

from rest_framework import serializers

from config.api.serializers import Code
from recommendations import choices

from .delivery import (
    ChangeSerializer,
    Choice,
    JudgedLinkSerializer,
    MandateSerializer,
    OutcomeSerializer,
    Percent,
    ProgressSerializer,
)


class YearSerializer(serializers.Serializer):
    """A year that can be reviewed."""

    year = serializers.IntegerField(read_only=True)
    complete = serializers.BooleanField(read_only=True, help_text="whether the year has ended")


class BeforeSerializer(serializers.Serializer):
    """The action at the end of the year before."""

    status = Choice(choices.ActionStatus)
    percent = Percent()
    delivery_light = Choice(choices.Light, source="light")


class ActionYearSerializer(serializers.Serializer):
    """An action at the year's end, and what changed in the year."""

    code = serializers.CharField(source="state.action.code", read_only=True)
    title = serializers.CharField(source="state.action.title", read_only=True)
    title_en = serializers.CharField(source="state.action.title_en", read_only=True)
    lead_department = Code(source="state.action.lead_department")
    mandate = MandateSerializer(source="state.mandate", read_only=True, allow_null=True)
    start_date = serializers.DateField(source="state.action.start_date", read_only=True, allow_null=True)
    due_date = serializers.DateField(source="state.due_date", read_only=True, allow_null=True)
    status = Choice(choices.ActionStatus, source="state.status")
    percent = Percent(source="state.percent")
    planned_percent = Percent(source="state.planned_percent")
    pace = Choice(choices.Pace, source="state.pace")
    delivery_light = Choice(choices.Light, source="state.light")
    overdue = serializers.BooleanField(source="state.overdue", read_only=True)
    report_as_of = serializers.DateField(source="state.report.as_of", read_only=True, allow_null=True)
    before = BeforeSerializer(read_only=True)
    percent_change = Percent(help_text="points gained in the year; null where one of the two was not reported")
    changes = ChangeSerializer(many=True, read_only=True, help_text="decided in the year, the oldest first")
    changed = serializers.BooleanField(read_only=True)
    sample = serializers.BooleanField(source="state.sample", read_only=True)


class MeasureYearSerializer(serializers.Serializer):
    """A measure at the year's end, beside the end of the year before."""

    code = serializers.CharField(source="measure.code", read_only=True)
    title = serializers.CharField(source="measure.title", read_only=True)
    title_en = serializers.CharField(source="measure.title_en", read_only=True)
    category = Choice(choices.Category, source="measure.category")
    progress = ProgressSerializer(read_only=True)
    before = ProgressSerializer(read_only=True)
    outcome = OutcomeSerializer(source="outcomes", read_only=True)
    indicators = JudgedLinkSerializer(source="outcomes.states", many=True, read_only=True)
    actions = ActionYearSerializer(many=True, read_only=True)


class PathYearSerializer(serializers.Serializer):
    """A path at the year's end; its outcome counts its measures' indicators too, ``indicators`` are its own."""

    code = serializers.CharField(source="path.code", read_only=True)
    title = serializers.CharField(source="path.title", read_only=True)
    title_en = serializers.CharField(source="path.title_en", read_only=True)
    progress = ProgressSerializer(read_only=True)
    before = ProgressSerializer(read_only=True)
    outcome = OutcomeSerializer(source="outcomes", read_only=True)
    indicators = JudgedLinkSerializer(source="own.states", many=True, read_only=True)
    measures = MeasureYearSerializer(many=True, read_only=True)


class ReviewSerializer(serializers.Serializer):
    """A year's review: all paths, measures and actions, what changed in the year, and the indicators."""

    year = serializers.IntegerField(read_only=True)
    complete = serializers.BooleanField(read_only=True, help_text="whether it stands at the year's end")
    as_of = serializers.DateField(source="asof.as_of", read_only=True)
    known_on = serializers.DateField(source="asof.known_on", read_only=True, allow_null=True)
    sample = serializers.BooleanField(read_only=True)
    progress = ProgressSerializer(read_only=True)
    before = ProgressSerializer(read_only=True)
    paths = PathYearSerializer(many=True, read_only=True)
