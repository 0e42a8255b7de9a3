"""Refusals and failures as pages: kind, in the look of the site, and with a way on."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from storyforge_site.appearance import Appearance, of_device
from storyforge_site.drf import STATUS_OF
from storyforge_site.lib.errors import StoryforgeError

log = logging.getLogger(__name__)

_PAGES = {402: "402.html", 403: "403.html", 404: "404.html", 429: "429.html", 503: "503.html"}
_PLAIN = "<!doctype html><title>Storyforge</title><h1>Something went wrong on our side.</h1><p>Please try again.</p>"


class ProblemPagesMiddleware:
    """What a page's view raises on purpose; the API answers for itself before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, StoryforgeError):
            return None
        status = STATUS_OF.get(error.code, 500)
        if status not in _PAGES:
            return None
        response = render(request, _PAGES[status], {"sentence": error.sentence}, status=status)
        if error.retry_after is not None:
            response["Retry-After"] = str(error.retry_after)
        return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks no database who is there, for it may be what has failed, and depends on as little else as can be."""
    try:
        page: str = render_to_string("500.html", {"appearance": Appearance(**of_device(request))})
    except Exception:
        log.exception("the page about an error failed too")
        page = _PLAIN
    return HttpResponse(page, status=500)
