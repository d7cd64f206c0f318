"""``python -m benchmarks``: times what counts on a province's figures, in a scratch database on PostgreSQL.

340 areas x 30 indicators x 21 years, as a bureau's yearbooks would bring them; fewer: ``python -m benchmarks 34 3 21``.
The database is made for the run and dropped after it. Every time is a ratio to what the database itself needs.
"""

import os
import sys

import django

from tests.needs import POSTGRES, POSTGRES_URL


def main(arguments: list[str]) -> int:
    if sentence := POSTGRES.missing():
        sys.stderr.write(f"{sentence}\n")
        return 1
    os.environ |= {"DATABASE_URL": POSTGRES_URL, "SECRET_KEY": "for-benchmarks-only", "DEBUG": "false"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from .province import Size
    from .run import run

    run(Size(*(int(number) for number in arguments)) if arguments else Size())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
