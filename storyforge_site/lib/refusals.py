"""What a vendor's refusal means: whether to ask again and when, whether an operator must act, whether it is policy."""

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, Kind, StoryforgeError

_RETRYABLE = frozenset({408, 409, 429, 529})
_SERVER_ERROR = 500
_TOO_MANY = 429
GONE = frozenset({404, 410})  # a retired model, a wrong address: it is asked for nothing else, but lives
_BEGINNINGS = (b"{", b"[", b",")  # of a value; a picture's base64 has none of them
_MOST_VALUES = 500_000  # a hundred bytes each once they are read
_READ = 4000  # bytes of an answer that is no answer

# What is about money or the key, whatever its status: no waiting helps, an operator must.
_MONEY = (
    "insufficient_quota",
    "credit_balance_exhausted",
    "spend_limit",
    "usage_limit_exceeded",
    "billing_hard_limit_reached",
    "quota_exceeded",
    "PerDay",  # Gemini's quotas of a day
    "API_KEY_INVALID",  # Gemini says so with a 400
    "FAILED_PRECONDITION",  # and so that it is not to be had in this country, or not unpaid
    "credit balance is too low",  # and Anthropic this
)
_POLICY = (
    "content_policy_violation",
    "moderation_blocked",
    "content_filter",
    "content filtering policy",
    "content_against_policy",
)
_PICTURE = re.compile(rb"data:image/[^\s\"'<>]*|[A-Za-z0-9+/\\]{100,}={0,2}")  # as a data address, or bare base64
_OUR_WORDS = re.compile(rb'"input"\s*:.*', re.DOTALL)  # fal says back what it was told
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_RETRY_INFO = re.compile(rf'"retryDelay":\s*"({_NUMBER})s"')
_LONGEST_SECONDS = 24 * 3600


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, *, on_failure: Code, on_busy: Code | None, is_asked: bool
) -> StoryforgeError:
    """`is_asked`: for work, rather than about work that was ordered before, which may be gone by itself."""
    note = f"HTTP {status}: {quoted(body, 300)}"
    said = body[:_READ].decode(errors="replace")
    if any(word in said for word in _POLICY):
        return StoryforgeError(Code.SAFETY_OUTPUT, note)
    if (
        any(word in _without_our_words(said) for word in _MONEY)
        or status in (401, 402, 403)
        or (is_asked and status in GONE)
    ):
        return StoryforgeError(Code.PROVIDER_UNAVAILABLE, note)
    kind = Kind.RETRYABLE if _may_pass(status, headers) else Kind.PERMANENT
    code = on_busy if on_busy and status == _TOO_MANY else on_failure
    return StoryforgeError(code, note, kind=kind, retry_after=_seconds(headers, said))


def quoted(body: bytes, length: int) -> str:
    """The beginning of an answer, for the log. A vendor may quote what it was sent, and that may be a child's photo."""
    return repr(_PICTURE.sub(b"(a picture)", _OUR_WORDS.sub(b"(our words)", body))[:length])


def _may_pass(status: int, headers: Mapping[str, str]) -> bool:
    """The vendor's own word on it counts before the number."""
    for name in ("x-should-retry", "x-fal-retryable"):
        said = headers.get(name, "").strip().lower()
        if said in ("true", "false"):
            return said == "true"
    return status in _RETRYABLE or status >= _SERVER_ERROR


def _seconds(headers: Mapping[str, str], said: str) -> int | None:
    """How long the vendor asks us to wait: in milliseconds, in seconds, until a date, or in Google's RetryInfo."""
    milliseconds, wait = headers.get("retry-after-ms", "").strip(), headers.get("retry-after", "").strip()
    info = _RETRY_INFO.search(said)
    if re.fullmatch(_NUMBER, milliseconds):
        return _in_a_day(float(milliseconds) / 1000)
    if re.fullmatch(_NUMBER, wait):
        return _in_a_day(float(wait))
    return _until(wait) if wait else _in_a_day(float(info[1])) if info else None


def _until(date: str) -> int | None:
    try:
        moment = parsedate_to_datetime(date)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return _in_a_day((moment - now()).total_seconds())
    except (ValueError, OverflowError):
        return None


def _in_a_day(seconds: float) -> int:
    return math.ceil(min(max(0.0, seconds), _LONGEST_SECONDS))


def _without_our_words(said: str) -> str:
    """A family that writes of an empty account must not close ours."""
    return _OUR_WORDS.sub(b"", said.encode()).decode()


def object_in(body: bytes, code: Code, *, quiet: Callable[[bytes], bytes]) -> dict[str, Any]:
    """One JSON object. `quiet` leaves out what must not be quoted.

    Raises `code`, worth another try: a proxy's page in between is gone a moment later.
    """
    if sum(map(body.count, _BEGINNINGS)) > _MOST_VALUES:
        raise StoryforgeError(code, f"JSON of too many values in {len(body)} bytes", kind=Kind.RETRYABLE)
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise StoryforgeError(code, f"not JSON: {quoted(quiet(body), 200)}", kind=Kind.RETRYABLE) from error
    if not isinstance(data, dict):
        raise StoryforgeError(code, "not a JSON object", kind=Kind.RETRYABLE)
    return data
