"""Steps taken at the same moment, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def race(*steps: Callable[[], object]) -> list[object]:
    """Run the steps at once; what each returned or raised."""
    start = threading.Barrier(len(steps))
    results: list[object] = [None] * len(steps)

    def run(place: int, step: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            results[place] = step()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=step) for step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
