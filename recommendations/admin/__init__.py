"""Where departments log progress, and where the office approves and keeps the plan."""

from . import (
    actions,
    blockers,
    calendar,
    contributions,
    evidence,
    handovers,
    instructions,
    mandates,
    notices,
    organisation,
    plan,
    posts,
    progress,
    study,
    verification,
)

__all__ = [
    "actions",
    "blockers",
    "calendar",
    "contributions",
    "evidence",
    "handovers",
    "instructions",
    "mandates",
    "notices",
    "organisation",
    "plan",
    "posts",
    "progress",
    "study",
    "verification",
]
