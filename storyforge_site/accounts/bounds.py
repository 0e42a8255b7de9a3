"""What may be sent to pages and endpoints that are not ours to bound, looked at before anybody reads it.

Whoever looks for a CSRF token in a form reads all of it, and leaves files of any size on the disk. And allauth's
endpoints build whatever JSON they get, however deep.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError

from storyforge_site.drf import bounded_json, problem_page
from storyforge_site.lib.errors import Code, StoryforgeError

_THEIRS = "/v1/auth/app/"
_DIGITS = 18


class BoundedBodies:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if request.path.startswith(_THEIRS):
                _require_at_most(settings.API_MAX_BODY_BYTES, request)
                _require_plain(request)
            else:
                _require_at_most(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request)
        except (StoryforgeError, ValidationError) as error:
            return problem_page(error, request)
        return self.get_response(request)


def _require_at_most(limit: int, request: HttpRequest) -> None:
    """By the announced length; of a body without one nothing is read. Raises PAYLOAD_TOO_LARGE."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > _DIGITS or int(length) > limit:
        raise StoryforgeError(Code.PAYLOAD_TOO_LARGE)


def _require_plain(request: HttpRequest) -> None:
    """Raises ValidationError."""
    if request.body:
        bounded_json(request.body)
