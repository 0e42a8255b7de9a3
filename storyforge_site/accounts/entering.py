"""Coming in through the site's door without saying who one is."""

import hashlib
import logging

from django.conf import settings
from django.contrib.auth import login
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from storyforge_site.accounts import services
from storyforge_site.accounts.models import User
from storyforge_site.lib import language, ratelimits
from storyforge_site.lib.ids import new_id

log = logging.getLogger(__name__)

_DOUBLE_CLICK_SECONDS = 120


def enter_as_guest(request: HttpRequest, key: str) -> User:
    """A new guest, signed in with this browser for as long as an app's would be. Raises RATE_LIMITED.

    `key` came with the form and is nobody else's: sent twice by the same browser it is the same guest.
    """
    ratelimits.enforce(request, group=ratelimits.GUEST)
    guest = _guest(_first_id(_mark(request, key)) if key else new_id("user"))
    _sign_in(request, guest)
    return guest


def enter_again(request: HttpRequest, key: str) -> User | None:
    """The guest who came in with this key a moment ago, where the browser left before it had the answer."""
    ratelimits.enforce(request, group=ratelimits.GUEST)
    try:
        identity = cache.get(_mark(request, key)) if key else None
    except Exception:
        log.exception("cannot look whether a guest was here a moment ago")
        return None
    guest = User.objects.filter(pk=identity, is_guest=True).first() if identity else None
    if guest:
        _sign_in(request, guest)
    return guest


def _mark(request: HttpRequest, key: str) -> str:
    said = f"{key}:{request.META.get('CSRF_COOKIE', '')}"
    return f"guest:{hashlib.sha256(said.encode()).hexdigest()}"


def _sign_in(request: HttpRequest, guest: User) -> None:
    login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.set_expiry(settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)


def _first_id(mark: str) -> str:
    """The id that whoever came first with this chose. Without the cache everybody is first."""
    mine = new_id("user")
    try:
        return mine if cache.add(mark, mine, timeout=_DOUBLE_CLICK_SECONDS) else str(cache.get(mark) or mine)
    except Exception:
        log.exception("cannot look whether a guest was here a moment ago; opening another")
        return mine


def _guest(identity: str) -> User:
    guests = User.objects.filter(is_guest=True)
    try:
        with transaction.atomic():
            return guests.filter(pk=identity).first() or services.open_guest(id=identity, language=language.spoken())
    except IntegrityError:  # both at once
        return guests.get(pk=identity)
