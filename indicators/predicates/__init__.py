"""The language in which a claim says what would make it true; it knows codes only, no figures and no database.

A predicate is a JSON mapping. ``test`` names one of a closed set, the other keys belong to that test:

=============  ====================================================================================================
``compare``    ``indicator area period relation`` with ``number`` (``"2.23"``) or ``other``, which says what differs on
               the other side: its ``indicator``, ``area`` or ``period``. ``period`` may be a list: then in each of them
``rank``       ``indicator area period place from among``: the place counted from the ``highest`` or ``lowest``
``trend``      ``indicator area from to course``: ``rising`` or ``falling`` in every year; with ``minus``, an area, it
               is the difference to that area that rises or falls
``first_year`` ``indicator area passes year since until``: not above the area ``passes`` from ``since`` on, but above it
               from ``year`` to ``until``
``order``      ``indicators area period``: the first is larger than the second, and so on
``count``      ``among how_many of``: of how many areas the test ``of``, which names no area, is true: ``all``, ``most``
               (more than half), ``none``, ``{"at_least": 2}``, ``{"only": [areas]}``
``all``        ``of``: several tests that are all true
=============  ====================================================================================================

At the top two more keys may stand, ``true`` or left out: ``other_definitions`` lets figures of status B take part, and
``implied`` figures that follow from others by a declared relation.

Every test is read into two kinds of formula: a comparison, and how many of several formulas hold.
"""

from .formulas import Comparison, Difference, Formula, HowMany, Reference, Relation, comparisons, references
from .reading import BadPredicateError, Predicate, read

__all__ = [
    "BadPredicateError",
    "Comparison",
    "Difference",
    "Formula",
    "HowMany",
    "Predicate",
    "Reference",
    "Relation",
    "comparisons",
    "read",
    "references",
]
