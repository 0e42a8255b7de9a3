"""Who lives in the house: Mina's family with its shelf, a guest, the house's own books, and staff of every role.

Run in a process of its own (`manage.py shell -c …`), because the house has its own database. Everything is made by the
services that the site uses, so books, voices and streaks look as they would after a week.
"""

import json
import os
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.core.management import call_command
from django.db.models.functions import Now
from django.http import HttpRequest
from fido2.cose import ES256, CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from books import remaking, services, sharing, voicing
from books.management.commands.make_sample import SAMPLE
from books.models import Book, Job, JobStatus, StoryDraft
from books.pipeline import runner
from books.spec import BookSpec
from characters import services as characters
from characters.models import Character
from credits import services as credits
from credits import subscriptions
from credits.models import Plan
from storyforge_site.accounts.models import User
from storyforge_site.accounts.services import open_guest
from storyforge_site.accounts.sessions import SessionStore
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.tests.browser import staff_room
from storyforge_site.tests.staff import ROLES, a_member
from streaks import services as streaks

PASSWORD = "three ducks on a pond"
_DAY_SECONDS = 86_400
_PAPER = {"seed": "ab" * 20, "used_mask": 0}
_HARBOUR = BookSpec(
    topic="A lighthouse keeper's cat who is afraid of the dark",
    language="en",
    target_age="5-7",
    style="cartoon",
    page_count=4,
    theme="courage",
)
_BAKERY = BookSpec(
    topic="달빛 빵집의 꼬마 토끼", language="ko", target_age="3-5", style="pixel", page_count=4, theme="kindness"
)


def move_in() -> None:
    """Fill an empty database and say who may be who: names to sessions, names to ids."""
    call_command("load_presets")
    call_command("plan_daily_stories", "--days", "7")
    sample = _finish(services.order_house_book(SAMPLE, seed=7))
    mina = _person("mina@example.org", "Mina’s family")
    guest, newcomer = open_guest(language="en"), _person("juno@example.org", "Juno")
    places = {"sample": sample.pk, "mina": mina.pk} | _a_week_of(mina)
    careful = _person("sora@example.org", "Sora")
    places["key"] = str(_second_step_of(careful).pk)
    poor = _person("theo@example.org", "Theo")
    places |= staff_room.furnish(poor)
    credits.reserve(poor, credits.balance_of(poor), reference="spent", description="Three books")
    people = {
        "chief": User.objects.create_superuser("chief@example.org", PASSWORD),
        "mina": mina,
        "mina_elsewhere": mina,
        "guest": guest,
        "newcomer": newcomer,
        "careful": careful,
        "poor": poor,
        **{role: a_member(role) for role in (*ROLES, "superuser")},
    }
    sessions = {name: _session(user, gate_is_open=user != newcomer) for name, user in people.items()}
    print(json.dumps({"sessions": sessions, "places": places}))  # noqa: T201


def _a_week_of(mina: User) -> dict[str, str]:
    """Books told, read aloud, lent and told anew, one being made and one that failed; the ids by name."""
    subscriptions.start(mina, Plan.BASIC, payment_reference="a-friend")
    hero = characters.copy_preset(mina, Character.objects.presets()[0], "Ember")
    book = _finish(services.order_book(mina, _HARBOUR))
    _finish(voicing.order_voice(book))
    _finish(remaking.order_page(remaking.maker_of(book), 2, "text", "with a kind whale"))
    _finish(remaking.order_retelling(mina, book, language="ja"))
    korean_book = _finish(services.order_book(mina, _BAKERY))
    for days in range(4, -1, -1):
        moment = now() - timedelta(days=days)
        streaks.record_reading(mina, book, seconds=300 + 60 * days, completed=True, moment=moment)
    return {
        "book": book.pk,
        "korean_book": korean_book.pk,
        "hero": hero.pk,
        "link": sharing.share_book(book).token,
        "being_made": _being_made(mina).pk,
        "failed": _failed(mina).pk,
    }


def _second_step_of(user: User) -> Authenticator:
    """An app with codes, codes on paper, and a key, which is returned."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "ab" * 20, "used_mask": 0}
    )
    key = {"name": "Kitchen phone", "credential": _passkey()}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=key)


def _public_key() -> CoseKey:
    return ES256({1: 2, 3: ES256.ALGORITHM, -1: 1, -2: bytes(32), -3: bytes(32)})


def _passkey() -> dict[str, Any]:
    """What a phone would have said when it was added, by FIDO's rules; nobody holds the other half."""
    name = os.urandom(16)
    credential = AttestedCredentialData.create(bytes(16), name, _public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(sha256(b"127.0.0.1").digest(), flags, 0, credential)
    asked = CollectedClientData.create("webauthn.create", os.urandom(16), "http://127.0.0.1")
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def _finish(job: Job) -> Book:
    while Job.objects.open().filter(pk=job.pk).exists():
        runner.advance(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, f"{job.kind}: {job.error_code}"
    return Book.objects.get(pk=job.book_id)


def _being_made(user: User) -> Job:
    """Held by a painter who never puts the brush down: no worker takes it and nothing moves while it is looked at."""
    job = services.order_book(user, _HARBOUR)
    told = StoryDraft.objects.filter(job__book__topic=_HARBOUR.topic).earliest("pk")
    StoryDraft.objects.create(job=job, story=told.story, provider=told.provider, model=told.model)
    held_until = Now() + timedelta(days=1)
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.RUNNING, progress=60, current_step="images", fence=1, attempts=1, lease_expires_at=held_until
    )
    return job


def _failed(user: User) -> Job:
    job = services.order_book(user, _BAKERY)
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.FAILED, error_code=Code.PROVIDER_UNAVAILABLE, finished_at=now()
    )
    return job


def _person(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, display_name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _session(user: User, *, gate_is_open: bool) -> str:
    """Signed in a moment ago, and for the afternoon: no page asks for the password or the sum again."""
    request, later = HttpRequest(), time.time() + _DAY_SECONDS
    request.session = session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] = later
    if gate_is_open:
        session["parents_until"] = later
    session.save()
    return str(session.session_key)
