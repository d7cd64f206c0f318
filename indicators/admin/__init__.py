"""The evidence, for the office to look after; a file a subject."""

from . import batches, checks, claims, observations, records

__all__ = ["batches", "checks", "claims", "observations", "records"]
