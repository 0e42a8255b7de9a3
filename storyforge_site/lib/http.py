"""The one HTTP client. Only this module imports httpx.

An `Endpoint` is a vendor's base address with its time-out and the codes its failures become. What comes
back is untrusted: read raw up to a cap within a total deadline, never decompressed, parsed as one JSON object.
Every endpoint has a circuit breaker of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import httpcore
import httpx
from django.conf import settings

from storyforge_site.lib import deadlines, metering, meters, wire
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.payload import as_json
from storyforge_site.lib.refusals import GONE, object_in, refusal

Answer = TypeVar("Answer")
Part = tuple[str, tuple[str, bytes, str]]  # field, (file name, content, media type)

_MAX_ANSWER_BYTES = 40 * 1024 * 1024
_CONNECT_SECONDS = 10.0
_SHORTEST_KEY = 12  # what is shorter may stand anywhere

_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_GOOD = frozenset({200, 201, 202})
_LOST = frozenset({502, 504})  # a gateway has no answer: what is behind it may have made one


@dataclass(frozen=True, slots=True)
class Endpoint:
    name: str  # "text:openai": names the breaker
    base_url: str
    headers: Mapping[str, str] = field(repr=False)  # the key is in one of them
    timeout: float  # seconds for a whole exchange
    on_timeout: Code
    on_failure: Code
    on_busy: Code | None = None  # for HTTP 429; else `on_failure`

    def post(self, path: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Send JSON, read JSON. Raises StoryforgeError with the endpoint's codes and says whether to try again."""
        return self._ask("POST", self._at(path), self._parsed, {"json": payload}, buys=True)

    def post_form(self, path: str, fields: Mapping[str, str], pictures: Sequence[Part]) -> dict[str, Any]:
        """Send a form with files, read JSON."""
        return self._ask("POST", self._at(path), self._parsed, {"data": fields, "files": list(pictures)}, buys=True)

    def post_for_bytes(self, path: str, payload: Mapping[str, Any]) -> bytes:
        """Send JSON, read what it is: a sound."""
        return self._ask("POST", self._at(path), bytes, {"json": payload}, buys=True)

    def stop(self, path: str) -> None:
        """POST about what was begun before: it buys nothing."""
        self._ask("POST", self._at(path), bytes, {"json": {}}, buys=False)

    def put(self, path: str) -> dict[str, Any]:
        return self._ask("PUT", self._at(path), self._parsed)

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", self._at(path), self._parsed)

    def download(self, url: str) -> bytes:
        """The bytes at an address a vendor named: over https from a public host, or from the configured one."""
        origin = _origin(url)
        if origin == _origin(self.base_url):
            return self._ask("GET", url, bytes)
        if origin is None or origin[0] != "https":
            raise StoryforgeError(self.on_failure, f"not fetched: {url[:200]!r}")
        return self._fetched(url)

    def _at(self, path: str) -> str:
        """A path, or a whole address that the vendor named: on the configured host, which is sent our key."""
        if path.startswith("/"):
            return self.base_url.rstrip("/") + path
        if _origin(path) != _origin(self.base_url):
            raise StoryforgeError(self.on_failure, f"not asked: {path[:200]!r}")
        return path

    def _ask(
        self,
        method: str,
        url: str,
        read: Callable[[bytes], Answer],
        content: Mapping[str, Any] | None = None,
        *,
        buys: bool = False,
    ) -> Answer:
        """One exchange through the breaker, which learns how it went. Raises OutOfTime when there is not enough left.

        What is only asked about was bought before, so an open breaker lets it pass.
        """
        request = self._request(_client(), method, url, self.headers, content or {})
        breaker = Breaker(self.name)
        if buys and not breaker.lets_through():
            note, probe = f"the circuit of {self.name} is open", settings.BREAKER_PROBE_SECONDS
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, note, retry_after=probe)
        status = 0
        try:
            with meters.exchange(self.name), nullcontext() if buys else metering.meter():
                status, answered, body = self._exchange(_client(), request)
                if status in _GOOD or status in _LOST:
                    metering.took()
                if status not in _GOOD:
                    raise self._refusal(status, answered, body, is_asked=buys)
                answer = read(body)
        except StoryforgeError as error:
            if status not in GONE and error.may_pass:
                breaker.failed(for_good=error.kind is Kind.PERMANENT)
            raise
        breaker.succeeded()
        return answer

    def _fetched(self, url: str) -> bytes:
        """From somebody else's host: without our key, and whatever happens there is not the vendor's fault."""
        request = self._request(_public_client(), "GET", url, {}, {})
        with meters.exchange(self.name), metering.meter():
            status, answered, body = self._exchange(_public_client(), request)
            if status in _GOOD:
                return body
            error = self._refusal(status, answered, body, is_asked=False)
        raise StoryforgeError(self.on_failure, error.note, kind=error.kind, retry_after=error.retry_after)

    def _request(
        self, client: httpx.Client, method: str, url: str, headers: Mapping[str, str], content: Mapping[str, Any]
    ) -> httpx.Request:
        if deadlines.left() < self.timeout / 2:
            raise OutOfTime(self.name)
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"the key of {self.name} holds what no header can")
        limits = httpx.Timeout(self.timeout, connect=min(_CONNECT_SECONDS, self.timeout))
        sent = {**headers, "Accept-Encoding": "identity"}
        try:
            if "json" in content:
                sent["Content-Type"] = "application/json"
                content = {"content": as_json(content["json"])}
            return client.build_request(method, url, headers=sent, timeout=limits, **content)
        except (httpx.InvalidURL, ValueError) as error:
            raise StoryforgeError(self.on_failure, f"not asked: {type(error).__name__}") from None

    def _refusal(self, status: int, headers: httpx.Headers, body: bytes, *, is_asked: bool) -> StoryforgeError:
        return refusal(
            status, headers, self._quiet(body), on_failure=self.on_failure, on_busy=self.on_busy, is_asked=is_asked
        )

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

    def _parsed(self, body: bytes) -> dict[str, Any]:
        return object_in(body, self.on_failure, quiet=self._quiet)

    def _quiet(self, body: bytes) -> bytes:
        """Without our key: some vendors say back what they refuse, and an answer that is none is quoted in a log."""
        for value in self.headers.values():
            key = value.rpartition(" ")[2].encode()
            if len(key) >= _SHORTEST_KEY:
                body = body.replace(key, b"(our key)")
        return body


def authorization(key: str, scheme: str = "Bearer") -> dict[str, str]:
    """None where there is no key: a server of one's own may want none."""
    return {"Authorization": f"{scheme} {key}"} if key else {}


def prepare() -> None:
    """Make the clients, which have no connection yet: for processes that are forked from this one."""
    _client()
    _public_client()


def _origin(url: str) -> tuple[str, str] | None:
    """None for what is no address, or one that brings a name and a password of its own."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None
    return None if parsed.userinfo else (parsed.scheme, parsed.netloc.decode())


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
