"""Leaving: nothing of a person stays but amounts of money, whatever is going on at that moment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from books import audit, services
from books.models import Book, Job, Scope, Spending
from books.tests.factories import a_spec
from credits import subscriptions
from credits.models import CreditTransaction, Plan, Subscription
from storyforge_site.accounts import belongings, erasure, tasks, tokens
from storyforge_site.accounts.models import Erasure, Session, User
from storyforge_site.lib import files
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.tests.full_house import leads_to_a_person, move_in, stored_for, what_leads_to

pytestmark = pytest.mark.django_db


def app_of(user: User) -> APIClient:
    app = APIClient()
    app.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.sign_in(user)['access_token']}")
    return app


def test_the_full_house_has_one_of_everything(alice: User) -> None:
    """A new table with a key to a person must be put into full_house.py, and into a registry if it does not cascade."""
    move_in(alice)

    empty = [label for label, count in what_leads_to(alice).items() if not count]
    assert empty == []


def test_nothing_leads_to_somebody_who_left(alice: User, bob: User, django_capture_on_commit_callbacks: Any) -> None:
    move_in(alice)
    move_in(bob)
    before = what_leads_to(bob)
    folder = default_storage.path(files.folder_of(alice.pk))

    answer = app_of(alice).delete("/v1/users/me")
    tasks.remove_files(alice.pk)

    assert (answer.status_code, answer.content) == (204, b"")
    assert {label: count for label, count in what_leads_to(alice).items() if count} == {}
    assert stored_for(alice.pk) == []
    assert not Path(folder).exists()
    assert what_leads_to(bob) == before
    assert len(stored_for(bob.pk)) == 8


def test_money_stays_without_the_person(alice: User) -> None:
    move_in(alice)
    before = list(CreditTransaction.objects.values_list("id", "amount", "balance_after", "movement"))

    erasure.erase(alice)

    assert list(CreditTransaction.objects.values_list("id", "amount", "balance_after", "movement")) == before
    for row in CreditTransaction.objects.all():
        assert (row.user, row.description) == (None, "")
        assert row.reference_id != alice.pk
    plan = Subscription.objects.get()
    assert (plan.user, plan.status, plan.payment_reference) == (None, "expired", f"payment-{alice.pk}")
    assert not Spending.objects.filter(scope=Scope.USER).exists()
    assert list(audit.faults()) == []


def test_the_log_of_the_staff_forgets_names_and_titles(alice: User) -> None:
    move_in(alice)

    erasure.erase(alice)

    assert LogEntry.objects.count() == 2  # what the house's staff did
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {""}


def test_every_token_and_cookie_is_dead_at_once(alice: User, client: Client) -> None:
    phone, tablet = app_of(alice), app_of(alice)
    client.force_login(alice)

    phone.delete("/v1/users/me")

    assert [app.get("/v1/users/me").status_code for app in (phone, tablet)] == [401, 401]
    assert phone.delete("/v1/users/me").status_code == 401
    assert client.get("/library/").status_code == 302
    assert not Session.objects.filter(user__isnull=False).exists()


def test_leaving_twice_changes_nothing(alice: User) -> None:
    move_in(alice)
    same = User.objects.get(pk=alice.pk)

    erasure.erase(alice)
    erasure.erase(same)

    assert Erasure.objects.count() == 1


def test_somebody_may_come_back_with_the_same_address(alice: User) -> None:
    move_in(alice)
    erasure.erase(User.objects.get(pk=alice.pk))

    again = User.objects.create_user("alice@example.org", "a-long-password")

    assert set(Book.objects.owned_by(again)) == set()
    assert app_of(again).get("/v1/credits/balance").json() == {"credits": 3}


def test_an_open_book_stops_and_its_credit_goes_back_first(alice: User) -> None:
    job = services.order_book(alice, a_spec())

    app_of(alice).delete("/v1/users/me")

    assert not Job.objects.exists()
    moves = CreditTransaction.objects.filter(reference_id=job.pk).values_list("movement", "amount")
    assert set(moves) == {("reserve", -1), ("release", 1)}
    assert list(audit.faults()) == []


def test_files_that_cannot_be_removed_now_are_removed_later(
    alice: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    move_in(alice)
    person = alice.pk
    erasure.erase(alice)
    Erasure.objects.update(erased_at=Erasure.objects.get().erased_at - timedelta(days=1))
    there = settings.STORAGES
    settings.STORAGES = {**there, "default": {"BACKEND": "storyforge_site.tests.test_erasure.StorageAway"}}

    tasks.remove_files(person)
    tasks.finish_erasures("watchdog")
    assert Erasure.objects.exists()
    settings.STORAGES = there
    tasks.finish_erasures("watchdog")

    assert stored_for(person) == []
    assert not Erasure.objects.exists()


class StorageAway:
    def listdir(self, path: str) -> None:
        raise ConnectionError("the storage is away")


def test_staff_erase_somebody_as_they_would_themselves(alice: User, client: Client) -> None:
    move_in(alice)
    client.force_login(User.objects.create_superuser("staff@example.org", "a-long-password"))

    said = {"reason": "They asked for it.", "typed": "alice@example.org"}
    client.post(f"/admin/accounts/user/{alice.pk}/erase/", said)

    assert not User.objects.filter(email="alice@example.org").exists()
    assert Erasure.objects.filter(pk=alice.pk).exists()
    assert "alice@example.org" not in set(LogEntry.objects.values_list("object_repr", flat=True))


def test_the_house_stays(client: Client) -> None:
    house = User.objects.house()
    client.force_login(User.objects.create_superuser("staff@example.org", "a-long-password"))

    said = {"reason": "They asked for it.", "typed": house.email}
    answer = client.post(f"/admin/accounts/user/{house.pk}/erase/", said)

    assert answer.status_code == 422
    assert User.objects.filter(pk=house.pk).exists()


def test_the_number_of_queries_does_not_grow_with_the_shelf(alice: User, bob: User) -> None:
    for _ in range(3):
        Book.objects.create(user=bob, topic="Whales", language="en", target_age="5-7", style="cartoon")

    with CaptureQueriesContext(connection) as short:
        erasure.erase(alice)
    with CaptureQueriesContext(connection) as long:
        erasure.erase(bob)

    assert len(long) <= len(short) + 20


def test_nobodys_folder_is_not_everybodys(alice: User) -> None:
    move_in(alice)

    with pytest.raises(ValueError, match="whose"):
        files.folder_of("")
    assert stored_for(alice.pk) != []


def test_every_table_that_leads_to_a_person_is_in_the_export(alice: User) -> None:
    links = {"User_groups", "User_user_permissions"}  # which group somebody is in says nothing about them
    exported = {table.rows(alice).model for app in belongings.of_all_apps() for table in app.tables.values()}

    missing = {model.__name__ for model in leads_to_a_person() - exported} - links

    assert missing == set()


def test_a_payment_of_somebody_who_left_begins_no_plan_for_somebody_new(alice: User, bob: User) -> None:
    move_in(alice)
    payment = f"payment-{alice.pk}"
    erasure.erase(alice)

    with pytest.raises(StoryforgeError) as refused:
        subscriptions.start(bob, Plan.BASIC, payment_reference=payment)
    assert refused.value.code is Code.PAYMENT_UNVERIFIED
