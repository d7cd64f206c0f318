"""The permission matrix ``docs/permissions.md``, as a test reads it: table, world, people, and a probe for each row.

To add a row: write it into the document, and a probe under the same code into ``places``, ``reads`` or ``acts``.
"""

from . import acts, places, reads
from .probing import PROBES, Seat
from .table import COLUMNS, Row, read_table
from .world import AT, World, make_world

__all__ = ["AT", "COLUMNS", "PROBES", "Row", "Seat", "World", "acts", "make_world", "places", "read_table", "reads"]
