"""What the argument and its delivery can be asked for, by page and by API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.filters import ALL, ChoiceFilter, CodeField, CodeFilter, DayFilter, StrictFilterSet, TruthFilter
from indicators.models import Area

from . import choices
from .models import Action, Blocker, Department, Lesson, Measure, Path, Post, Practice, Problem, Project, Sector
from .queries.outcomes import outcomes_by_measure
from .queries.status import ActionState, count_states

ACTIONS, DEPARTMENTS = Action.objects.all(), Department.objects.all()
LEADERS = Post.objects.filter(kind=choices.PostKind.LEADER)
PATHS, MEASURES = Path.objects.all(), Measure.objects.all()
PROBLEMS, LESSONS, PRACTICES = Problem.objects.all(), Lesson.objects.all(), Practice.objects.all()


class LeaderField(CodeField):
    """A city leader's post, by its code; leaders are told apart by their titles alone."""

    def __init__(self, **options: Any) -> None:
        settled = {"queryset": LEADERS, "to_field_name": "code", "required": False, "empty_label": ALL}
        super().__init__(**{"label": _("分管市领导"), **settled, **options})

    def label_from_instance(self, obj: Post) -> str:
        return str(obj)


class LeaderFilter(CodeFilter):
    """What such a post answers for."""

    field_class = LeaderField

    def __init__(self, field_name: str | None = None, **options: Any) -> None:
        super().__init__(field_name, queryset=LEADERS, **{"label": _("分管市领导"), **options})


class ProblemFilter(StrictFilterSet):
    parent = CodeFilter(queryset=PROBLEMS, label=_("上级问题"))
    path = CodeFilter("paths", queryset=PATHS, label=_("路径"))
    measure = CodeFilter("measures", queryset=MEASURES, label=_("对策"))


class LessonFilter(StrictFilterSet):
    practice = CodeFilter("practices", queryset=PRACTICES, label=_("做法"))
    path = CodeFilter("paths", queryset=PATHS, label=_("路径"))


class PracticeFilter(StrictFilterSet):
    city = CodeFilter("cities", queryset=Area.objects.all(), label=_("城市"))
    lesson = CodeFilter("lessons", queryset=LESSONS, label=_("启示"))
    measure = CodeFilter("measures", queryset=MEASURES, label=_("对策"))


class PathFilter(StrictFilterSet):
    problem = CodeFilter("problems", queryset=PROBLEMS, label=_("针对的问题"))
    lesson = CodeFilter("lessons", queryset=LESSONS, label=_("启示"))


class MeasureFilter(StrictFilterSet):
    path = CodeFilter(queryset=PATHS, label=_("路径"))
    category = ChoiceFilter(choices=choices.Category.choices, label=_("类别"))
    problem = CodeFilter("problems", queryset=PROBLEMS, label=_("针对的问题"))
    practice = CodeFilter("practices", queryset=PRACTICES, label=_("借鉴的做法"))


class ProjectFilter(StrictFilterSet):
    kind = ChoiceFilter(choices=choices.ProjectKind.choices, label=_("类别"))
    action = CodeFilter("actions", queryset=ACTIONS, label=_("行动"))


class SectorFilter(StrictFilterSet):
    kind = ChoiceFilter(choices=choices.SectorKind.choices, label=_("类别"))
    action = CodeFilter("actions", queryset=ACTIONS, label=_("行动"))


class OfState:
    """A filter that no column answers: it asks the action's state on the day, so that every rule is written once.

    Args:
        holds: whether a state is among the wanted, called with the state and the value asked for.
        late: the value that only what is past its due date can have, so that no other state need be read.
    """

    def __init__(self, *args: Any, holds: Callable[[ActionState, Any], bool], late: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.holds = holds
        self.late = late

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        """At most what may hold: ``ActionFilter`` reads the states once for all filters of this kind."""
        return qs.perhaps_late(self.parent.asof.as_of) if self.late is not None and value == self.late else qs


class StateChoiceFilter(OfState, ChoiceFilter):
    pass


class StateTruthFilter(OfState, TruthFilter):
    pass


class StateDayFilter(OfState, DayFilter):
    pass


def _due_before(state: ActionState, day: date) -> bool:
    return state.due_date is not None and state.due_date < day


def _due_after(state: ActionState, day: date) -> bool:
    return state.due_date is not None and state.due_date > day


class ActionFilter(StrictFilterSet):
    """Actions; what is asked of status, lights and dates holds on the date of reading.

    Attributes:
        states: the states that were read to answer, by the action's id; None where no filter asked for them.
    """

    states: dict[int, ActionState] | None = None

    path = CodeFilter("measure__path", queryset=PATHS, label=_("路径"))
    measure = CodeFilter(queryset=MEASURES, label=_("对策"))
    department = CodeFilter("lead_department", queryset=DEPARTMENTS, label=_("牵头单位"), method="led_by")
    supporting_department = CodeFilter("supporting_departments", queryset=DEPARTMENTS, label=_("配合单位"))
    leader = LeaderFilter(method="overseen_by")
    project = CodeFilter("projects", queryset=Project.objects.all(), label=_("项目"))
    sector = CodeFilter("sectors", queryset=Sector.objects.all(), label=_("产业"))
    status = StateChoiceFilter(
        choices=choices.ActionStatus.choices, label=_("状态"), holds=lambda state, status: state.status == status
    )
    delivery_light = StateChoiceFilter(
        choices=choices.Light.choices,
        label=_("办理进度"),
        holds=lambda state, light: state.light == light,
        late=choices.Light.LATE,
    )
    pace = StateChoiceFilter(
        choices=choices.Pace.choices, label=_("序时进度"), holds=lambda state, pace: state.pace == pace
    )
    overdue = StateTruthFilter(label=_("逾期"), holds=lambda state, overdue: state.overdue is overdue, late=True)
    due_before = StateDayFilter(label=_("期限早于"), holds=_due_before)
    due_after = StateDayFilter(label=_("期限晚于"), holds=_due_after)
    outcome_light = ChoiceFilter(choices=choices.OutcomeLight.choices, label=_("指标成效"), method="judged_by_outcome")

    def filter_queryset(self, queryset: QuerySet[Action]) -> QuerySet[Action]:
        narrowed = super().filter_queryset(queryset)
        asked = [
            (filter_.holds, self.form.cleaned_data[name])
            for name, filter_ in self.filters.items()
            if isinstance(filter_, OfState) and self.form.cleaned_data[name] not in ("", None)
        ]
        if not asked:
            return narrowed
        states = count_states(narrowed, self.asof)
        self.states = {s.action.pk: s for s in states if all(holds(s, value) for holds, value in asked)}
        return narrowed.filter(pk__in=self.states)

    def led_by(self, queryset: QuerySet[Action], name: str, department: Department) -> QuerySet[Action]:
        """Actions that the department led on the date of reading."""
        return queryset.led_on_day_by(department, self.asof)

    def overseen_by(self, queryset: QuerySet[Action], name: str, leader: Post) -> QuerySet[Action]:
        """Actions for which the post answered on the date of reading."""
        return queryset.overseen_by(leader, self.asof)

    def judged_by_outcome(self, queryset: QuerySet[Action], name: str, light: str) -> QuerySet[Action]:
        """Actions whose measure has the outcome light; a measure without links has none."""
        outcomes = outcomes_by_measure(self.asof)
        if light == choices.OutcomeLight.NONE:
            return queryset.exclude(measure__in=[pk for pk, found in outcomes.items() if found.light != light])
        return queryset.filter(measure__in=[pk for pk, found in outcomes.items() if found.light == light])


class ReportFilter(StrictFilterSet):
    """Reports that stood on the date of reading: of that day or before and, with ``known_on``, approved by then."""

    action = CodeFilter(queryset=ACTIONS, label=_("行动"))
    measure = CodeFilter("action__measure", queryset=MEASURES, label=_("对策"))
    path = CodeFilter("action__measure__path", queryset=PATHS, label=_("路径"))
    department = CodeFilter(queryset=DEPARTMENTS, label=_("填报单位"))
    status = ChoiceFilter(choices=choices.ReportStatus.choices, label=_("状态"))
    state = ChoiceFilter(choices=choices.ReportState.choices, label=_("办理环节"))
    openness = ChoiceFilter(choices=choices.Openness.choices, label=_("公开属性"))
    sample = TruthFilter(label=_("示例"))


class BlockerFilter(StrictFilterSet):
    """Blockers; whether one is open holds on the date of reading."""

    action = CodeFilter(queryset=ACTIONS, label=_("行动"))
    department = CodeFilter(queryset=DEPARTMENTS, label=_("提出单位"))
    leader = LeaderFilter("escalated_to", label=_("上报给"))
    open = TruthFilter(label=_("待协调"), method="standing")
    sample = TruthFilter(label=_("示例"))

    def standing(self, queryset: QuerySet[Blocker], name: str, wanted: bool) -> QuerySet[Blocker]:
        standing = Blocker.objects.standing(self.asof).values("pk")
        return queryset.filter(pk__in=standing) if wanted else queryset.exclude(pk__in=standing)
