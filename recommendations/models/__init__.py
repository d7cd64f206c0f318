"""The argument (study) and its delivery (plan, organisation, progress)."""

from .organisation import Department, Membership
from .plan import Action, Assignment, IndicatorLink, Mandate, Measure, Path, PlanChange, Project, Sector, Target
from .progress import ProgressReport
from .study import Lesson, Practice, PracticeUse, Problem, Study

__all__ = [
    "Action",
    "Assignment",
    "Department",
    "IndicatorLink",
    "Lesson",
    "Mandate",
    "Measure",
    "Membership",
    "Path",
    "PlanChange",
    "Practice",
    "PracticeUse",
    "Problem",
    "ProgressReport",
    "Project",
    "Sector",
    "Study",
    "Target",
]
