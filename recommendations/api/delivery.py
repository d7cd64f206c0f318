"""Progress and outcome as the API gives them: computed for the date of reading, nowhere stored."""

from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer
from indicators.api.serializers import FigureSerializer
from recommendations import choices
from recommendations.models import IndicatorLink, Milestone, PlanChange, Target


class Percent(serializers.DecimalField):
    """A percentage, or points of difference, with one decimal; null where nothing was said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=4, decimal_places=1, read_only=True, allow_null=True, **options)


class Choice(serializers.ChoiceField):
    """A value of a code list, or null."""

    def __init__(self, values: type[TextChoices], **options: Any) -> None:
        super().__init__(choices=values.choices, read_only=True, allow_null=True, **options)


def counts(values: type[TextChoices]) -> serializers.Serializer:
    """``{value: count}`` with a field for every value, so that the schema names them and none is left out."""
    fields = {value: serializers.IntegerField(read_only=True) for value in values.values}
    return type(f"{values.__name__}Counts", (serializers.Serializer,), fields)(read_only=True)


class ProgressSerializer(serializers.Serializer):
    """The states of a group of actions, counted; suspended and superseded ones are in ``by_status`` only."""

    percent = Percent(help_text="mean over the reported actions in force")
    actions = serializers.IntegerField(read_only=True, help_text="actions in force")
    reported = serializers.IntegerField(read_only=True, help_text="of these, those with a report that counts")
    by_status = counts(choices.ActionStatus)
    by_light = counts(choices.Light)
    overdue = serializers.IntegerField(read_only=True)


class OutcomeSerializer(serializers.Serializer):
    """The outcome lights of a group of links, counted; ``light`` is the worst, ignoring ``none``."""

    light = Choice(choices.OutcomeLight)
    by_light = counts(choices.OutcomeLight)
    data_until = serializers.DateField(read_only=True, allow_null=True, help_text="end of the newest figure's period")


class TargetSerializer(RecordSerializer):
    value = serializers.CharField(source="printed", read_only=True)

    class Meta:
        model = Target
        fields = [
            "kind",
            "nature",
            "measured_as",
            "value",
            "bound",
            "period",
            "document",
            "locator",
            "note",
            "note_en",
            "sample",
        ]


class LinkSerializer(RecordSerializer):
    """By which figure a record is seen, and which way it should move."""

    indicator = Code()
    area = Code()
    targets = TargetSerializer(many=True, read_only=True)

    class Meta:
        model = IndicatorLink
        fields = ["indicator", "area", "expected", "baseline_period", "locator", "note", "note_en", "targets"]


class PointSerializer(FigureSerializer):
    """A figure of a link; indicator, area and unit are the link's."""

    class Meta(FigureSerializer.Meta):
        fields = [
            "period",
            "value",
            "bound",
            "status",
            "period_basis",
            "source",
            "locator",
            "vintage",
            "note",
            "note_en",
            "sample",
        ]


class JudgedLinkSerializer(serializers.Serializer):
    """A link on the day looked at: the figure to start from, the newest one, the target that is next, and the light."""

    indicator = Code(source="link.indicator")
    area = Code(source="link.area")
    unit = serializers.CharField(source="link.indicator.unit", read_only=True)
    unit_en = serializers.CharField(source="link.indicator.unit_en", read_only=True)
    expected = Choice(choices.Expected, source="link.expected")
    baseline_period = serializers.CharField(source="link.baseline_period", read_only=True)
    baseline = PointSerializer(read_only=True, allow_null=True)
    newest = PointSerializer(read_only=True, allow_null=True)
    target = TargetSerializer(read_only=True, allow_null=True)
    light = Choice(choices.OutcomeLight)
    locator = serializers.CharField(source="link.locator", read_only=True)
    note = serializers.CharField(source="link.note", read_only=True)
    note_en = serializers.CharField(source="link.note_en", read_only=True)
    targets = TargetSerializer(source="link.targets", many=True, read_only=True)
    sample = serializers.BooleanField(read_only=True)


class MandateSerializer(serializers.Serializer):
    """The document that makes an action somebody's duty, and how much of it."""

    number = serializers.CharField(source="mandate.number", read_only=True)
    title = serializers.CharField(source="mandate.title", read_only=True)
    date = serializers.DateField(source="mandate.date", read_only=True)
    issuer = serializers.CharField(source="mandate.issuer", read_only=True)
    adoption = Choice(choices.MandateAdoption)
    sample = serializers.BooleanField(source="mandate.sample", read_only=True)


class ChangeSerializer(RecordSerializer):
    """A decision that changed the plan; why is not for publication."""

    successors = Code(many=True)

    class Meta:
        model = PlanChange
        fields = [
            "kind",
            "decided_on",
            "recorded_on",
            "former_due_date",
            "new_due_date",
            "successors",
            "document",
            "sample",
        ]


class MilestoneSerializer(RecordSerializer):
    """A stage of the plan that was in force on the day."""

    planned_percent = Percent()

    class Meta:
        model = Milestone
        fields = ["date", "title", "title_en", "planned_percent", "deliverable"]
