"""Data to the geometry of charts: pure functions that templates draw as SVG without a viewBox.

Across, places are per cent strings (``29.1%``); down, they are pixels: text keeps its size at any width and nothing is
distorted. No markup and no colours here: the templates in ``templates/charts/`` add classes, the style sheet the rest.
A chart of nothing is None, and the template says so.
"""

from .counts import MOST_CELLS, Cells, Count, Segments, count_cells, count_segments
from .courses import Figure, time_figure
from .gantt import Plan, Timeline
from .ranks import RankChart, rank_chart
from .sparks import Spark, spark
from .strips import Strip, strip

__all__ = [
    "MOST_CELLS",
    "Cells",
    "Count",
    "Figure",
    "Plan",
    "RankChart",
    "Segments",
    "Spark",
    "Strip",
    "Timeline",
    "count_cells",
    "count_segments",
    "rank_chart",
    "spark",
    "strip",
    "time_figure",
]
