"""``python -m tests``: everything that must hold, in one go. ``make test`` calls it.

``python -m tests lint`` stops before the tests; ``python -m tests pytest ARGS`` runs pytest only, with the settings of
a test run and the database of ``DATABASE_URL`` (SQLite by default).
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests import needs

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
MANAGE = [*PYTHON, "manage.py"]
SQLITE = "sqlite://:memory:"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "for-tests-only-" + "x1Y2z3" * 10}
OF_THE_PRODUCT = ("DEBUG", "ALLOWED_HOSTS", "CACHE_URL", "PUBLIC_PAGES", "HTTPS")
ON_ALL_CORES = ("--numprocesses", "auto")
RULE = "=" * 100

LINT = {
    "ruff check": [*PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "ruff format": [*PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."],
    "import contracts": [
        *PYTHON,
        "-c",
        "import sys; sys.argv[0] = 'lint-imports'; from importlinter.cli import lint_imports_command as run; run()",
    ],
    "migrations are there": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "manage.py check": [*MANAGE, "check", "--fail-level", "WARNING"],
    "manage.py check --deploy": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


class Run:
    """Runs one step after another, whatever became of the ones before, and remembers how each ended."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []
        self.failed = False

    def step(self, name: str, command: list[str], **environment: str) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in OF_THE_PRODUCT}
        say("", RULE, name, RULE)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=kept | SETTINGS | environment, check=False).returncode  # noqa: S603
        self.failed = self.failed or code != 0
        self.rows.append((name, f"{'FAILED' if code else 'ok':8}{time.monotonic() - started:6.1f} s"))

    def absent(self, need: needs.Need) -> bool:
        """Whether it is not here; says so at once, and again at the end."""
        sentence = need.missing()
        if sentence is None:
            return False
        self.failed = self.failed or need.required
        state = f"MISSING, and {need.variable} is set: " if need.required else "SKIPPED: "
        self.rows.append((need.name, state + sentence))
        say(f"!!!!! {need.name} {state}{sentence}")
        return True

    def end(self) -> int:
        say("", RULE, *(f"{name:26} {state}" for name, state in self.rows), RULE)
        return int(self.failed)


def lint(run: Run) -> None:
    for name, command in LINT.items():
        https = "true" if "--deploy" in command else "false"
        run.step(name, command, DATABASE_URL=SQLITE, HTTPS=https)


def pytest(run: Run, label: str, url: str, *arguments: str) -> None:
    run.step(f"pytest on {label}", [*PYTHON, "-m", "pytest", *arguments], DATABASE_URL=url)


def main(arguments: list[str]) -> int:
    run = Run()
    match arguments:
        case ["pytest", *rest]:
            pytest(run, "DATABASE_URL", os.environ.get("DATABASE_URL", SQLITE), *rest)
            return int(run.failed)
        case ["lint"]:
            lint(run)
        case []:
            no_postgres = run.absent(needs.POSTGRES)
            for need in (needs.BROWSER, needs.GETTEXT, needs.STUDY, needs.PANEL):
                run.absent(need)
            if run.failed:
                return run.end()
            lint(run)
            pytest(run, "SQLite", SQLITE, *ON_ALL_CORES)
            if not no_postgres:
                pytest(run, "PostgreSQL", needs.POSTGRES_URL, *ON_ALL_CORES)
        case _:
            say(str(__doc__))
            return 2
    return run.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
