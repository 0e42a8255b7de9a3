"""Every request has an id: the proxy's, when it sends a sane one, or ours. It is on the answer, in
every problem body and on every line of the log."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from storyforge_site.lib import logs
from storyforge_site.lib.ids import new_id

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def of_now() -> str:
    """The id of the request that is being answered; "" outside of one."""
    return logs.current("request_id")


def request_id(request: HttpRequest) -> str:
    """The id given by the middleware; "" outside of a request cycle."""
    return getattr(request, "storyforge_id", "")


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        identity = given if _SANE.fullmatch(given) else new_id("req")
        request.storyforge_id = identity  # type: ignore[attr-defined]
        logs.begin(request_id=identity)
        response = self.get_response(request)
        response[HEADER] = identity
        return response
