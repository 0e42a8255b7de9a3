"""PATCH and DELETE /v1/library/{book_id}."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django_q.models import OrmQ
from rest_framework.test import APIClient

from books import housekeeping, storage
from books.models import Book
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def url(book: Book) -> str:
    return f"/v1/library/{book.pk}"


def test_a_family_gives_its_book_a_title_a_star_and_a_bookmark(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)

    answer = as_alice.patch(url(book), {"title": "Momo!", "favorite": True, "last_page_read": 3}, format="json")

    assert answer.status_code == 200
    row = answer.json()
    assert (row["book_id"], row["title"], row["favorite"], row["last_page_read"]) == (book.pk, "Momo!", True, 3)
    assert as_alice.get("/v1/library").json()["books"] == [row]


def test_what_is_not_said_stays(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, favorite=True)

    as_alice.patch(url(book), {"last_page_read": 1}, format="json")

    book.refresh_from_db()
    assert (book.title, book.favorite, book.last_page_read) == ("The Dragon and the Pond", True, 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"favorite": "perhaps"}, "favorite"),
        ({"last_page_read": -1}, "last_page_read"),
        ({"last_page_read": 13}, "last_page_read"),
        ({"topic": "another"}, "topic"),
    ],
)
def test_nonsense_is_named_and_changes_nothing(
    as_alice: APIClient, alice: User, body: dict[str, Any], field: str
) -> None:
    book = a_book(alice)

    answer = as_alice.patch(url(book), body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert Book.objects.get().title == "The Dragon and the Pond"


def test_a_book_that_is_thrown_away_takes_its_pages_and_files_along(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)
    folder = storage.book_folder(alice.pk, book.pk)
    assert default_storage.listdir(folder)[1]

    answer = as_alice.delete(url(book))

    assert (answer.status_code, answer.content) == (204, b"")
    assert not Book.objects.exists()
    assert default_storage.listdir(folder) == ([], [])
    assert as_alice.delete(url(book)).status_code == 404


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_another_familys_book_is_not_there(as_bob: APIClient, as_nobody: APIClient, alice: User, method: str) -> None:
    book = a_book(alice)

    foreign, missing = (getattr(as_bob, method)(f"/v1/library/{key}", {}, format="json") for key in (book.pk, "book_x"))

    assert foreign.status_code == missing.status_code == 404
    assert {**foreign.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert getattr(as_nobody, method)(url(book), {}, format="json").status_code == 401
    assert Book.objects.exists()


def test_a_book_in_the_making_is_not_on_the_shelf_yet(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None)

    assert as_alice.patch(url(book), {"favorite": True}, format="json").status_code == 404


def test_a_book_goes_though_the_storage_is_away_and_its_files_follow(
    as_alice: APIClient, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_book(alice)
    folder = storage.book_folder(alice.pk, book.pk)
    with monkeypatch.context() as away:
        away.setattr(default_storage, "delete", lambda key: (_ for _ in ()).throw(OSError("away")))
        assert as_alice.delete(url(book)).status_code == 204

    task = OrmQ.objects.latest("id")
    assert (task.func(), task.task["args"]) == ("books.housekeeping.remove_folder", (folder,))
    housekeeping.remove_folder(folder)

    assert default_storage.listdir(folder) == ([], [])
