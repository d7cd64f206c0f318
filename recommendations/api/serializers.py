"""The argument and its delivery as the API gives them: relations by code; what is computed is set by the views."""

from rest_framework import serializers

from config.api.serializers import Code, RecordSerializer
from indicators.api.serializers import FigureSerializer
from recommendations import choices
from recommendations.models import (
    Action,
    Department,
    Lesson,
    Measure,
    Path,
    Post,
    Practice,
    PracticeUse,
    Problem,
    Project,
    Sector,
)

from .delivery import (
    Choice,
    JudgedLinkSerializer,
    LinkSerializer,
    MandateSerializer,
    MilestoneSerializer,
    OutcomeSerializer,
    Percent,
    ProgressSerializer,
)

TITLED = ["code", "title", "title_en", "summary", "summary_en", "locator"]
NAMED = ["code", "name", "name_en", "kind", "locator", "actions"]


class ProblemSerializer(RecordSerializer):
    parent = Code()
    children = Code(many=True)
    paths = Code(many=True)
    measures = Code(many=True)
    evidence = FigureSerializer(many=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)

    class Meta:
        model = Problem
        fields = [*TITLED, "parent", "children", "paths", "measures", "evidence", "links"]


class LessonSerializer(RecordSerializer):
    practices = Code(many=True)
    paths = Code(many=True)

    class Meta:
        model = Lesson
        fields = [*TITLED, "practices", "paths"]


class UseSerializer(RecordSerializer):
    """Whether a measure takes a practice up, and under what conditions."""

    measure = Code()

    class Meta:
        model = PracticeUse
        fields = ["measure", "adoption", "conditions", "conditions_en", "locator"]


class TakenUpSerializer(RecordSerializer):
    """The same, seen from the measure."""

    practice = Code()

    class Meta:
        model = PracticeUse
        fields = ["practice", "adoption", "conditions", "conditions_en", "locator"]


class PracticeSerializer(RecordSerializer):
    cities = Code(many=True)
    lessons = Code(many=True)
    measures = UseSerializer(source="uses", many=True, read_only=True)
    facts = FigureSerializer(many=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)

    class Meta:
        model = Practice
        fields = [*TITLED, "cities", "lessons", "measures", "facts", "links"]


class JudgedSerializer(RecordSerializer):
    """What paths and measures share: how the actions go, and whether the figures move."""

    problems = Code(many=True)
    progress = ProgressSerializer(read_only=True)
    outcome = OutcomeSerializer(read_only=True)
    links = JudgedLinkSerializer(source="judged_links", many=True, read_only=True)
    sample = serializers.SerializerMethodField(
        help_text="whether anything that progress or outcome rests on is a sample"
    )

    def get_sample(self, record: Path | Measure) -> bool:
        return record.progress.sample or record.outcome.sample


JUDGED = ["progress", "outcome", "links", "sample"]


class PathSerializer(JudgedSerializer):
    lessons = Code(many=True)
    practices = serializers.SerializerMethodField(help_text="practices that its measures take a stand on")
    measures = Code(many=True)

    class Meta:
        model = Path
        fields = [*TITLED, "problems", "lessons", "practices", "measures", *JUDGED]

    def get_practices(self, path: Path) -> list[str]:
        practices = {use.practice for measure in path.measures.all() for use in measure.practice_uses.all()}
        return [practice.code for practice in sorted(practices, key=lambda practice: practice.position)]


class MeasureSerializer(JudgedSerializer):
    path = Code()
    lessons = Code(source="path.lessons", many=True, help_text="lessons of its path")
    practices = TakenUpSerializer(source="practice_uses", many=True, read_only=True)
    actions = Code(many=True)

    class Meta:
        model = Measure
        fields = [*TITLED, "path", "category", "problems", "lessons", "practices", "actions", *JUDGED]


class PostSerializer(RecordSerializer):
    """A post that answers for the action on the day, without who holds it."""

    class Meta:
        model = Post
        fields = ["code", "title", "title_en"]


class ActionSerializer(RecordSerializer):
    """An action on the day looked at; ``planned_percent`` and ``pace`` are those at its report's ``as_of``."""

    measure = Code()
    locators = serializers.ListField(child=serializers.CharField(), read_only=True)
    lead_department = Code(source="state.lead")
    supporting_departments = Code(many=True)
    leader = PostSerializer(source="answering.leader.post", read_only=True, allow_null=True)
    responsible = PostSerializer(source="answering.responsible.post", read_only=True, allow_null=True)
    contact = PostSerializer(source="answering.contact.post", read_only=True, allow_null=True)
    mandate = MandateSerializer(source="state.mandate", read_only=True, allow_null=True)
    handed_over_at = serializers.DateTimeField(
        source="lead_receipt.handed_over_at",
        read_only=True,
        allow_null=True,
        help_text="to the leading department; null without a role",
    )
    received_at = serializers.DateTimeField(
        source="lead_receipt.received_at",
        read_only=True,
        allow_null=True,
        help_text="by the leading department; null without a role",
    )
    milestones = MilestoneSerializer(
        source="state.milestones", many=True, read_only=True, help_text="of the plan in force on the day"
    )
    due_date = serializers.DateField(
        source="state.due_date", read_only=True, allow_null=True, help_text="in force on the day, extensions counted"
    )
    original_due_date = serializers.DateField(
        source="state.original_due_date",
        read_only=True,
        allow_null=True,
        help_text="as it was set first; extensions never move it, corrections of a slip do",
    )
    extensions = serializers.IntegerField(
        source="state.extension_count",
        read_only=True,
        help_text="how often a later day was granted by the day, asked for in time or not",
    )
    status = Choice(choices.ActionStatus, source="state.status")
    percent = Percent(source="state.percent")
    planned_percent = Percent(source="state.planned_percent")
    pace = Choice(choices.Pace, source="state.pace")
    delivery_light = Choice(choices.Light, source="state.light")
    outcome_light = Choice(choices.OutcomeLight, help_text="its measure's")
    overdue = serializers.BooleanField(source="state.overdue", read_only=True)
    report_as_of = serializers.DateField(source="state.report.as_of", read_only=True, allow_null=True)
    verified_percent = Percent(source="verified.percent", help_text="what the office found; null without a role")
    verified_grade = Choice(choices.Grade, source="verified.grade", help_text="how well it is proved")
    sample = serializers.BooleanField(source="state.sample", read_only=True)

    class Meta:
        model = Action
        fields = [
            "code",
            "measure",
            "title",
            "title_en",
            "locators",
            "lead_department",
            "supporting_departments",
            "leader",
            "responsible",
            "contact",
            "mandate",
            "handed_over_at",
            "received_at",
            "start_date",
            "due_date",
            "milestones",
            "original_due_date",
            "extensions",
            "status",
            "percent",
            "planned_percent",
            "pace",
            "delivery_light",
            "outcome_light",
            "overdue",
            "report_as_of",
            "verified_percent",
            "verified_grade",
            "sample",
        ]


class ProjectSerializer(RecordSerializer):
    actions = Code(many=True)

    class Meta:
        model = Project
        fields = NAMED


class SectorSerializer(RecordSerializer):
    actions = Code(many=True)

    class Meta:
        model = Sector
        fields = NAMED


class DepartmentSerializer(RecordSerializer):
    leads = Code(many=True)
    supports = Code(source="supported_actions", many=True)
    progress = ProgressSerializer(read_only=True, help_text="of the actions that it leads")
    sample = serializers.BooleanField(source="progress.sample", read_only=True)

    class Meta:
        model = Department
        fields = ["code", "name", "name_en", "leads", "supports", "progress", "sample"]
