"""Loads the study from YAML by codes: all faults at once, nothing by half, and a second run writes nothing."""

from .faults import BrokenFixturesError, Fault
from .loader import Summary, load

__all__ = ["BrokenFixturesError", "Fault", "Summary", "load"]
