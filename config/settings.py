"""Django's settings. What differs between machines comes from ``env.py``; the rest stands here."""

from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import env

BASE_DIR = env.BASE_DIR
DEBUG = env.DEBUG
SECRET_KEY = env.SECRET_KEY
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is required unless DEBUG is true: set it to a long random text.")
ALLOWED_HOSTS = env.ALLOWED_HOSTS

INSTALLED_APPS = [
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "indicators",
    "recommendations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.TextMiddleware",
    "config.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.middleware.DateMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "recommendations.context_processors.site",
            ],
        },
    },
]

DATABASES: dict[str, Any] = {"default": env.DATABASE}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start of a transaction: two writers wait for each other instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.CACHE}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["config.sign_in.Backend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "dashboard"

# Chinese first: the source strings are Chinese, locale/en holds the English.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Without collectstatic (demo, tests) WhiteNoise serves straight from the apps.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

# Mail: how it leaves is one address; what it must not do is wait for a server without end.
if "EMAIL_BACKEND" not in env.EMAIL:
    raise ImproperlyConfigured("EMAIL_URL starts with smtp://, submission://, console://, file:// or dummy://.")
EMAIL_BACKEND = env.EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = env.EMAIL["EMAIL_HOST"], env.EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.EMAIL["EMAIL_HOST_USER"], env.EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = env.EMAIL["EMAIL_USE_TLS"], env.EMAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = env.EMAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = env.EMAIL["EMAIL_TIMEOUT"] or 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.EMAIL_FROM

# Security: nothing from outside, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.HTTPS
SECURE_SSL_REDIRECT = env.HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if env.HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.HTTPS
# Reached over plain HTTP inside a closed network unless HTTPS is set: these warnings are then a choice.
SILENCED_SYSTEM_CHECKS = [] if env.HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.api.parsers.TextParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["config.api.permissions.MayRead"],
    "DEFAULT_PAGINATION_CLASS": "config.api.paging.Pages",
    "DEFAULT_FILTER_BACKENDS": [
        "config.api.filtering.StrictFilterBackend",
        "config.api.filtering.StrictOrdering",
        "config.api.filtering.Search",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "config.api.formats.ByFormat",
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.Schema",
    "EXCEPTION_HANDLER": "config.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "柳州高质量发展对策库 · Liuzhou Policy Register",
    "DESCRIPTION": "The study, its plan, its progress and its figures; every list can be asked as of a past date.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    # No badge of validator.swagger.io, which Swagger would ask for on any host but localhost.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_PERMISSIONS": ["config.api.permissions.MayRead"],
    # Code lists whose fields share a name.
    "ENUM_NAME_OVERRIDES": {
        "ObsStatus": "indicators.choices.ObsStatus",
        "ActionStatus": "recommendations.choices.ActionStatus",
        "ReportStatus": "recommendations.choices.ReportStatus",
        "ReportState": "recommendations.choices.ReportState",
        "DeliveryLight": "recommendations.choices.Light",
        "OutcomeLight": "recommendations.choices.OutcomeLight",
        "PracticeAdoption": "recommendations.choices.PracticeAdoption",
        "MandateAdoption": "recommendations.choices.MandateAdoption",
    },
}

# Uploaded files have no address of their own: ``views/files.py`` hands them out, behind ``visible_to``.
MEDIA_ROOT = env.FILES_ROOT
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FILE_UPLOAD_HANDLERS = [
    "config.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The form that maps a table's columns has six fields a column, for 500 columns at most.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

# What this project itself reads.
PUBLIC_PAGES = env.PUBLIC_PAGES
PACE_TOLERANCE = 5  # points between reported and planned percent that still count as on schedule
DUE_SOON_DAYS = 30  # days before the due date from which an action is at risk
# Working days after which an instruction wants its answer, by urgency.
INSTRUCTION_DAYS = {"most_urgent": 1, "urgent": 3, "normal": 10}
RECEIPT_DAYS = 3  # working days after a hand-over in which its receipt should be confirmed
# Rules of ``recommendations/contradictions.py`` that are on, by name; take one out to switch it off.
CONTRADICTIONS = {
    "worsening_on_schedule",
    "complete_without_evidence",
    "percent_went_back",
    "text_repeated",
    "no_news",
    "silent_supporter",
}
NO_NEWS_DAYS = 120  # days without a report that tells something new from which an action stands out
REPEATED_TEXT = 0.9  # how much of a report's text may be the last one's, from 0 to 1, before it counts as repeated
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024  # of one file; no more than ``config.uploads`` lets in
EVIDENCE_QUOTA_BYTES = 2 * 1024 * 1024 * 1024  # of all files of a department
SITE_URL = env.SITE_URL.rstrip("/")  # what addresses in mails begin with
# Reminders: so many days before a deadline, on it, and after it again and again, but no sooner than so many hours.
REMIND_BEFORE_DAYS = [7, 3, 1]
REMIND_REPEAT_HOURS = 24
ESCALATE_AFTER_DAYS = 3  # days after the deadline from which the department's head is reminded too
NOTIFY_WEBHOOK_URL, NOTIFY_WEBHOOK_SECRET = env.NOTIFY_WEBHOOK_URL, env.NOTIFY_WEBHOOK_SECRET
if bool(NOTIFY_WEBHOOK_URL) != bool(NOTIFY_WEBHOOK_SECRET):
    raise ImproperlyConfigured("NOTIFY_WEBHOOK_URL and NOTIFY_WEBHOOK_SECRET are set together, or neither is.")
FIXTURES = BASE_DIR / "fixtures"
