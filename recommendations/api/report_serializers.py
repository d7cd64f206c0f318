"""Progress reports as the API gives and takes them."""

from django.utils.translation import gettext_lazy
from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer, StrictSerializer
from indicators.writing import person
from recommendations import choices
from recommendations.models import Action, EvidenceFile, ProgressReport, ReportStep
from recommendations.models.refs import REF
from recommendations.permissions import may_read_trail

from .delivery import Percent

OUT_OF_RANGE = gettext_lazy("完成比例应在 0 到 100 之间。")


class FileSerializer(RecordSerializer):
    """A file that proves a report; ``url`` gives its content."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = EvidenceFile
        fields = ["ref", "name", "kind", "size", "url"]


class ProgressReportSerializer(RecordSerializer):
    """A report without the persons behind it and without the reason of a return."""

    action = Code()
    department = Code()
    percent = Percent()
    corrects = serializers.CharField(
        source="corrects_ref",
        read_only=True,
        allow_null=True,
        help_text="what it replaces, where the reader sees it",
    )
    files = FileSerializer(
        source="shown_files", many=True, read_only=True, help_text="files of evidence that the reader may see"
    )

    class Meta:
        model = ProgressReport
        fields = [
            "ref",
            "action",
            "department",
            "as_of",
            "status",
            "percent",
            "no_news",
            "progress",
            "problems",
            "next_steps",
            "evidence",
            "files",
            "openness",
            "state",
            "approved_at",
            "corrects",
            "sample",
        ]


class StepSerializer(RecordSerializer):
    """One step of a report on its way; who took it only people with a role read."""

    department = Code()
    post = serializers.CharField(read_only=True, allow_null=True, help_text="the title of the post held then")
    by = serializers.SerializerMethodField(help_text="the person's name; null without a role")
    reason = serializers.CharField(
        source="why",
        read_only=True,
        allow_null=True,
        help_text="why it was returned; null for who is neither of the report's department nor reads all",
    )
    to_head = serializers.BooleanField(
        read_only=True,
        allow_null=True,
        help_text="whether it was handed in to the department's head, not to the office; null where it is not known",
    )

    class Meta:
        model = ReportStep
        fields = ["at", "from_state", "to_state", "to_head", "role", "department", "post", "by", "reason"]

    def get_by(self, step: ReportStep) -> str | None:
        return person(step.by) if may_read_trail(self.context["request"].user) else None


class ProgressReportDetailSerializer(ProgressReportSerializer):
    """One report, with the steps that it has taken."""

    steps = StepSerializer(many=True, read_only=True)

    class Meta(ProgressReportSerializer.Meta):
        fields = [*ProgressReportSerializer.Meta.fields, "steps"]


class ReportTextSerializer(StrictSerializer):
    """What may be written of a report until it is handed in; what is left out stays as it is."""

    as_of = serializers.DateField(required=False, help_text="today where a new report names none")
    status = serializers.ChoiceField(choices.ReportStatus.choices, required=False)
    percent = serializers.DecimalField(
        max_digits=4,
        decimal_places=1,
        min_value=0,
        max_value=100,
        error_messages={"min_value": OUT_OF_RANGE, "max_value": OUT_OF_RANGE},
    )
    progress = serializers.CharField()
    problems = serializers.CharField(required=False, allow_blank=True)
    next_steps = serializers.CharField(required=False, allow_blank=True)
    no_news = serializers.BooleanField(required=False)
    evidence = serializers.CharField(required=False, allow_blank=True)
    openness = serializers.ChoiceField(choices.Openness.choices, required=False)
    corrects = serializers.SlugRelatedField(
        slug_field="ref",
        queryset=ProgressReport.objects.all(),
        required=False,
        allow_null=True,
        help_text="the approved report of the same action that it replaces once it is approved",
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """What may be corrected is what the writer may see."""
        fields = super().get_fields()
        fields["corrects"].queryset = ProgressReport.objects.visible_to(self.context["request"].user)
        return fields


class NewReportSerializer(ReportTextSerializer):
    """A new draft."""

    ref = serializers.RegexField(
        REF,
        required=False,
        help_text=(
            "a reference of the caller's own choice (ten of the letters and digits that cannot be mistaken for each "
            "other); sent a second time it writes nothing and gives the first report, so that a retry is safe"
        ),
    )
    action = serializers.SlugRelatedField(slug_field="code", queryset=Action.objects.for_reading())


class SeenSerializer(StrictSerializer):
    """What the caller decides on."""

    seen = serializers.DateTimeField(
        required=False, help_text="`at` of the last step that the caller has read; where a later one was taken: 409"
    )


class ReturnSerializer(SeenSerializer):
    """Why a report is returned."""

    reason = serializers.CharField(help_text="shown to the department")


class NothingSerializer(StrictSerializer):
    """An empty body."""
