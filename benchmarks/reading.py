"""What pages and API read of a province's figures, against a bare query for the same rows."""

from typing import Any

from django.db import connection

from indicators.asof import AsOf
from indicators.models import Area, Indicator, Observation
from indicators.queries import areas_ranked, newest_to_compare, shown_figures
from indicators.queries.quality import quality_report

from .timing import Results, seconds

TIMES = 3


def measure(results: Results) -> None:
    """Read an indicator's page, a ranking, and the quality report over everything."""
    indicator, now = Indicator.objects.order_by("position").first(), AsOf.now()
    _of_one(results, indicator, now)
    _of_all(results, now)


def _of_one(results: Results, indicator: Indicator, now: AsOf) -> None:
    bare = _bare("WHERE indicator_id = %s", indicator.pk)
    limit = results.limit("bare query for one indicator's figures", seconds(bare, TIMES))
    results.against(limit, "an indicator's figures of all areas", _read(lambda: shown_figures([indicator], now)))
    chosen = list(Area.objects.ranked()[:6])
    bare = _bare(f"WHERE indicator_id = %s AND area_id IN ({_keys(chosen)})", indicator.pk)
    limit = results.limit("bare query for six of the areas", seconds(bare, TIMES))
    results.against(
        limit, "an indicator's figures of six areas", _read(lambda: shown_figures([indicator], now, chosen))
    )
    period = newest_to_compare([indicator], now)[indicator.pk]
    bare = _bare("WHERE indicator_id = %s AND period = %s", indicator.pk, period)
    limit = results.limit("bare query for one period's figures", seconds(bare, TIMES))
    results.against(limit, "the ranking of all areas", _read(lambda: areas_ranked(indicator, now, period)))


def _of_all(results: Results, now: AsOf) -> None:
    limit = results.limit("bare query for all figures", seconds(_bare(""), TIMES))
    results.against(
        limit, "the quality report over all of it", seconds(lambda: quality_report(now)), "wanted under 10 s"
    )


def _read(work: Any) -> float:
    return seconds(work, TIMES)


def _keys(records: list[Any]) -> str:
    return ", ".join(str(record.pk) for record in records)


def _bare(condition: str, *values: Any) -> Any:
    """A query that fetches the figures' columns as they are stored, and makes nothing of them."""
    table = connection.ops.quote_name(Observation._meta.db_table)

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} {condition}", values)  # noqa: S608
            cursor.fetchall()

    return run
