"""One run in a database of its own: load, then read; first the evidence, then delivery."""

import sys

from django.db import connection

from recommendations.load import Size as DeliverySize

from . import delivery, importing, reading
from .province import Size, make_catalogue
from .timing import Results

A_LITTLE = DeliverySize(actions=200, reports=10_000)  # beside a province that was asked for in part


def run(size: Size) -> None:
    """Make the database, time everything, drop the database."""
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "benchmark"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _measure(size)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _measure(size: Size) -> None:
    words = f"{size.areas} areas x {size.indicators} indicators x {size.years} years"
    sys.stdout.write(f"{size.figures:,} figures: {words}\n")
    make_catalogue(size)
    results = Results()
    importing.measure(size, results)
    reading.measure(results)
    delivery.measure(results, DeliverySize() if size == Size() else A_LITTLE)
