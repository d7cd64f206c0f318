"""A world of records for pages and lists: each call adds one of every kind, linked through the whole chain."""

from datetime import date
from decimal import Decimal

from indicators.models import Area
from recommendations import models

from .calendar import PeriodFactory, ScoringRuleFactory, SpecialDayFactory
from .claims import ClaimFactory
from .coordination import (
    MORNING,
    BlockerFactory,
    PostFactory,
    TenureFactory,
    VerificationFactory,
    a_contribution,
    an_instruction,
)
from .evidence import (
    AcknowledgementFactory,
    AreaFactory,
    BatchFactory,
    GapFactory,
    IdentityFactory,
    IdentityTermFactory,
    IndicatorFactory,
    ObservationFactory,
    RevisionFactory,
    SourceFactory,
)
from .files import a_file
from .outbox import NoticeFactory
from .people import DepartmentFactory, UserFactory
from .plan import (
    ActionFactory,
    AssignmentFactory,
    ExtensionRequestFactory,
    HandoverFactory,
    IndicatorLinkFactory,
    LessonFactory,
    MeasureFactory,
    MilestoneFactory,
    PathFactory,
    PlanChangeFactory,
    PracticeFactory,
    ProblemFactory,
    ProjectFactory,
    SectorFactory,
    TargetFactory,
)
from .progress import ReportFactory, approved_report

PERIODS = ("2018", "2019", "2020")


def grow() -> models.Action:
    """Add a chain that shares nothing with those before but the focus city; its department, report and links differ.

    Returns:
        The chain's action, from which the rest can be reached.
    """
    focus = AreaFactory(code="450200", name="柳州", name_en="Liuzhou", kind="focus")
    indicator = IndicatorFactory()
    figures = _figures(indicator, [focus, *AreaFactory.create_batch(3)])
    GapFactory(indicator=indicator, source=figures[0].source)
    BatchFactory()
    NoticeFactory()
    ClaimFactory(indicator=indicator.code, source=figures[0].source)
    _told_otherwise(figures[-1])
    _held_to_relations(indicator)
    problem = ProblemFactory()
    problem.evidence.set(figures[:2])
    child = ProblemFactory(parent=problem)
    practice = PracticeFactory()
    practice.cities.set([figures[-1].area])
    practice.facts.set(figures[-2:])
    lesson = LessonFactory()
    lesson.practices.add(practice)
    path = PathFactory()
    path.lessons.add(lesson)
    path.problems.add(problem)
    measure = MeasureFactory(path=path)
    measure.problems.add(problem, child)
    models.PracticeUse.objects.create(practice=practice, measure=measure, adoption="adapted", conditions="因地制宜。")
    for owner in ({"problem": problem}, {"practice": practice}, {"path": path}, {"measure": measure}):
        TargetFactory(link=IndicatorLinkFactory(indicator=indicator, area=focus, baseline_period="2019", **owner))
    return _action(measure)


def _figures(indicator, areas: list[Area]) -> list:
    source = SourceFactory()
    return [
        ObservationFactory(
            indicator=indicator, area=area, period=period, source=source, value=Decimal(10 * row + column), decimals=1
        )
        for row, area in enumerate(areas, start=1)
        for column, period in enumerate(PERIODS)
    ]


def _told_otherwise(figure) -> None:
    """The figure is corrected later, with a notice, and the prose of its source gives another."""
    same = {name: getattr(figure, name) for name in ("indicator", "area", "period", "source", "decimals")}
    notice = RevisionFactory(source=figure.source)
    ObservationFactory(**same, vintage=date(2023, 6, 1), value=figure.value + 1, revision=notice)
    ObservationFactory(**same, locator="二(一)1", value=figure.value - 1)


def _held_to_relations(indicator) -> None:
    """A relation that figures of the indicator must satisfy, and a finding that somebody has acknowledged."""
    identity = IdentityFactory(kind="rate")
    for role in ("rate", "level"):
        IdentityTermFactory(identity=identity, role=role, indicator=indicator)
    AcknowledgementFactory()


def _action(measure: models.Measure) -> models.Action:
    action = ActionFactory(
        measure=measure, start_date=date(2026, 1, 1), due_date=date(2026, 6, 30), due_basis="decided"
    )
    action.supporting_departments.add(DepartmentFactory())
    action.projects.add(ProjectFactory())
    action.sectors.add(SectorFactory())
    HandoverFactory(assignment=AssignmentFactory(action=action))
    MilestoneFactory(action=action)
    PlanChangeFactory(action=action)
    ExtensionRequestFactory(action=action)
    approved_report(action, date(2026, 3, 31), 40, approved=date(2026, 4, 5), openness="public")
    approved_report(action, date(2026, 5, 31), 60, approved=date(2026, 6, 5))
    a_file(ReportFactory(action=action, as_of=date(2026, 6, 30), progress="草稿里的话。"))
    a_contribution(action, action.supporting_departments.get(), text="配合单位的话。")
    _answered_for(action)
    _coordinated(action)
    _asked_for()
    replaced = ActionFactory(measure=measure)
    PlanChangeFactory(action=replaced, kind="supersession").successors.add(action)
    return action


def _answered_for(action: models.Action) -> None:
    """The posts that answer for the action, each held by somebody."""
    department = action.lead_department
    action.leader = TenureFactory().post
    action.responsible = TenureFactory(post=PostFactory(kind="responsible", department=department)).post
    action.contact = TenureFactory(post=PostFactory(kind="contact", department=department)).post
    action.save()


def _coordinated(action: models.Action) -> None:
    """What the action waits for, what a leader instructed on it and was answered, and what the office found."""
    BlockerFactory(action=action)
    VerificationFactory(action=action)
    instruction = an_instruction(action)
    models.InstructionAnswer.objects.create(
        instruction=instruction, department=action.lead_department, text="已说明。", at=MORNING, by=UserFactory()
    )


def _asked_for() -> None:
    """When departments report, and how that is counted."""
    PeriodFactory()
    SpecialDayFactory()
    ScoringRuleFactory()
