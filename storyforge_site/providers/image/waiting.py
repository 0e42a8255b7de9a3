"""Pictures that a vendor begins now and has ready later: begun once, then asked for until they are there.

Beginning one buys a picture, so its ticket is put away before anything else happens: a worker that takes over asks
for that picture, and a request to begin is sent again only when the vendor said it did not take it.
"""

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.conf import settings

from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import ImageRequest

_POLL_SECONDS = 1.0
_UNFIT = re.compile(r"nsfw|safety|sensitive|content.policy|moderation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What became of a picture: neither an address nor a failure while it is in the making."""

    address: str = ""
    failure: str = ""
    is_stopped: bool = False


class Queue(Protocol):
    """A vendor's way of doing so. A ticket is whatever it takes to ask again, as text."""

    name: str
    endpoint: Endpoint

    def order(self, request: ImageRequest) -> tuple[str, Mapping[str, Any]]:
        """Where to begin a picture, and with which words."""
        ...

    def ticket_in(self, answer: Mapping[str, Any], request: ImageRequest) -> str: ...

    def is_ticket(self, ticket: str) -> bool: ...

    def look(self, ticket: str) -> Look: ...

    def stop(self, ticket: str) -> None: ...


def picture_from(queue: Queue, request: ImageRequest) -> tuple[bytes, str]:
    """The picture and its ticket: of the one in the making, or a new one, again when one failed by itself."""
    note = ""
    for _attempt in range(settings.IMAGE_MAX_RETRIES):
        ticket = _in_the_making(queue, request) or _begin(queue, request)
        found = _wait_for(queue, ticket) or _stopped(queue, ticket)
        if found is None:
            raise _too_slow(queue)
        if found.address:
            address = found.address
            data = with_retries(lambda: queue.endpoint.download(address), attempts=settings.IMAGE_MAX_RETRIES)  # noqa: B023
            return data, ticket
        _keep(queue, request, "")
        if found.is_stopped:
            raise _too_slow(queue)
        note = found.failure
        if _UNFIT.search(note):
            raise StoryforgeError(Code.SAFETY_OUTPUT, note)
    raise StoryforgeError(Code.IMAGE_FAILED, note, kind=Kind.RETRYABLE)


def _in_the_making(queue: Queue, request: ImageRequest) -> str:
    ticket = request.ticket.read(queue.name) if request.ticket else ""
    return ticket if queue.is_ticket(ticket) else ""


def _begin(queue: Queue, request: ImageRequest) -> str:
    path, payload = queue.order(request)
    answer = with_retries(
        lambda: queue.endpoint.post(path, payload), attempts=settings.IMAGE_MAX_RETRIES, only=Code.IMAGE_RATE_LIMIT
    )
    ticket = queue.ticket_in(answer, request)
    if not queue.is_ticket(ticket):
        raise StoryforgeError(Code.IMAGE_FAILED, "a picture was begun without a ticket")
    _keep(queue, request, ticket)
    return ticket


def _keep(queue: Queue, request: ImageRequest, ticket: str) -> None:
    if request.ticket:
        request.ticket.write(queue.name, ticket)


def _wait_for(queue: Queue, ticket: str) -> Look | None:
    """How it ended, well or badly; None when it took too long."""
    deadline = monotonic() + settings.IMAGE_TIMEOUT
    while monotonic() < deadline:
        found = queue.look(ticket)
        if found.address or found.failure:
            return found
        time.sleep(_POLL_SECONDS)
    return None


def _stopped(queue: Queue, ticket: str) -> Look | None:
    """So that nobody pays for what nobody waits for; it may just have become ready. None if it cannot be stopped."""
    with suppress(StoryforgeError, OutOfTime):
        queue.stop(ticket)
    try:
        found = queue.look(ticket)
    except (StoryforgeError, OutOfTime):
        return None
    return replace(found, is_stopped=True) if found.address or found.failure else None


def _too_slow(queue: Queue) -> StoryforgeError:
    return StoryforgeError(Code.IMAGE_TIMEOUT, f"{queue.name} was too slow", kind=Kind.RETRYABLE)
