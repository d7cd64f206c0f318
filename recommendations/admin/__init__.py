"""Where departments log progress, and where the office approves and keeps the plan."""

from . import actions, organisation, plan, progress, study

__all__ = ["actions", "organisation", "plan", "progress", "study"]
