"""The import of a province's figures, against a bare COPY of as many rows into a table of the same form."""

from typing import Any

from django.db import connection
from django.utils import timezone

from indicators.importing.catalogue import Catalogue
from indicators.importing.preview import Preview, preview
from indicators.importing.read import read
from indicators.importing.recognise import recognise
from indicators.models import Observation
from indicators.services.batches import load

from .province import Size, as_csv
from .timing import Results, seconds

FILE_NAME = "province.csv"
LEAST_ROWS_A_SECOND = 20_000


def measure(size: Size, results: Results) -> None:
    """Foresee, load, and copy; leaves the figures in the database."""
    content = as_csv(size)
    foreseen = seconds(lambda: foresee(content))
    loaded = seconds(lambda: import_it(content))
    limit = results.limit("COPY of the figures into an equal table", seconds(copy_as_many, times=3))
    rate = size.figures / loaded
    results.against(
        limit,
        "import from CSV, from reading to commit",
        loaded,
        f"{rate:,.0f} rows/s, wanted {LEAST_ROWS_A_SECOND:,}",
    )
    results.against(limit, "its preview", foreseen, f"{foreseen / loaded:.2f} x the import, wanted at most 2")
    again = seconds(lambda: foresee(content))
    results.against(limit, "preview of the same file again, all unchanged", again)


def foresee(content: bytes) -> Preview:
    """Read, recognise and judge, storing nothing."""
    (sheet,) = read(content, FILE_NAME)
    return preview(sheet, recognise(sheet, Catalogue.load()), today=timezone.localdate())


def import_it(content: bytes) -> None:
    """Read, recognise, judge and store.

    Raises:
        RuntimeError: a figure was refused.
    """
    (sheet,) = read(content, FILE_NAME)
    mapping = recognise(sheet, Catalogue.load())
    outcome = load(actor=None, name="province", file_name=FILE_NAME, content=content, sheet=sheet, mapping=mapping)
    if not outcome.storable:
        raise RuntimeError(f"nothing was stored: {outcome.counts}")


def copy_as_many() -> None:
    """COPY the stored figures out and into an empty table with the same columns, keys and indexes."""
    table = connection.ops.quote_name(Observation._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copied")
        cursor.execute(f"CREATE TABLE copied (LIKE {table} INCLUDING INDEXES)")
        rows = _copied_out(cursor, table)
        with cursor.copy("COPY copied FROM STDIN") as copy:
            for block in rows:
                copy.write(block)


def _copied_out(cursor: Any, table: str) -> list[bytes]:
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return [bytes(block) for block in copy]
