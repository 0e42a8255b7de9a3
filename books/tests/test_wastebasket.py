"""What is thrown away on the site is out of sight at once, can be taken back for an hour, and is gone after that."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from books import services, sharing, storage
from books.models import Book, JobStatus
from books.pipeline import watchdog
from books.tests.factories import a_book, a_job
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def throw_away(client: Client, book: Book) -> None:
    assert client.post(f"/library/{book.pk}/throw-away/").headers["Location"] == "/library/"


def some_time_later(book: Book, **passed: int) -> None:
    Book.objects.filter(pk=book.pk).update(thrown_away_at=now() - timedelta(**passed))


def test_it_is_out_of_sight_everywhere_at_once(family: Client, as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)
    job, token = a_job(book, finished=True), sharing.share_book(book).token

    throw_away(family, book)

    assert as_alice.get("/v1/library").json()["total"] == 0
    for path in (f"/v1/books/{book.pk}/detail", f"/v1/books/{job.pk}", f"/v1/books/{book.pk}/pages/1/versions"):
        assert as_alice.get(path).status_code == 404
    for path in (f"/books/{book.pk}/", f"/make/{job.pk}/", reverse("shared", args=[token])):
        assert family.get(path).status_code in (404, 410)
    assert as_alice.delete(f"/v1/library/{book.pk}").status_code == 404


def test_it_can_be_taken_back_with_everything(family: Client, alice: User) -> None:
    book = a_book(alice)
    token = sharing.share_book(book).token
    throw_away(family, book)
    assert "Take it back" in family.get("/library/").content.decode()

    family.post(f"/library/{book.pk}/take-back/")

    assert family.get(f"/books/{book.pk}/").status_code == 200
    assert family.get(reverse("shared", args=[token])).status_code == 200
    assert "Take it back" not in family.get("/library/").content.decode()


def test_what_was_being_made_for_it_stops(family: Client, alice: User) -> None:
    book = a_book(alice, pages=0)
    job = a_job(book, kind="audio")

    throw_away(family, book)

    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_after_an_hour_it_cannot_come_back(family: Client, alice: User) -> None:
    book = a_book(alice, pages=0)
    some_time_later(book, minutes=60, seconds=1)

    said = family.post(f"/library/{book.pk}/take-back/", follow=True).content.decode()

    assert "more than an hour ago" in said
    assert Book.objects.kept().count() == 0


def test_the_watchdog_has_it_removed_with_its_files(alice: User) -> None:
    old, fresh = a_book(alice), a_book(alice)
    some_time_later(old, minutes=62)
    some_time_later(fresh, minutes=59)
    folder = storage.book_folder(alice.pk, old.pk)

    watchdog.sweep()
    services.empty_wastebasket()  # which the queue does then

    assert list(Book.objects.all()) == [fresh]
    assert default_storage.listdir(folder) == ([], [])


def test_the_watchdog_asks_only_when_something_lies_there(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(watchdog, "enqueue", lambda task, key: asked.append(task))
    watchdog.sweep()
    assert asked == []
    some_time_later(a_book(alice, pages=0), hours=2)
    hero = a_character(alice)
    type(hero).objects.filter(pk=hero.pk).update(thrown_away_at=now() - timedelta(hours=2))

    watchdog.sweep()

    assert asked == ["books.tasks.empty_wastebasket", "characters.tasks.empty_wastebasket"]


def test_the_export_still_has_it(family: Client, as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0)
    throw_away(family, book)

    answer: Any = as_alice.get("/v1/users/me/export")
    zipped = b"".join(answer.streaming_content)

    rows = json.loads(zipfile.ZipFile(io.BytesIO(zipped)).read("books/books.json"))
    assert [row["id"] for row in rows] == [book.pk]


def test_the_api_deletes_at_once(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0)

    as_alice.delete(f"/v1/library/{book.pk}")

    assert not Book.objects.exists()


def test_it_checks_ownership(family: Client, bob: User) -> None:
    book = a_book(bob, pages=0)

    assert family.post(f"/library/{book.pk}/throw-away/").status_code == 404
    services.throw_away(book)
    family.post(f"/library/{book.pk}/take-back/")

    assert not Book.objects.kept().exists()
    assert book.title not in family.get("/library/").content.decode()
