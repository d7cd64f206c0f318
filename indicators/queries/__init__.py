"""Reads that pages and API share: what is shown of an indicator, and how areas compare."""

from .claims import claim_counts, claims_of
from .comparison import Comparison, compare
from .courses import Changed, Outlook, changes, outlook, over_the_years
from .coverage import Coverage, coverage
from .implied import implied_figures
from .shares import shares
from .shown import newest_to_compare, periods_to_compare, shown_at, shown_figures
from .sources import Beside, Correction, SeveralSources, corrections, sources_beside, vintages
from .standing import AreasRanked, Standing, areas_ranked, standings

__all__ = [
    "AreasRanked",
    "Beside",
    "Changed",
    "Comparison",
    "Correction",
    "Coverage",
    "Outlook",
    "SeveralSources",
    "Standing",
    "areas_ranked",
    "changes",
    "claim_counts",
    "claims_of",
    "compare",
    "corrections",
    "coverage",
    "implied_figures",
    "newest_to_compare",
    "outlook",
    "over_the_years",
    "periods_to_compare",
    "shares",
    "shown_at",
    "shown_figures",
    "sources_beside",
    "standings",
    "vintages",
]
