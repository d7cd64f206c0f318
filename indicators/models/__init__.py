"""The evidence: areas, sources, indicators, figures, and what they are held to. Knows nothing of recommendations."""

from .base import Coded
from .batches import Batch
from .catalogue import Area, Indicator, Theme
from .checks import Acknowledgement, Claim, Identity, IdentityTerm
from .figures import Gap, Observation, Revision, Source

__all__ = [
    "Acknowledgement",
    "Area",
    "Batch",
    "Claim",
    "Coded",
    "Gap",
    "Identity",
    "IdentityTerm",
    "Indicator",
    "Observation",
    "Revision",
    "Source",
    "Theme",
]
