"""How many of a reader's books are being made: a badge on the pages of the site, in the browser that ordered them."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from books.models import MAKING_BOOKS, Job

_KEY = "being_made"


def remember(request: HttpRequest) -> None:
    """A book was ordered here. Until it is finished every page looks; before and after, none asks the database."""
    request.session[_KEY] = True


def being_made(request: HttpRequest) -> dict[str, Any]:
    """For templates; looks only on a page that shows it."""
    return {"number_being_made": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    session = getattr(request, "session", {})
    if not session.get(_KEY) or not request.user.is_authenticated:
        return 0
    count = Job.objects.filter(kind__in=MAKING_BOOKS).owned_by(request.user).open().count()
    if not count:
        del session[_KEY]
    return count
