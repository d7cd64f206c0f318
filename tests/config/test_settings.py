"""The environment is read strictly: what cannot be understood stops the start, and says which variable it is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import env

ROOT = Path(env.__file__).parent.parent
# What the start of a process needs of its surroundings; everything else is left out, whatever the test run has.
SURROUNDINGS = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
GOOD = {"SECRET_KEY": "a-long-random-text", "DATABASE_URL": "sqlite://:memory:"}
TELL = """
import django
django.setup()
from django.conf import settings
print(settings.DEBUG, settings.PUBLIC_PAGES, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE)
print(settings.ALLOWED_HOSTS)
print(settings.DATABASES["default"]["ENGINE"], settings.CACHES["default"]["BACKEND"])
"""


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    """Start the product in a process of its own, with this environment and no other."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", TELL],
        cwd=ROOT,
        env=SURROUNDINGS | {"DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_secret_key_it_does_not_start():
    for environment in ({}, {"SECRET_KEY": ""}, {"DEBUG": "false"}):
        run = start(**environment)
        assert run.returncode != 0
        assert "SECRET_KEY is required unless DEBUG is true" in run.stderr


def test_in_development_it_starts_without_one():
    run = start(DEBUG="true")

    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("True False False False")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("PUBLIC_PAGES", "ja"),
        ("PUBLIC_PAGES", ""),
        ("HTTPS", "2"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "oracle9://x"),
        ("CACHE_URL", "nonsense://"),
        ("FILES_ROOT", ""),
        ("EMAIL_URL", "nonsense://server"),
        ("EMAIL_URL", "smtp://server:port"),
        ("SITE_URL", "register.example"),
        ("SITE_URL", ""),
        ("NOTIFY_WEBHOOK_URL", "file:///etc/passwd"),
        ("NOTIFY_WEBHOOK_URL", "ftp://gateway.example"),
        ("NOTIFY_WEBHOOK_SECRET", "without-an-address"),
    ],
)
def test_a_value_that_cannot_be_understood_stops_the_start_and_is_named(name, value):
    run = start(**(GOOD | {name: value}))

    assert run.returncode != 0
    assert name in run.stderr


def test_a_webhook_without_a_secret_does_not_start():
    run = start(**(GOOD | {"NOTIFY_WEBHOOK_URL": "https://gateway.example/in"}))

    assert run.returncode != 0
    assert "NOTIFY_WEBHOOK_SECRET" in run.stderr


def test_the_defaults_are_the_careful_ones():
    run = start(**GOOD)

    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "False False False False",
        "['localhost', '127.0.0.1', '[::1]']",
        "django.db.backends.sqlite3 django.core.cache.backends.locmem.LocMemCache",
    ]


def test_what_is_set_is_done():
    run = start(
        SECRET_KEY="x",
        DATABASE_URL="postgres://postgres@127.0.0.1:5432/register",
        PUBLIC_PAGES="true",
        HTTPS="on",
        ALLOWED_HOSTS="register.example,10.0.0.1",
    )

    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[:2] == ["False True True True", "['register.example', '10.0.0.1']"]
    assert lines[2].startswith("django.db.backends.postgresql ")


def test_every_variable_that_is_read_is_documented_with_its_default():
    source = Path(env.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"env\.\w+\(\"([A-Z_]+)\"", source))
    documented = set(re.findall(r"^``([A-Z_]+)``", env.__doc__, re.MULTILINE))

    assert read == documented
    assert len(read) >= 7


def test_nothing_else_reads_the_environment():
    ours = [path for app in ("config", "indicators", "recommendations") for path in (ROOT / app).rglob("*.py")]
    readers = {
        str(path.relative_to(ROOT))
        for path in ours
        if re.search(r"os\.environ|getenv|environs", path.read_text(encoding="utf-8"))
    }

    assert readers - {"config/wsgi.py"} == {"config/env.py"}
