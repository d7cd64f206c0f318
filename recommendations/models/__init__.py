"""The argument (study) and its delivery (plan, organisation, progress)."""

from .blockers import Blocker
from .calendar import ReportingCycle, ReportingPeriod, SpecialDay
from .changes import ExtensionRequest, PlanChange
from .contributions import Contribution
from .evidence import Evidence, EvidenceFile
from .instructions import Instruction, InstructionAnswer
from .links import IndicatorLink, Target
from .mandates import Assignment, Handover, Mandate
from .milestones import Milestone
from .notices import Notice
from .organisation import Department, Membership, Post, Tenure
from .plan import Action, Measure, Path, Project, Sector
from .progress import ProgressReport, ReportStep
from .scoring import ScoringRule
from .study import Lesson, Practice, PracticeUse, Problem, Study
from .urgings import Urging
from .verification import Verification

__all__ = [
    "Action",
    "Assignment",
    "Blocker",
    "Contribution",
    "Department",
    "Evidence",
    "EvidenceFile",
    "ExtensionRequest",
    "Handover",
    "IndicatorLink",
    "Instruction",
    "InstructionAnswer",
    "Lesson",
    "Mandate",
    "Measure",
    "Membership",
    "Milestone",
    "Notice",
    "Path",
    "PlanChange",
    "Post",
    "Practice",
    "PracticeUse",
    "Problem",
    "ProgressReport",
    "Project",
    "ReportStep",
    "ReportingCycle",
    "ReportingPeriod",
    "ScoringRule",
    "Sector",
    "SpecialDay",
    "Study",
    "Target",
    "Tenure",
    "Urging",
    "Verification",
]
