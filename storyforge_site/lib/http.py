"""The one HTTP client. Only this module imports httpx.

An `Endpoint` is a vendor's base address with its time-out and the codes its failures become. What comes
back is untrusted: read raw up to a cap within a total deadline, never decompressed, parsed as one JSON object.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from storyforge_site.lib.errors import Code, Kind, StoryforgeError

_MAX_ANSWER_BYTES = 40 * 1024 * 1024
_CONNECT_SECONDS = 10.0
_RETRYABLE = frozenset({408, 409, 429, 529})

# 429s and 403s that are about money: no waiting helps, an operator must.
_MONEY = (
    "insufficient_quota",
    "credit_balance_exhausted",
    "spend_limit",
    "usage_limit_exceeded",
    "billing_hard_limit_reached",
)
_POLICY = ("content_policy_violation", "moderation_blocked", "content_filter")


@dataclass(frozen=True, slots=True)
class Endpoint:
    base_url: str
    headers: Mapping[str, str]
    timeout: float  # seconds for the whole exchange
    on_timeout: Code
    on_failure: Code

    def post(self, path: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send JSON, read JSON. Raises StoryforgeError with the endpoint's codes and says whether to try again."""
        try:
            status, headers, body = self._exchange(path, payload)
        except httpx.TimeoutException as error:
            raise StoryforgeError(self.on_timeout, repr(error), kind=Kind.RETRYABLE) from error
        except httpx.HTTPError as error:
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, repr(error), kind=Kind.RETRYABLE) from error
        if status != httpx.codes.OK:
            raise self._refusal(status, headers, body)
        return self._parsed(body)

    def _exchange(self, path: str, payload: Mapping[str, Any]) -> tuple[int, httpx.Headers, bytes]:
        deadline = time.monotonic() + self.timeout
        headers = {**self.headers, "Accept-Encoding": "identity"}
        limits = httpx.Timeout(self.timeout, connect=min(_CONNECT_SECONDS, self.timeout))
        url = self.base_url.rstrip("/") + path
        with _client().stream("POST", url, json=payload, headers=headers, timeout=limits) as response:
            chunks, size = [], 0
            for chunk in response.iter_raw():
                chunks.append(chunk)
                size += len(chunk)
                if size > _MAX_ANSWER_BYTES:
                    raise StoryforgeError(self.on_failure, f"answer over {_MAX_ANSWER_BYTES} bytes")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer came too slowly")
            return response.status_code, response.headers, b"".join(chunks)

    def _refusal(self, status: int, headers: httpx.Headers, body: bytes) -> StoryforgeError:
        note = f"HTTP {status}: {body[:300]!r}"
        said = body[:4000].decode(errors="replace")
        if any(word in said for word in _POLICY):
            return StoryforgeError(Code.SAFETY_OUTPUT, note)
        if any(word in said for word in _MONEY) or status in (401, 402, 403):
            return StoryforgeError(Code.PROVIDER_UNAVAILABLE, note)
        retryable = status in _RETRYABLE or status >= httpx.codes.INTERNAL_SERVER_ERROR
        kind = Kind.RETRYABLE if retryable else Kind.PERMANENT
        return StoryforgeError(self.on_failure, note, kind=kind, retry_after=_seconds(headers))

    def _parsed(self, body: bytes) -> dict[str, Any]:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StoryforgeError(self.on_failure, f"not JSON: {body[:200]!r}", kind=Kind.RETRYABLE) from error
        if not isinstance(data, dict):
            raise StoryforgeError(self.on_failure, "not a JSON object", kind=Kind.RETRYABLE)
        return data


def _seconds(headers: httpx.Headers) -> int | None:
    value = headers.get("retry-after", "")
    return int(value) if value.isdecimal() else None


@cache
def _client() -> httpx.Client:
    """One pool for the process; safe to share between threads. Never follows a redirect."""
    return httpx.Client(follow_redirects=False)
