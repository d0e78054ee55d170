"""All settings, from the environment. A value that cannot be parsed stops the start and names itself."""

import logging
import os
import zoneinfo
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from factcheck.environment import boolean, database, names, number, one_of, secret_key, share

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "var"))


DEBUG = boolean("DEBUG", False)
SECRET_KEY = secret_key(DEBUG, DATA_DIR / "secret_key")
ALLOWED_HOSTS = names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # Before the admin, whose templates they extend.
    "sources",
    "claims",
    "access",
    "factcheck",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "factcheck.crossorigin.CrossOrigin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # A 304 is to cost nothing, so who counts stands before who finds that out.
    "factcheck.limits.Limits",
    "factcheck.conditional.Conditional",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SQLITE = f"sqlite:///{DATA_DIR / 'factcheck.sqlite3'}"
DATABASES = {"default": database(SQLITE)}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = one_of("TIME_ZONE", "UTC", zoneinfo.available_timezones(), "a time zone, such as Europe/Berlin")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "factcheck.formats"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# With DEBUG they are served from where they stand; otherwise from what collectstatic put together.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Behind a proxy that ends TLS, which has to set (and strip from clients) X-Forwarded-Proto.
HTTPS = boolean("HTTPS", not DEBUG)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS

API_ANONYMOUS_READING = boolean("API_ANONYMOUS_READING", True)
# Requests to the API in each window: of a token or a person logged in, and of an address that is neither. 0: no limit.
API_LIMIT_TOKEN = number("API_LIMIT_TOKEN", 600)
API_LIMIT_ADDRESS = number("API_LIMIT_ADDRESS", 120)
API_LIMIT_SECONDS = number("API_LIMIT_SECONDS", 60, least=1)
# How many proxies of ours stand in front and add to X-Forwarded-For. 0: the address is that of the connection.
NUM_PROXIES = number("NUM_PROXIES", 0)

REST_FRAMEWORK = {
    # The first one's challenge is what a 401 says.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "access.authenticating.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "EXCEPTION_HANDLER": "factcheck.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
        if API_ANONYMOUS_READING
        else "rest_framework.permissions.IsAuthenticated"
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "factcheck",
    "DESCRIPTION": "Who said what, which dates and figures were stated, and where sources disagree.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "claims.api.expanding.complete",
        "factcheck.documenting.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DeliveryStateEnum": "claims.models.webhooks.Delivery.State",
        "QuoteKindEnum": "claims.models.evidence.Quote.Kind",
        "DimensionEnum": "claims.models.evidence.Claim.Dimension",
        "ComparatorEnum": "claims.models.evidence.Claim.Comparator",
        "CorrectionVerdictEnum": [("rejected", "rejected"), ("corrected", "corrected")],
    },
    "WEBHOOKS": [
        f"claims.api.told.{name}" for name in ("OPENED", "CHANGED", "CLOSED", "REOPENED", "DECIDED", "EDITED", "PINGED")
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Celery only delivers: what is to be done stands in rows. Without REDIS_URL one worker loop claims the same rows.
REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "redis+socket://")):
    raise ImproperlyConfigured("REDIS_URL is not one such as redis://host:6379/0")  # It may hold a password.
# Before every key of ours, where several services share one Redis.
REDIS_PREFIX = os.environ.get("REDIS_PREFIX", "")
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Rows are fenced, so a task that runs on without its broker could only do its work twice.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 10,
    "socket_connect_timeout": 5,
    "global_keyprefix": REDIS_PREFIX,
}
CELERY_TASK_ROUTES = {
    "sources.tasks.*": {"queue": "fetching"},
    "claims.tasks.deliver*": {"queue": "fetching"},
    "claims.tasks.tally": {"queue": "fetching"},
    "claims.tasks.*": {"queue": "language"},
}


def every(seconds: int, task: str) -> dict[str, Any]:
    """A tick that nobody took before the next one comes is dropped."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


# How old the desk's figures that are counted ahead may grow.
TALLY_EVERY_SECONDS = number("TALLY_EVERY_SECONDS", 300, least=1)

CELERY_BEAT_SCHEDULE = {
    "fetch": every(number("POLL_EVERY_SECONDS", 60, least=1), "sources.tasks.fetch_due"),
    "analyse": every(number("ANALYSE_EVERY_SECONDS", 15, least=1), "claims.tasks.analyse_pending"),
    "deliver": every(number("DELIVER_EVERY_SECONDS", 5, least=1), "claims.tasks.deliver_due"),
    # More often than it is due, for a tick that comes too early counts nothing.
    "tally": every(max(1, TALLY_EVERY_SECONDS // 10), "claims.tasks.tally"),
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

# A worker that holds a row longer than this has lost it.
LEASE_SECONDS = number("LEASE_SECONDS", 600, least=1)
MAX_ATTEMPTS = number("MAX_ATTEMPTS", 3, least=1)
# Of one page in a row, over about three days; then it is given up until a person tries again.
MAX_FETCH_ATTEMPTS = number("MAX_FETCH_ATTEMPTS", 10, least=1)

# Of one event for one receiver, all in all; and how often it is tried, over about half a day.
WEBHOOK_DEADLINE_SECONDS = number("WEBHOOK_DEADLINE_SECONDS", 10, least=1)
WEBHOOK_MAX_ATTEMPTS = number("WEBHOOK_MAX_ATTEMPTS", 10, least=1)
# A webhook that has only failed for so long is disabled until a person enables it.
WEBHOOK_DISABLE_AFTER_HOURS = number("WEBHOOK_DISABLE_AFTER_HOURS", 72, least=1)
# What was delivered is kept for so many days.
WEBHOOK_KEEP_DAYS = number("WEBHOOK_KEEP_DAYS", 30, least=1)
# Lets events be sent over http, where whoever stands between can read them.
WEBHOOK_ALLOW_HTTP = boolean("WEBHOOK_ALLOW_HTTP", False)

# Nobody else is given a discrepancy that a reviewer has had before them for less than this.
REVIEW_LEASE_SECONDS = number("REVIEW_LEASE_SECONDS", 900, least=1)
# Of the open discrepancies, how many need two people who decide without knowing of each other.
DOUBLE_REVIEW_SHARE = share("DOUBLE_REVIEW_SHARE")

SPACY_MODEL = os.environ.get("SPACY_MODEL", "")
MAX_DOCUMENT_BYTES = number("MAX_DOCUMENT_BYTES", 10_000_000)
USER_AGENT_CONTACT = os.environ.get("USER_AGENT_CONTACT", "")
# For the whole of one URL, redirects and all; and between two requests to one host, by any worker.
FETCH_DEADLINE_SECONDS = number("FETCH_DEADLINE_SECONDS", 30, least=1)
FETCH_GAP_SECONDS = number("FETCH_GAP_SECONDS", 1)
# For tests only: lets 127.0.0.1 be fetched, on any port.
FETCH_ALLOW_LOOPBACK = boolean("FETCH_ALLOW_LOOPBACK", False)

LOG_LEVEL = one_of("LOG_LEVEL", "INFO", logging.getLevelNamesMapping(), "a level, such as INFO or WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Without handlers of its own Django says everything once; a wrong Host header is a scanner's, not ours to read.
    "loggers": {"django": {}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
