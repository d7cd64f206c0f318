"""The lists of the argument and its delivery."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.mixins import ListModelMixin
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from config.api.filtering import OF_LISTS, ORDERING
from config.api.formats import FORMAT, Csv, Table
from config.api.views import RecordViewSet
from config.filters import DATES, check_names
from indicators.api.views import Observations
from indicators.asof import AsOf
from indicators.models import Observation
from recommendations.exports import review as flat
from recommendations.filtersets import (
    ActionFilter,
    LessonFilter,
    MeasureFilter,
    PathFilter,
    PracticeFilter,
    ProblemFilter,
    ProjectFilter,
    SectorFilter,
)
from recommendations.models import (
    Action,
    Department,
    IndicatorLink,
    Lesson,
    Measure,
    Path,
    Practice,
    PracticeUse,
    Problem,
    Project,
    Sector,
)
from recommendations.queries.handover import lead_receipts
from recommendations.queries.outcomes import NO_OUTCOMES, outcomes_by_measure
from recommendations.queries.plan import read_plan
from recommendations.queries.posts import NOBODY, answering_for
from recommendations.queries.review import complete_on, read_review, review_years
from recommendations.queries.rollup import NOTHING
from recommendations.queries.status import read_states
from recommendations.queries.verified import verified_by_action

from .ordering import by_state
from .review import ReviewSerializer, YearSerializer
from .serializers import (
    ActionSerializer,
    DepartmentSerializer,
    LessonSerializer,
    MeasureSerializer,
    PathSerializer,
    PracticeSerializer,
    ProblemSerializer,
    ProjectSerializer,
    SectorSerializer,
)

LINKS = IndicatorLink.objects.select_related("indicator", "area").prefetch_related("targets")
USES = PracticeUse.objects.select_related("practice", "measure")

TITLED = ["code", "title", "title_en", "summary", "summary_en", "locator"]
NAMED = ["code", "name", "name_en"]


def figures(relation: str, asof: AsOf) -> Prefetch:
    """The figures that a record cites, as far as they had been recorded on the day whose knowledge is asked for."""
    cited = Observation.objects.select_related("indicator", "area", "source").order_by(*Observations.ordering)
    return Prefetch(relation, cited.filter(vintage__lte=asof.known_on) if asof.known_on else cited)


class Problems(RecordViewSet):
    """What holds the city back: a tree, with the figures that show it."""

    queryset = Problem.objects.select_related("parent").prefetch_related(
        "children", "paths", "measures", Prefetch("links", LINKS)
    )
    serializer_class = ProblemSerializer
    filterset_class = ProblemFilter
    search_fields = TITLED

    def get_queryset(self) -> QuerySet[Problem]:
        return super().get_queryset().prefetch_related(figures("evidence", self.asof))


class Lessons(RecordViewSet):
    """What the study concludes from the peers' practices."""

    queryset = Lesson.objects.prefetch_related("practices", "paths")
    serializer_class = LessonSerializer
    filterset_class = LessonFilter
    search_fields = TITLED


class Practices(RecordViewSet):
    """What peer cities did, and whether measures take it up."""

    queryset = Practice.objects.prefetch_related("cities", "lessons", Prefetch("uses", USES), Prefetch("links", LINKS))
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilter
    search_fields = TITLED

    def get_queryset(self) -> QuerySet[Practice]:
        return super().get_queryset().prefetch_related(figures("facts", self.asof))


class Paths(RecordViewSet):
    """The strategic paths, with the progress of their actions and the outcome of their indicators."""

    queryset = Path.objects.prefetch_related(
        "problems", "lessons", "measures", Prefetch("measures__practice_uses", USES)
    )
    serializer_class = PathSerializer
    filterset_class = PathFilter
    search_fields = TITLED

    def prepare(self, rows: Sequence[Path]) -> None:
        plan = read_plan(self.asof)
        outcomes = plan.outcomes
        for path in rows:
            path.progress = plan.by_path.get(path.pk, NOTHING)
            path.outcome = outcomes.by_path.get(path.pk, NO_OUTCOMES)
            path.judged_links = outcomes.own_by_path.get(path.pk, NO_OUTCOMES).states


class Measures(RecordViewSet):
    """The measures, with the progress of their actions and the outcome of their indicators."""

    queryset = Measure.objects.select_related("path").prefetch_related(
        "problems", "path__lessons", "actions", Prefetch("practice_uses", USES)
    )
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    search_fields = TITLED
    ordering = ["path__position", "position", "code"]
    ordering_fields = {"code": ordering}

    def prepare(self, rows: Sequence[Measure]) -> None:
        plan = read_plan(self.asof)
        for measure in rows:
            measure.progress = plan.by_measure.get(measure.pk, NOTHING)
            measure.outcome = plan.outcomes.by_measure.get(measure.pk, NO_OUTCOMES)
            measure.judged_links = measure.outcome.states


class Actions(RecordViewSet):
    """The actions on the day looked at."""

    queryset = Action.objects.select_related("measure", "lead_department").prefetch_related("supporting_departments")
    serializer_class = ActionSerializer
    filterset_class = ActionFilter
    search_fields = ["code", "title", "title_en", "lead_department__name", "lead_department__name_en"]
    ordering = ["measure__path__position", "measure__position", "position", "code"]
    ordering_fields = {
        "code": ordering,
        "start_date": ["start_date"],
        "due_date": by_state(lambda state: state.due_date),
        "percent": by_state(lambda state: state.percent),
        "lead_department": ["lead_department__position", "lead_department__code"],
    }

    def prepare(self, rows: Sequence[Action]) -> None:
        found = read_states(Action.objects.filter(pk__in=[action.pk for action in rows]), self.asof)
        states = {state.action.pk: state for state in found}
        outcomes = outcomes_by_measure(self.asof)
        verified = verified_by_action(rows, self.asof, self.request.user)
        receipts = lead_receipts(found, self.asof, self.request.user)
        answering = answering_for(rows, self.asof, self.request.user)
        for action in rows:
            action.answering = answering.get(action.pk, NOBODY)
            action.state = states[action.pk]
            action.lead_receipt = receipts.get(action.pk)
            action.verified = verified.get(action.pk)
            action.outcome_light = outcomes.get(action.measure_id, NO_OUTCOMES).light


class Projects(RecordViewSet):
    """Plants, parks, platforms and the like, each with the actions that name it."""

    queryset = Project.objects.prefetch_related("actions")
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter
    search_fields = NAMED


class Sectors(RecordViewSet):
    """Industries, products and technologies, each with the actions that name it."""

    queryset = Sector.objects.prefetch_related("actions")
    serializer_class = SectorSerializer
    filterset_class = SectorFilter
    search_fields = NAMED


class Departments(RecordViewSet):
    """Departments, with the progress of the actions that they lead."""

    queryset = Department.objects.prefetch_related("supported_actions")
    serializer_class = DepartmentSerializer
    search_fields = NAMED

    def prepare(self, rows: Sequence[Department]) -> None:
        led = read_plan(self.asof).by_lead
        for department in rows:
            department.progress = led.get(department.pk, NOTHING)
        actions = Action.objects.in_bulk([state.action.pk for row in rows for state in row.progress.states])
        for department in rows:
            department.leads = [actions[state.action.pk] for state in department.progress.states]


class AnnualReviews(ListModelMixin, GenericViewSet):
    """Years that can be reviewed, and the review of each.

    A year stands as at its end, the current one as today; ``as_of`` looks at an earlier day of it.
    """

    lookup_field = "year"
    lookup_value_regex = "[0-9]{4}"
    filter_backends = ()
    http_method_names = ["get", "head", "options"]

    def get_serializer_class(self) -> type:
        return ReviewSerializer if self.detail else YearSerializer

    def get_renderers(self) -> list[BaseRenderer]:
        return [*super().get_renderers(), *([Csv()] if self.detail else [])]

    def get_queryset(self) -> list[dict[str, object]]:
        asof = self.request.asof
        day = min(asof.as_of, asof.today)
        return [{"year": year, "complete": complete_on(year, day)} for year in review_years(asof)]

    def list(self, request: Request) -> Response:
        check_names(request.query_params, OF_LISTS - {ORDERING})
        return super().list(request)

    @extend_schema(
        responses={
            (200, "application/json"): ReviewSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
        }
    )
    def retrieve(self, request: Request, year: str) -> Response:
        """The review of a year: nested as JSON, one row a record as CSV."""
        check_names(request.query_params, DATES | {FORMAT})
        asof = request.asof
        review = read_review(int(year), asof.known_on, asof.as_of)
        if review is None:
            raise NotFound(_("%(year)s 年没有可评估的内容。") % {"year": year})
        if request.accepted_renderer.format == Csv.format:
            disposition = {"Content-Disposition": f'attachment; filename="annual-review-{year}.csv"'}
            return Response(Table(flat.COLUMNS, flat.rows(review)), headers=disposition)
        actions = [action for path in review.paths for measure in path.measures for action in measure.actions]
        prefetch_related_objects([change for action in actions for change in action.changes], "successors")
        return Response(ReviewSerializer(review).data)
