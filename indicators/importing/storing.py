"""Stores the figures of a batch: by COPY where the database has it, else in chunks.

Neither way writes rows of history: who brought the figures, when and from which file, the batch says.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection

from indicators.models import Batch, Observation, Revision
from indicators.periods import Period, parse

from .catalogue import Catalogue
from .preview import CHANGED, CREATED, Line

AT_ONCE = 2_000
COLUMNS = (
    *("indicator_id", "area_id", "source_id", "revision_id", "batch_id"),
    *("period", "period_start", "period_end", "locator", "vintage"),
    *("value", "decimals", "status", "bound", "period_basis", "note", "note_en"),
)


def store(lines: Iterable[Line], batch: Batch, catalogue: Catalogue, revision: Revision | None) -> None:
    """Store what a preview found to be new or changed.

    Args:
        lines: the preview's lines; those that change nothing are passed over.
        batch: what the figures will belong to.
        catalogue: where the keys of indicators, areas and sources are found.
        revision: the notice that the changed ones are given.
    """
    rows = _rows(lines, batch, catalogue, revision)
    if connection.vendor == "postgresql":
        _copy(rows)
        return
    while chunk := [Observation(**dict(zip(COLUMNS, row, strict=True))) for row in islice(rows, AT_ONCE)]:
        Observation.objects.bulk_create(chunk)


def _rows(
    lines: Iterable[Line], batch: Batch, catalogue: Catalogue, revision: Revision | None
) -> Iterator[tuple[Any, ...]]:
    indicators = {code: indicator.pk for code, indicator in catalogue.indicators.items()}
    areas = {code: area.pk for code, area in catalogue.areas.items()}
    sources = {code: source.pk for code, source in catalogue.sources.items()}
    notice = {CREATED: None, CHANGED: revision and revision.pk}
    periods: dict[str, Period] = {}
    for line in lines:
        if line.outcome not in notice:
            continue
        key, new = line.candidate.key, line.new
        period = periods.get(key.period) or periods.setdefault(key.period, parse(key.period))
        yield (
            *(indicators[key.indicator], areas[key.area], sources[key.source], notice[line.outcome], batch.pk),
            *(key.period, period.start, period.end, key.locator, line.candidate.vintage),
            *new,
        )


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(Observation._meta.db_table)
    columns = ", ".join(map(connection.ops.quote_name, COLUMNS))
    command = f"COPY {table} ({columns}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
