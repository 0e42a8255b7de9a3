"""The part of the settings about the API: its description, who may read it from elsewhere, how often and how much."""

from typing import Any

from corsheaders.defaults import default_headers

from storyforge_site.environment import env

# Authentication, parsing and errors are set on `drf.ApiView`, the base of every endpoint.
REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "storyforge_site.schema.OurSchema"}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Storyforge",
    "DESCRIPTION": "Picture books from a child's idea: the API of the mobile app and of the writing studio.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/(v1|api)/",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "storyforge_site.examples.put_in",
    ],
    "ENUM_NAME_OVERRIDES": {
        "JobStatusEnum": "books.models.JobStatus",
        "LanguageEnum": "storyforge_site.lib.choices.Language",
        "BookLanguageEnum": "storyforge_site.lib.choices.BookLanguage",
        "SubscriptionStatusEnum": "credits.models.SubscriptionStatus",
        "RemakeModeEnum": "books.api.remaking.MODES",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
# Pages of other sites may read the API only from the origins named here; a cookie of ours is never sent along.
CORS_ALLOWED_ORIGINS: list[str] = env.list("STORYFORGE_CORS_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/(v1|api|health)/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = (*default_headers, "idempotency-key", "x-idempotency-key", "if-none-match", "accept-language")
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "X-Request-ID",
)
API_MAX_BODY_BYTES = 1024 * 1024
API_MAX_JSON_DEPTH = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
# Streams of events at once in one web process, and how long each lasts before the client comes back.
EVENT_STREAMS: int = env.int("EVENT_STREAMS", default=8)
EVENT_STREAM_SECONDS: int = env.int("EVENT_STREAM_SECONDS", default=50)
IDEMPOTENCY_HOURS = 24
IDEMPOTENCY_WAIT_SECONDS: int = env.int("IDEMPOTENCY_WAIT_SECONDS", default=3)
IDEMPOTENCY_ASKING_SECONDS = 90  # longer than any vendor is waited for within a request
RATE_GENERATE: str = env.str("RATE_GENERATE", default="10/m")
RATE_API: str = env.str("RATE_API", default="240/m")
RATE_GUEST: str = env.str("RATE_GUEST", default="20/h")
RATE_EXPORT: str = env.str("RATE_EXPORT", default="6/h")
RATELIMIT_ENABLE: bool = env.bool("RATELIMIT_ENABLE", default=True)
RATELIMIT_USE_CACHE = "counters"
