"""What the environment says, read once and strictly: a value that cannot be understood stops the start.

name                   default                                 meaning
=====================  ======================================  =====================================================
``DEBUG``              ``false``                               development only
``SECRET_KEY``         none; required unless ``DEBUG``         signs sessions and forms
``ALLOWED_HOSTS``      ``localhost,127.0.0.1,[::1]``           names under which the site is reached, comma separated
``DATABASE_URL``       SQLite file ``db.sqlite3``              e.g. ``postgres://user:password@host:5432/name``
``CACHE_URL``          in memory of each process               e.g. ``redis://host:6379/0``
``PUBLIC_PAGES``       ``false``                               plan, lights and figures may be read without sign-in
``HTTPS``              ``false``                               cookies only over TLS; redirect to TLS; HSTS
=====================  ======================================  =====================================================
=======
=========================  =================================  =====================================================
name                       default                            meaning
=========================  =================================  =====================================================
``DEBUG``                  ``false``                          development only
``SECRET_KEY``             none; required unless ``DEBUG``    signs sessions and forms
``ALLOWED_HOSTS``          ``localhost,127.0.0.1,[::1]``      names under which the site is reached, comma separated
``DATABASE_URL``           SQLite file ``db.sqlite3``         e.g. ``postgres://user:password@host:5432/name``
``CACHE_URL``              in memory of each process          e.g. ``redis://host:6379/0``
``SITE_URL``               ``http://localhost:8000``          where links in reminders lead
``EMAIL_URL``              ``console://``                     e.g. ``submission://user:password@host:587``
``EMAIL_FROM``             ``register@localhost``             who sends the mails
``NOTIFY_WEBHOOK_URL``     none                               a gateway (短信, 政务微信) that gets reminders too
``NOTIFY_WEBHOOK_SECRET``  none; required with that URL       signs what goes to the gateway
``PUBLIC_PAGES``           ``false``                          plan, lights and figures may be read without sign-in
``HTTPS``                  ``false``                          cookies only over TLS; redirect to TLS; HSTS
``FILES_ROOT``             ``var/files`` in the project       folder of uploaded files; relative to the project
=========================  =================================  =====================================================
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import Env, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()


def _web_address(text: str) -> None:
    """Accept ``http://host…`` and ``https://host…``, and nothing.

    Raises:
        ValidationError: it is something else.
    """
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValidationError("an address that starts with http:// or https:// is wanted")


DEBUG: bool = env.bool("DEBUG", False)
SECRET_KEY: str = env.str("SECRET_KEY", "for-development-only" if DEBUG else "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
DATABASE: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
CACHE: dict[str, Any] = env.dj_cache_url("CACHE_URL", "locmem://")
SITE_URL: str = env.str("SITE_URL", "http://localhost:8000", validate=[validate.Length(min=1), _web_address]).rstrip(
    "/"
)
EMAIL: dict[str, Any] = env.dj_email_url("EMAIL_URL", "console://")
EMAIL_FROM: str = env.str("EMAIL_FROM", "register@localhost")
NOTIFY_WEBHOOK_URL: str = env.str("NOTIFY_WEBHOOK_URL", "", validate=_web_address)
NOTIFY_WEBHOOK_SECRET: str = env.str("NOTIFY_WEBHOOK_SECRET", "")
PUBLIC_PAGES: bool = env.bool("PUBLIC_PAGES", False)
HTTPS: bool = env.bool("HTTPS", False)
FILES_ROOT: Path = BASE_DIR / env.str("FILES_ROOT", "var/files", validate=validate.Length(min=1))
