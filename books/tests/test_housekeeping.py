"""What goes by itself once nobody needs it: sessions, answers to keys, links, guests."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django_q.models import OrmQ
from rest_framework.test import APIClient

from books import housekeeping, sharing
from books.models import BookShare
from books.tests.factories import a_book
from storyforge_site.accounts.models import Session, User
from storyforge_site.lib.clock import now
from storyforge_site.models import IdempotencyKey

pytestmark = pytest.mark.django_db

LONG_AGO = now() - timedelta(days=91)


def a_guest(*, unseen: bool = True) -> User:
    identity = APIClient().post("/v1/auth/guest").json()["user"]["id"]
    User.objects.filter(pk=identity).update(date_joined=LONG_AGO)
    if unseen:
        Session.objects.filter(user=identity).update(expire_date=now() - timedelta(seconds=1))
    return User.objects.get(pk=identity)


def test_a_session_goes_when_it_has_expired(alice: User) -> None:
    for key, days in (("old", -1), ("young", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(days=days), user=alice)

    housekeeping.keep_house("test")

    assert set(Session.objects.values_list("pk", flat=True)) == {"young"}


def test_an_answer_goes_when_its_key_may_be_used_anew(alice: User) -> None:
    for key, hours in (("old", 25), ("young", 23)):
        IdempotencyKey.objects.create(user=alice, key=key, created_at=now() - timedelta(hours=hours))

    housekeeping.keep_house("test")

    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"young"}


def test_a_link_goes_a_day_after_it_ended(alice: User) -> None:
    ended, taken_back, running = (sharing.share_book(a_book(alice, pages=0)) for _ in range(3))
    a_while = {"created_at": LONG_AGO, "expires_at": now() - timedelta(days=2)}
    BookShare.objects.filter(pk=ended.pk).update(**a_while)
    BookShare.objects.filter(pk=taken_back.pk).update(revoked_at=now() - timedelta(days=2))

    housekeeping.keep_house("test")

    assert BookShare.objects.get() == running


def test_a_guest_goes_who_cannot_come_back_and_left_no_book() -> None:
    gone, still_here, with_a_book = a_guest(), a_guest(unseen=False), a_guest()
    a_book(with_a_book, pages=0)
    upgraded = a_guest()
    upgraded.email = "dora@example.org"
    upgraded.save()

    housekeeping.keep_house("test")

    assert set(User.objects.filter(email=None)) == {still_here, with_a_book}
    assert User.objects.filter(pk=upgraded.pk).exists()
    assert not User.objects.filter(pk=gone.pk).exists()


def test_a_round_is_bounded(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_ROWS_AT_ONCE", 2)
    for key in "abc":
        IdempotencyKey.objects.create(user=alice, key=key, created_at=LONG_AGO)

    housekeeping.keep_house("test")

    assert IdempotencyKey.objects.count() == 1


def test_the_watchdog_asks_for_it() -> None:
    call_command("watch_jobs", once=True)

    assert "books.housekeeping.keep_house" in [task.func() for task in OrmQ.objects.all()]
