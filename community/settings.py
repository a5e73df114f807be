"""Settings of Porchlight. Every value an operator may change comes from the environment; `docs/settings.md` lists them all.

A secret may also be given as a file: `SECRET_KEY_FILE=/run/secrets/key`.
"""

import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environ import FileAwareEnv

# One BLAS thread a process: two threads take the same wall time and twice the CPU. Read before NumPy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = FileAwareEnv()


def _url(name: str, default: str, schemes: set[str]) -> str:
    """The URL in the variable `name`; raises ImproperlyConfigured with one sentence when its scheme is not known."""
    value = str(env.str(name, default=default))
    if value and urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} must be a URL that starts with one of {', '.join(sorted(s + '://' for s in schemes))}."
        )
    return value


def _typed(name: str, read, default, meaning: str):
    """The variable `name` as `read` gives it; raises ImproperlyConfigured that names it when it cannot be read."""
    try:
        return read(name, default=default)
    except (ValueError, TypeError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be {meaning}, not {os.environ.get(name)!r}.") from error


# Where things are kept when no service is named.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# -- The site
DEMO = _typed("DEMO", env.bool, False, "true or false")
DEBUG = _typed("DEBUG", env.bool, False, "true or false")
DEFAULT_SECRET_KEY = "porchlight-insecure-key-for-trying-it-out-only"  # noqa: S105  refused by `check --deploy`
SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_SECRET_KEY)
PORT = _typed("PORT", env.int, 8000, "a number")
SITE_URL = _url("SITE_URL", f"http://localhost:{PORT}", {"http", "https"}).rstrip("/")
SITE_NAME = env.str("SITE_NAME", default="Porchlight")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_IS_SECURE = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT", default="mailto:security@" + (urlsplit(SITE_URL).hostname or "localhost")
)

INSTALLED_APPS = [
    "community.operations.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "django_htmx",
    "taggit",
    "template_partials",
    "community.lib",
    "community.catalogue",
    "community.members",
    "community.activity",
    "community.content",
    "community.clocks",
    "community.notifications",
    "community.search",
    "community.moderation",
    "community.incidents",
    "knowledgebase",
    "forum",
    "advocates",
    "community.support",
    "community.insights",
    "community.views",
    "community.api",
    "community.operations",
]

# The order was measured: a page for readers is answered before a session or a member is looked at.
MIDDLEWARE = [
    "community.lib.public_pages.PublicPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "community.lib.headers.SecurityHeadersMiddleware",
    "community.views.failures.FailuresMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "community.lib.csrf.SameOriginCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "community.members.middleware.MemberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "community.content.middleware.DraftsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"
ASGI_APPLICATION = "community.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "community.views.context.frame",
                "community.operations.demo.context.demo",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "community.lib.templatetags.look"],
        },
    }
]

# -- Where facts are kept
DATABASE_URL = _url("DATABASE_URL", "", {"postgres", "postgresql"})
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "community.lib.postgres",
            "NAME": env.str("DATABASE_NAME", default="porchlight"),
            "DATA_DIR": env.str("DATABASE_DIR", default=str(VAR_DIR / "postgres")),
        }
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = _url("CACHE_URL", "", {"redis", "rediss", "unix"})
if CACHE_URL:
    CACHES = {
        "default": {
            "BACKEND": "community.lib.cache.ForgivingRedisCache",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

# -- Jobs
BROKER_URL = _url("BROKER_URL", "", {"redis", "rediss", "amqp", "amqps"})
CELERY_BROKER_URL = BROKER_URL or "filesystem://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "events"
CELERY_TASK_ROUTES = {
    "community.notifications.tasks.*": "mail",
    "community.search.tasks.*": "index",
    "community.content.tasks.*": "index",
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
if not BROKER_URL:
    CELERY_BROKER_TRANSPORT = "community.lib.broker:Transport"
    _messages = VAR_DIR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_messages / "queue"),
        "data_folder_out": str(_messages / "queue"),
        "control_folder": str(_messages / "control"),
        "polling_interval": 0.05,
    }

# -- Mail. Every mail is a row first (community.notifications) and leaves by the transport that EMAIL_URL names.
EMAIL_BACKEND = "community.notifications.outbox.OutboxBackend"
EMAIL_URL = _url("EMAIL_URL", "", {"smtp", "smtps", "smtp+tls", "smtp+ssl", "console", "file", "memory", "anymail"})
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default=urlsplit(SITE_URL).hostname or "localhost")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <notify@{MAIL_DOMAIN}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where replies to mails arrive; the token of member and thread is added before the @. Unset: no mail invites a reply.
REPLY_ADDRESS = env.str("REPLY_ADDRESS", default="")
if REPLY_ADDRESS and not re.fullmatch(r"[\w.-]{1,24}@[\w.-]+", REPLY_ADDRESS):
    raise ImproperlyConfigured(f"REPLY_ADDRESS must be an address such as reply@example.com, not {REPLY_ADDRESS!r}.")
# The provider that posts them to /anymail/<provider>/inbound/, with the secrets that it shows.
INBOUND_URL = _url("INBOUND_URL", "", {"anymail"})
INBOUND_PROVIDER = urlsplit(INBOUND_URL).hostname or ""
ANYMAIL = {
    name.upper() if name == "webhook_secret" else f"{INBOUND_PROVIDER}_{name}".upper(): value
    for name, value in parse_qsl(urlsplit(INBOUND_URL).query)
}
if INBOUND_URL and ":" not in ANYMAIL.get("WEBHOOK_SECRET", ""):
    raise ImproperlyConfigured("INBOUND_URL must name a secret: anymail://provider?webhook_secret=user:password.")

# -- Files
STORAGE_URL = _url("STORAGE_URL", "", {"s3", "s3+http"})
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files"), "base_url": "/files/"},
    },
    "staticfiles": {"BACKEND": "community.lib.static.StaticStorage"},
}
if STORAGE_URL:
    if not urlsplit(STORAGE_URL).hostname or not urlsplit(STORAGE_URL).path.strip("/"):
        raise ImproperlyConfigured("STORAGE_URL must name a store and a bucket: s3://key:secret@host/bucket.")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("STORAGE_URL needs further packages: pip install 'django-storages[s3]'.")
    STORAGES["default"] = {"BACKEND": "community.lib.bucket.Bucket", "OPTIONS": {"url": STORAGE_URL}}
# Videos: how large and how long one may be, and how much room all of them may take.
VIDEO_MEGABYTES = _typed("VIDEO_MEGABYTES", env.int, 200, "a number of megabytes")
VIDEO_MINUTES = _typed("VIDEO_MINUTES", env.int, 20, "a number of minutes")
VIDEO_GIGABYTES = _typed("VIDEO_GIGABYTES", env.float, 20.0, "a number of gigabytes")
if not 0 <= VIDEO_MEGABYTES <= 2_000:
    raise ImproperlyConfigured(f"VIDEO_MEGABYTES must be a number from 0 to 2000, not {VIDEO_MEGABYTES}.")
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "community.lib.static.Joined",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Where `collectstatic` was never run (trying it out, tests), the files are served from where they stand.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists() and "collectstatic" not in sys.argv[1:2]
if WHITENOISE_USE_FINDERS:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Fonts for scripts that the ones for shared pictures lack: Chinese, Japanese, Korean and others. Those that are there are used.
CARD_FONTS = env.list(
    "CARD_FONTS",
    default=[
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
    ],
)
FILE_UPLOAD_HANDLERS = [
    "community.lib.uploads.RefuseLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Accounts
AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "community.members.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "community.members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_USERNAME_BLACKLIST = ["admin", "administrator", "staff", "support", "moderator", "porchlight", "system"]
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_USER_DISPLAY = "community.members.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_IS_SECURE else "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_IS_SECURE
MFA_TOTP_ISSUER = SITE_NAME
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# Staff pages ask for a second factor; trying it out must work without one.
STAFF_NEED_SECOND_FACTOR = not DEMO and _typed("STAFF_SECOND_FACTOR", env.bool, True, "true or false")

# -- Safety
SESSION_COOKIE_AGE = 60 * 60 * 24 * 28
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
SECURE_SSL_REDIRECT = SITE_IS_SECURE and _typed("SSL_REDIRECT", env.bool, True, "true or false")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if _typed("BEHIND_PROXY", env.bool, False, "true or false"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The guard against forged requests is a subclass of Django's, which this check does not see; ours does.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
CSRF_FAILURE_VIEW = "community.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# Limits count in the database, so all processes share them; tests of other things switch them off.
LIMITS_ENABLED = _typed("LIMITS_ENABLED", env.bool, True, "true or false")
LIMITS = _typed("LIMITS", env.dict, {}, "such as answer=4/m 100/d,vote=5/m 20/h")
for _rates in LIMITS.values():
    if not re.fullmatch(r"\d+/\d*[smhd]( \d+/\d*[smhd])*", _rates):
        raise ImproperlyConfigured(f"LIMITS must be such as answer=4/m 100/d,vote=5/m 20/h, not {_rates!r}.")

# -- Languages
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("it", _("Italian")),
    ("nl", _("Dutch")),
]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"LANGUAGE_CODE must be one of {', '.join(dict(LANGUAGES))}, not {LANGUAGE_CODE!r}.")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

TAGGIT_CASE_INSENSITIVE = True

# -- Similarity: "minilm" (English), "corpus" (learnt from the community's words), or "" for what fits the site.
EMBEDDER = env.str("EMBEDDER", default="")
if EMBEDDER not in ("", "minilm", "corpus"):
    raise ImproperlyConfigured(f"EMBEDDER must be minilm, corpus or empty, not {EMBEDDER!r}.")
# A folder with another model of the layout of all-MiniLM-L6-v2, instead of the installed one.
EMBEDDER_MODEL = env.str("EMBEDDER_MODEL", default="")

# -- Money, for figures: what one contact answered by staff costs.
COST_PER_CONTACT = _typed("COST_PER_CONTACT", env.float, 8.0, "a number")
CURRENCY = env.str("CURRENCY", default="EUR")
# Of a hundred members who ask, so many see no suggestions, so that it can be measured what these save. 0: nobody.
HELD_OUT_PERCENT = _typed("HELD_OUT_PERCENT", env.float, 10.0, "a number from 0 to 50")
if not 0 <= HELD_OUT_PERCENT <= 50:
    raise ImproperlyConfigured(f"HELD_OUT_PERCENT must be a number from 0 to 50, not {HELD_OUT_PERCENT:g}.")
# Common requests are found in what was asked in so many weeks.
MINING_WEEKS = _typed("MINING_WEEKS", env.int, 26, "a number of weeks")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
