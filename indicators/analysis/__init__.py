"""Comparison of areas and periods: pure functions over figures, used by pages and API alike.

They take figures that have been read and read nothing themselves. What cannot be computed is ``Declined`` with a
sentence that says why; a missing figure stays missing. Differences are exact on the figures as printed, so that a
reader who subtracts finds the same; quotients and roots are rounded to the digits that the printed ones justify.
"""

from .catch_up import EXTRAPOLATED, CatchUp, Course, Method, Needed, catch_up, growth_needed, newest_of_a_year
from .change import absolute_change, compound_growth, percent_change
from .comparable import Declined, check_same_basis, is_level, is_nominal
from .index import index
from .ranking import Ranked, Ranking, median, rank
from .share import share

__all__ = [
    "EXTRAPOLATED",
    "CatchUp",
    "Course",
    "Declined",
    "Method",
    "Needed",
    "Ranked",
    "Ranking",
    "absolute_change",
    "catch_up",
    "check_same_basis",
    "compound_growth",
    "growth_needed",
    "index",
    "is_level",
    "is_nominal",
    "median",
    "newest_of_a_year",
    "percent_change",
    "rank",
    "share",
]
