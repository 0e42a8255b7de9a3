"""Every setting, read once from the environment; each default works on a laptop.

Those about the API, about making books and about models are in `api_settings.py`, `book_settings.py` and
`provider_settings.py`; to Django all of them are this module.
"""

import hashlib
import math
import mimetypes
from typing import Any

from csp.constants import NONE, SELF

from storyforge_site.api_settings import *  # noqa: F403
from storyforge_site.book_settings import *  # noqa: F403
from storyforge_site.environment import BASE_DIR, env, secret
from storyforge_site.lib import logs
from storyforge_site.provider_settings import *  # noqa: F403

# --- the site ---------------------------------------------------------------------------------
DEBUG: bool = env.bool("DEBUG", default=True)
SECRET_KEY: str = secret("SECRET_KEY", "laptop-only-not-a-secret")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "django_q",
    "django_htmx",
    "csp",
    "storyforge_site",
    "storyforge_site.accounts",
    "storyforge_site.safety",
    "credits",
    "characters",
    "books",
    "streaks",
]

MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "storyforge_site.lib.compressed.CompressedPagesMiddleware",
    "storyforge_site.lib.request_id.RequestIdMiddleware",
    "storyforge_site.lib.observed.ObservedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "storyforge_site.accounts.seeing.SeeingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "storyforge_site.accounts.bounds.BoundedBodies",
    "django_htmx.middleware.HtmxMiddleware",
    "storyforge_site.problems.ProblemPagesMiddleware",
]

ROOT_URLCONF = "storyforge_site.urls"
WSGI_APPLICATION = "storyforge_site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "storyforge_site.appearance.appearance",
                "books.being_made.being_made",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- words and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- the database -----------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if ON_SQLITE:
    # IMMEDIATE and WAL: without them two writers meet "database is locked" instead of waiting.
    # FULL: with less, a power cut may lose the last orders.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A file rather than memory, so that a real worker process can share it with a test.
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "test.sqlite3")}
else:
    # Reconnecting for every task costs four fifths of the queue's throughput.
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A process that was paused inside a transaction, or a host that vanished, must not hold up all the others.
    patience = {
        "idle_in_transaction_session_timeout": env.str("DATABASE_IDLE_LIMIT", default="15s"),
        "lock_timeout": env.str("DATABASE_LOCK_LIMIT", default="20s"),
    }
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 20_000,
        "options": " ".join(f"-c {name}={value}" for name, value in patience.items()),
        # A statement that comes again is planned once for each connection: planning costs most of a small query.
        # Off behind a pooler that hands a connection to somebody else after each transaction.
        **({"server_side_binding": True, "prepare_threshold": 2} if env.bool("DATABASE_PREPARE", default=True) else {}),
        **DATABASES["default"].get("OPTIONS", {}),
    }

# --- cache ------------------------------------------------------------------------------------
REDIS_URL: str = env.str("REDIS_URL", default="")
_ON_REDIS = {
    "LOCATION": REDIS_URL,
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # without it a silent server holds us for ever
}
_HERE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "storyforge_site.lib.cache.KeptRedisCache", **_ON_REDIS} if REDIS_URL else _HERE,
    "counters": {"BACKEND": "storyforge_site.lib.cache.CountingRedisCache", **_ON_REDIS} if REDIS_URL else _HERE,
}

# --- files ------------------------------------------------------------------------------------
S3_BUCKET: str = env.str("S3_BUCKET", default="")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
FILES_URL = "/files/"
mimetypes.add_type("image/webp", ".webp")  # which Python 3.11 knows only where the system does
FILE_URL_LIFETIME_HOURS: int = env.int("FILE_URL_LIFETIME_HOURS", default=24)
STATIC_URL = "/static/"
STATIC_ROOT = None if DEBUG else env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "storyforge_site.lib.signed_files.SignedFileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if S3_BUCKET:
    from botocore.config import Config  # a quarter of a second, which nobody else need wait at every start

    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT", default="") or None,
            "access_key": secret("S3_ACCESS_KEY") or None,
            "secret_key": secret("S3_SECRET_KEY") or None,
            "querystring_expire": FILE_URL_LIFETIME_HOURS * 3600,
            "file_overwrite": True,
            # The library waits a minute five times over; `books.storage` tries again by itself.
            "client_config": Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 1}),
        },
    }
WHITENOISE_USE_FINDERS = DEBUG

# --- accounts ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "storyforge_site.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", default="optional")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# How many proxies of our own stand before us. Without it all families behind one would share their limits by address.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
SESSION_ENGINE = "storyforge_site.accounts.sessions"
# Apps: an access token for minutes, a refresh token that is used once. Both belong to a session in the database and die
# with it, so signing out, a new password and erasure count at once.
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "storyforge_site.accounts.tokens.AppTokens"  # noqa: S105  (a path, no secret)
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = hashlib.sha256(f"storyforge.tokens:{SECRET_KEY}".encode()).hexdigest()
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN: int = env.int("ACCESS_TOKEN_SECONDS", default=900)
# Long, because a guest who stays away longer cannot come back to the books.
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN: int = env.int("REFRESH_TOKEN_DAYS", default=90) * 86_400
REFRESH_AGAIN_SECONDS: int = env.int("REFRESH_AGAIN_SECONDS", default=60)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Storyforge"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Signing in with another house is off until its id is set. Apple wants three more things than the others.
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    provider: {"APPS": [{"client_id": client_id, "secret": secret(f"{provider.upper()}_CLIENT_SECRET"), "key": ""}]}
    for provider in ("google", "kakao", "line")
    if (client_id := env.str(f"{provider.upper()}_CLIENT_ID", default=""))
}
APPLE_CLIENT_ID: str = env.str("APPLE_CLIENT_ID", default="")
if APPLE_CLIENT_ID:
    apple: dict[str, Any] = {
        "client_id": APPLE_CLIENT_ID,
        "secret": env.str("APPLE_KEY_ID", default=""),
        "key": env.str("APPLE_TEAM_ID", default=""),
        "settings": {"certificate_key": secret("APPLE_PRIVATE_KEY")},
    }
    SOCIALACCOUNT_PROVIDERS["apple"] = {"APPS": [apple]}
INSTALLED_APPS += [f"allauth.socialaccount.providers.{provider}" for provider in SOCIALACCOUNT_PROVIDERS]
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
EMAIL_CONFIG: dict[str, Any] = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Storyforge <hello@localhost>")

# --- the queue --------------------------------------------------------------------------------
# One task at a time per worker and nothing prefetched beyond it. `retry` counts from the prefetch, so
# it must outlast a waiting task and a running one: (timeout + 4) * (1 + ceil((queue_limit + 1) / workers)).
Q_WORKERS: int = env.int("Q_WORKERS", default=2)
TASK_TIMEOUT_SECONDS: int = env.int("TASK_TIMEOUT_SECONDS", default=120)
TASK_RETRY_SECONDS: int = (TASK_TIMEOUT_SECONDS + 4) * (1 + math.ceil(2 / Q_WORKERS)) + 60
Q_CLUSTER: dict[str, Any] = {
    "name": "storyforge",
    "workers": Q_WORKERS,
    "timeout": TASK_TIMEOUT_SECONDS,
    "retry": env.int("TASK_RETRY_SECONDS", default=TASK_RETRY_SECONDS),
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.05,
    "save_limit": -1,  # keeping successes costs most of the queue's throughput
    "ack_failures": True,
    "max_attempts": 3,
    "catch_up": False,
    "label": "Queue",
}
# "orm" keeps the queue in the database, in the transaction of the work it is for. "redis" is faster and may
# lose a task; the watchdog queues it again after `JOB_FORGOTTEN_SECONDS`.
Q_BROKER: str = env.str("Q_BROKER", default="orm")
if Q_BROKER == "redis":
    Q_CLUSTER["redis"] = REDIS_URL
else:
    Q_CLUSTER |= {"orm": "default", "broker_class": "storyforge_site.lib.broker.DatabaseClockBroker"}

# --- in production ----------------------------------------------------------------------------
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True

# What a page may load: nothing that is written into it, and from elsewhere only a store's pictures and sounds.
FILE_ORIGINS: list[str] = env.list(
    "FILE_ORIGINS", default=[env.str("S3_ENDPOINT", default="") or "https://*.amazonaws.com"] if S3_BUCKET else []
)
_SIGN_IN_PAGES = {
    "google": "https://accounts.google.com",
    "kakao": "https://kauth.kakao.com",
    "line": "https://access.line.me",
    "apple": "https://appleid.apple.com",
}
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", *FILE_ORIGINS],  # data: is the square code of the second step
        "media-src": [SELF, *FILE_ORIGINS],
        "connect-src": [SELF, *FILE_ORIGINS],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *(_SIGN_IN_PAGES[provider] for provider in SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

METRICS_TOKEN: str = secret("METRICS_TOKEN")  # who may read /metrics from elsewhere

LOGGING = logs.configuration(
    level=env.str("LOG_LEVEL", default="INFO"),
    as_json=env.str("LOG_FORMAT", default="line" if DEBUG else "json") == "json",
)
