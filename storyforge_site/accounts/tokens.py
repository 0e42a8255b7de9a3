"""Tokens of apps: allauth's, signed, each bound to a session in the database.

An access token works for minutes, a refresh token once. A phone whose network went away may ask for the same again for
`REFRESH_AGAIN_SECONDS`: a guest has no password, and one lost answer must not cost them their books.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from storyforge_site.accounts.models import User
from storyforge_site.accounts.sessions import Session, SessionStore
from storyforge_site.lib.written import Written

Find = Callable[[str], tuple[User, str] | None]  # the key of a session → its person and `session_data`, if it runs


def in_session(rows: "QuerySet[Any]", key: str, *, person: str = "") -> "QuerySet[Any]":
    """People, or what has a `person` ("user__"), while the session of this key runs; with its `session_data`."""
    session = f"{person}sessions__"
    runs = {f"{session}session_key": key, f"{session}expire_date__gt": Now(), f"{person}is_active": True}
    running: QuerySet[Any] = rows.filter(**runs)
    found: QuerySet[Any] = running.annotate(session_data=F(f"{session}session_data"))
    return found


_HOLDER = Written(lambda session_key: in_session(User.objects.all(), session_key))


def _holder(session_key: str) -> tuple[User, str] | None:
    person = _HOLDER.first(session_key)
    return (person, person.session_data) if person else None


def _read(token: str, use: str) -> tuple[dict[str, Any], str] | None:
    """What a token of ours says, and the key of its session. Whether that still runs is not known yet."""
    payload: dict[str, Any] | None = internal.decode_token(token, use)
    key = internal.session_key_from_sid(payload["sid"]) if payload else None
    return (payload, key) if payload and key else None


# A phone asks every few seconds with the same token how its book is getting on.
_read_before = lru_cache(maxsize=1024)(_read)


class AppTokens(JWTTokenStrategy):  # type: ignore[misc]
    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """The session lasts as long as its refresh token, and again from each refresh."""
        request.session.set_expiry(settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
        tokens = super().create_access_token_payload(request)
        expires_in = settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN
        return tokens and {**tokens, "token_type": "bearer", "expires_in": expires_in}

    def holder(self, access_token: str, find: Find = _holder) -> tuple[User, dict[str, Any]] | None:
        """Whose access token it is, with what it says, in one query.

        None for every token that is not plainly good: the library then looks closer, and has the last word.
        Who has something else to ask of the database may `find` the person with it.
        """
        read = _read_before(access_token, "access")
        if read is None or read[0]["exp"] <= time.time():
            return None
        payload, key = read
        found = find(key)
        if found is None or found[0].pk != payload["sub"]:
            return None
        person, session_data = found
        session = SessionStore().decode(session_data)
        is_theirs = session.get(SESSION_KEY) == person.pk and constant_time_compare(
            session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
        )
        return (person, dict(payload)) if is_theirs else None

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """One at a time for each session, so that two at once do not undo each other."""
        read = _read(refresh_token, "refresh")
        if read is None:
            return None
        payload, key = read
        with transaction.atomic():
            session = self._held(key)
            usable_until = internal.get_refresh_token_state(session).get(payload["jti"]) if session else None
            pair: tuple[str, str] | None = super().refresh_token(refresh_token)
            if pair and usable_until:
                self._keep_a_moment(key, payload["jti"], usable_until)
        return pair

    def _held(self, key: str) -> SessionBase | None:
        if not Session.objects.select_for_update().filter(pk=key).exists():
            return None
        session: SessionBase | None = self.lookup_session(key)
        return session

    def _keep_a_moment(self, key: str, jti: str, usable_until: float) -> None:
        session = self.lookup_session(key)
        moment = time.time()
        state = internal.get_refresh_token_state(session)
        fresh = {other: until for other, until in state.items() if until > moment}
        fresh[jti] = min(usable_until, moment + settings.REFRESH_AGAIN_SECONDS)
        session["headless_refresh_tokens"] = fresh
        session.save()


def sign_in(user: User) -> dict[str, Any]:
    """A new session for an app, apart from any that the request came with. Its tokens, as API.md names them."""
    request = HttpRequest()
    request.user = user
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    tokens = AppTokens().create_access_token_payload(request)
    request.session.save()
    return dict(tokens or {})
