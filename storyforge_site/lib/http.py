"""The one HTTP client. Only this module imports httpx.

An `Endpoint` is a vendor's base address with its time-out and the codes its failures become. What comes
back is untrusted: read raw up to a cap within a total deadline, never decompressed, parsed as one JSON object.
Every endpoint has a circuit breaker of its own.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import httpcore
import httpx

from storyforge_site.lib import deadlines, metering, wire
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError

Answer = TypeVar("Answer")

_MAX_ANSWER_BYTES = 40 * 1024 * 1024
_CONNECT_SECONDS = 10.0
_RETRYABLE = frozenset({408, 409, 429, 529})

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

# 429s and 403s that are about money: no waiting helps, an operator must.
_MONEY = (
    "insufficient_quota",
    "credit_balance_exhausted",
    "spend_limit",
    "usage_limit_exceeded",
    "billing_hard_limit_reached",
)
_GOOD = frozenset({200, 201, 202})
_PICTURE = re.compile(rb"data:image/[^\s\"'<>]*|[A-Za-z0-9+/\\]{100,}={0,2}")  # as a data address, or bare base64
_POLICY = ("content_policy_violation", "moderation_blocked", "content_filter")


@dataclass(frozen=True, slots=True)
class Endpoint:
    name: str  # "text:openai": names the breaker
    base_url: str
    headers: Mapping[str, str]
    timeout: float  # seconds for a whole exchange
    on_timeout: Code
    on_failure: Code
    on_busy: Code | None = None  # for HTTP 429; else `on_failure`

    def post(self, path: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send JSON, read JSON. Raises StoryforgeError with the endpoint's codes and says whether to try again."""
        return self._ask("POST", self._at(path), self._parsed, payload=payload)

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", self._at(path), self._parsed)

    def download(self, url: str) -> bytes:
        """The bytes at an address a vendor named: over https from a public host, or from the configured one."""
        origin = _origin(url)
        if origin == _origin(self.base_url):
            return self._ask("GET", url, bytes)
        if origin is None or origin[0] != "https":
            raise StoryforgeError(self.on_failure, f"not fetched: {url[:200]!r}")
        return self._ask("GET", url, bytes, client=_public_client(), headers={})

    def _at(self, path: str) -> str:
        return self.base_url.rstrip("/") + path

    def _ask(
        self,
        method: str,
        url: str,
        read: Callable[[bytes], Answer],
        *,
        payload: Mapping[str, Any] | None = None,
        client: httpx.Client | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One exchange through the breaker, which learns how it went. Raises OutOfTime when there is not enough left.

        What is only asked about was bought before, so an open breaker lets it pass.
        """
        if deadlines.left() < self.timeout / 2:
            raise OutOfTime(self.name)
        breaker = Breaker(self.name)
        if method == "POST" and not breaker.lets_through():
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"the circuit of {self.name} is open")
        client = client or _client()
        limits = httpx.Timeout(self.timeout, connect=min(_CONNECT_SECONDS, self.timeout))
        sent = {**(self.headers if headers is None else headers), "Accept-Encoding": "identity"}
        request = client.build_request(method, url, json=payload, headers=sent, timeout=limits)
        try:
            status, answered, body = self._exchange(client, request)
            if status not in _GOOD:
                raise self._refusal(status, answered, body)
            if method == "POST":
                metering.took()
            answer = read(body)
        except StoryforgeError as error:
            if error.kind is Kind.RETRYABLE or error.code is Code.PROVIDER_UNAVAILABLE:
                breaker.failed(for_good=error.kind is Kind.PERMANENT)
            raise
        breaker.succeeded()
        return answer

    def _exchange(self, client: httpx.Client, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        try:
            with deadlines.within(self.timeout):
                response = client.send(request, stream=True)
                try:
                    return response.status_code, response.headers, self._read(response)
                finally:
                    response.close()
        except _NEVER_SENT as error:
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, repr(error), kind=Kind.RETRYABLE) from error
        except httpx.TimeoutException as error:
            metering.took()
            raise StoryforgeError(self.on_timeout, repr(error), kind=Kind.RETRYABLE) from error
        except httpx.HTTPError as error:
            metering.took()
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, repr(error), kind=Kind.RETRYABLE) from error

    def _read(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > _MAX_ANSWER_BYTES:
                metering.took()
                raise StoryforgeError(self.on_failure, f"answer over {_MAX_ANSWER_BYTES} bytes")
        return bytes(body)

    def _refusal(self, status: int, headers: httpx.Headers, body: bytes) -> StoryforgeError:
        note = f"HTTP {status}: {_quoted(body, 300)}"
        said = body[:4000].decode(errors="replace")
        if any(word in said for word in _POLICY):
            return StoryforgeError(Code.SAFETY_OUTPUT, note)
        if any(word in said for word in _MONEY) or status in (401, 402, 403):
            return StoryforgeError(Code.PROVIDER_UNAVAILABLE, note)
        retryable = status in _RETRYABLE or status >= httpx.codes.INTERNAL_SERVER_ERROR
        kind = Kind.RETRYABLE if retryable else Kind.PERMANENT
        code = self.on_busy if self.on_busy and status == httpx.codes.TOO_MANY_REQUESTS else self.on_failure
        return StoryforgeError(code, note, kind=kind, retry_after=_seconds(headers))

    def _parsed(self, body: bytes) -> dict[str, Any]:
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise StoryforgeError(self.on_failure, f"not JSON: {_quoted(body, 200)}", kind=Kind.RETRYABLE) from error
        if not isinstance(data, dict):
            raise StoryforgeError(self.on_failure, "not a JSON object", kind=Kind.RETRYABLE)
        return data


def _quoted(body: bytes, length: int) -> str:
    """The beginning of an answer, for the log. A vendor may quote what it was sent, and that may be a child's photo."""
    return repr(_PICTURE.sub(b"(a picture)", body)[:length])


def _seconds(headers: httpx.Headers) -> int | None:
    value = headers.get("retry-after", "")
    return int(value) if value.isdecimal() else None


def _origin(url: str) -> tuple[str, str] | None:
    """None for what is no address."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None
    return parsed.scheme, parsed.netloc.decode()


@cache
def _client() -> httpx.Client:
    """One pool for the process, for hosts the operator configured; safe to share between threads."""
    return httpx.Client(transport=_Transport(public_only=False))


@cache
def _public_client() -> httpx.Client:
    """For addresses that strangers name."""
    return httpx.Client(transport=_Transport(public_only=True))


class _Transport(httpx.HTTPTransport):
    """The library's own, on sockets of ours. A client with a transport of its own reads no proxy from outside."""

    def __init__(self, *, public_only: bool) -> None:
        super().__init__()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=wire.Backend(public_only=public_only)
        )
