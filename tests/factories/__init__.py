"""Records for tests: the least that is valid, everything else by keyword."""

from .evidence import AreaFactory, GapFactory, IndicatorFactory, ObservationFactory, SourceFactory, ThemeFactory
from .people import DepartmentFactory, MembershipFactory, UserFactory, a_coordinator, a_reader, a_reporter
from .plan import (
    ActionFactory,
    AssignmentFactory,
    IndicatorLinkFactory,
    LessonFactory,
    MandateFactory,
    MeasureFactory,
    PathFactory,
    PlanChangeFactory,
    PracticeFactory,
    ProblemFactory,
    ProjectFactory,
    SectorFactory,
    TargetFactory,
)
from .progress import ReportFactory, approved_report
from .world import grow

__all__ = [
    "ActionFactory",
    "AreaFactory",
    "AssignmentFactory",
    "DepartmentFactory",
    "GapFactory",
    "IndicatorFactory",
    "IndicatorLinkFactory",
    "LessonFactory",
    "MandateFactory",
    "MeasureFactory",
    "MembershipFactory",
    "ObservationFactory",
    "PathFactory",
    "PlanChangeFactory",
    "PracticeFactory",
    "ProblemFactory",
    "ProjectFactory",
    "ReportFactory",
    "SectorFactory",
    "SourceFactory",
    "TargetFactory",
    "ThemeFactory",
    "UserFactory",
    "a_coordinator",
    "a_reader",
    "a_reporter",
    "approved_report",
    "grow",
]
