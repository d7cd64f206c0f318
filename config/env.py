"""What the environment says, read once and strictly: a value that cannot be understood stops the start.

=====================  ======================================  =====================================================
name                   default                                 meaning
=====================  ======================================  =====================================================
``DEBUG``              ``false``                               development only
``SECRET_KEY``         none; required unless ``DEBUG``         signs sessions and forms
``ALLOWED_HOSTS``      ``localhost,127.0.0.1,[::1]``           names under which the site is reached, comma separated
``DATABASE_URL``       SQLite file ``db.sqlite3``              e.g. ``postgres://user:password@host:5432/name``
``CACHE_URL``          in memory of each process               e.g. ``redis://host:6379/0``
``PUBLIC_PAGES``       ``false``                               plan, lights and figures may be read without sign-in
``HTTPS``              ``false``                               cookies only over TLS; redirect to TLS; HSTS
``FILES_ROOT``         ``var/files`` in the project            folder of uploaded files; relative to the project
=====================  ======================================  =====================================================
"""

from pathlib import Path
from typing import Any

from environs import Env, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DEBUG: bool = env.bool("DEBUG", False)
SECRET_KEY: str = env.str("SECRET_KEY", "for-development-only" if DEBUG else "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
DATABASE: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
CACHE: dict[str, Any] = env.dj_cache_url("CACHE_URL", "locmem://")
PUBLIC_PAGES: bool = env.bool("PUBLIC_PAGES", False)
HTTPS: bool = env.bool("HTTPS", False)
FILES_ROOT: Path = BASE_DIR / env.str("FILES_ROOT", "var/files", validate=validate.Length(min=1))
