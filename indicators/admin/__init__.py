"""The evidence, for the office to look after; a file a subject."""

from . import records

__all__ = ["records"]
