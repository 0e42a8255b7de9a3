"""Staff see the site as a family does: for half an hour, with a reason, and without a way to change anything.

Whose eyes they lend is kept in their own session. Until they end it, pages of the site are answered as to the family;
the admin stays the admin. A form that is sent is refused, and whatever a page writes while it is looked at is rolled
back. Nobody sees as staff, where more could be read than a family's books, nor what signs somebody in.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.stafflog import write_down

log = logging.getLogger(__name__)

SECONDS = 30 * 60
PERMISSION = "accounts.see_as_user"
_KEY = "seen_as"
_COOKIE = "seeing"  # only says that a session is worth looking into, which else costs every request a query
_SAFE = ("GET", "HEAD", "OPTIONS")
_STAFFS_OWN = ("/admin/", "/static/", "/files/", "/health", "/metrics")
_CLOSED = ("/accounts/", "/v1/", "/api/", "/account/erase/")  # keys, second steps, and what apps and scripts ask


def may_be_seen_as(person: User) -> bool:
    return person.is_active and not (person.is_staff or person.is_superuser or person.is_house)


@transaction.atomic
def begin(request: HttpRequest, by: User, person: User, *, reason: str) -> HttpResponse:
    """Raises VALIDATION for staff and for the house."""
    if not may_be_seen_as(person):
        sentence = _("Nobody sees the site as staff do, nor as the house.")
        raise StoryforgeError(Code.VALIDATION, sentence, fields=[FieldError("", sentence)])
    write_down(by, person, f"Began to see the site as they do. {reason}")
    request.session[_KEY] = {"person": person.pk, "by": by.pk, "until": now().timestamp() + SECONDS}
    answer = redirect("home")
    answer.set_cookie(_COOKIE, "1", secure=request.is_secure(), httponly=True, samesite="Lax")
    return answer


def end(request: HttpRequest) -> User | None:
    """Whose eyes they were; None when it had ended by itself."""
    seen = request.session.pop(_KEY, None)
    person = User.objects.filter(pk=seen["person"]).first() if seen else None
    if seen and person:
        write_down(User.objects.get(pk=seen["by"]), person, "Ended seeing the site as they do.")
    return person


class SeeingMiddleware:
    """Stands behind the one that knows who asks; `request.seen_by` is who really does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _COOKIE not in request.COOKIES or request.path.startswith(_STAFFS_OWN):
            return self.get_response(request)
        if _KEY in request.session:
            return self._as_seen(request)
        answer = self.get_response(request)
        answer.delete_cookie(_COOKIE)
        return answer

    def _as_seen(self, request: HttpRequest) -> HttpResponse:
        staff, person = _who(request)
        if staff is None or person is None:
            request.session.pop(_KEY)
            return redirect(request.get_full_path()) if request.method in _SAFE else _refused(request)
        request.user, request.seen_by = person, staff  # type: ignore[attr-defined]
        if request.method not in _SAFE or request.path.startswith(_CLOSED):
            log.warning("refused %s %s: %s sees as %s", request.method, request.path, staff.pk, person.pk)
            return _refused(request)
        with transaction.atomic():
            answer = self.get_response(request)
            transaction.set_rollback(True)
        add_never_cache_headers(answer)
        return answer


def _who(request: HttpRequest) -> tuple[User | None, User | None]:
    """Asked anew each time, so that a role that was taken away counts at once."""
    seen: dict[str, Any] = request.session[_KEY]
    staff = get_user(request)
    if not isinstance(staff, User) or staff.pk != seen["by"] or now().timestamp() >= seen["until"]:
        return None, None
    person = User.objects.filter(pk=seen["person"]).first()
    is_allowed = staff.is_staff and staff.has_perm(PERMISSION) and person is not None and may_be_seen_as(person)
    return (staff, person) if is_allowed else (None, None)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/seen_refused.html", status=403)
