"""The vocabulary of delivery: whose rows, which count, and what was known when. ``visible_to`` is the only gate."""

from .actions import ActionQuerySet
from .asking import BetweenDepartmentsQuerySet, ExtensionRequestQuerySet, HandoverQuerySet, UrgingQuerySet
from .coordination import BlockerQuerySet, InstructionAnswerQuerySet, InstructionQuerySet
from .evidence import EvidenceFileQuerySet, VerificationQuerySet
from .milestones import MilestoneQuerySet
from .people import MembershipQuerySet, TenureQuerySet
from .reports import ProgressReportQuerySet, ReportStepQuerySet

__all__ = [
    "ActionQuerySet",
    "BetweenDepartmentsQuerySet",
    "BlockerQuerySet",
    "EvidenceFileQuerySet",
    "ExtensionRequestQuerySet",
    "HandoverQuerySet",
    "InstructionAnswerQuerySet",
    "InstructionQuerySet",
    "MembershipQuerySet",
    "MilestoneQuerySet",
    "ProgressReportQuerySet",
    "ReportStepQuerySet",
    "TenureQuerySet",
    "UrgingQuerySet",
    "VerificationQuerySet",
]
