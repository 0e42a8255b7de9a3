"""Taking everything along: one zip with every row and every file, and with nobody else's."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from books import srcset
from books.models import StoryDraft
from books.tests.factories import a_book, a_job, a_told_book
from storyforge_site.accounts.models import User
from storyforge_site.tests.full_house import move_in, what_leads_to

pytestmark = pytest.mark.django_db

PATH = "/v1/users/me/export"


def unpacked(app: APIClient) -> zipfile.ZipFile:
    answer: Any = app.get(PATH)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows_of(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(archive.read(name))
    return rows


def test_every_row_is_there(as_alice: APIClient, alice: User, bob: User) -> None:
    move_in(alice)
    move_in(bob)

    archive = unpacked(as_alice)

    empty = [name for name in archive.namelist() if name.endswith(".json") and not rows_of(archive, name)]
    assert empty == []
    exported = sum(len(rows_of(archive, name)) for name in archive.namelist() if name.endswith(".json"))
    in_the_database = sum(what_leads_to(alice).values()) - 2 + 1  # without group and permission; spending has no key
    assert exported == in_the_database
    assert rows_of(archive, "books/books.json")[0]["title"] == "Alice and the Whale"
    assert rows_of(archive, "account/profile.json")[0]["email"] == "alice@example.org"
    assert rows_of(archive, "characters/characters.json")[0]["name"] == "Tom the Whale"


def test_every_file_is_there_as_it_is_stored(as_alice: APIClient, alice: User) -> None:
    book = move_in(alice)

    archive = unpacked(as_alice)

    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert len(files) == 7  # cover, thumbnail, four pages, a photo
    assert f"files/books/{book.pk}/cover.jpg" in files
    with default_storage.open(book.cover_image_key) as stored:
        assert archive.read(f"files/books/{book.pk}/cover.jpg") == stored.read()
    assert archive.testzip() is None


def test_a_picture_is_there_once_and_not_in_every_size(as_alice: APIClient, alice: User) -> None:
    job = a_told_book(alice)

    files = [name for name in unpacked(as_alice).namelist() if name.startswith("files/")]

    assert len(files) == 6  # cover, the painting without its title, four pages
    assert srcset.beside(job.book.cover_image_key)


def test_it_tells_nothing_about_anybody_else_and_no_secret(as_alice: APIClient, alice: User, bob: User) -> None:
    move_in(alice)
    move_in(bob)

    archive = unpacked(as_alice)

    everything = b"".join(archive.read(name) for name in archive.namelist() if not name.endswith(".jpg")).decode()
    for secret in (bob.pk, "bob@example.org", alice.password, "JBSWY3DPEHPK3PXP", "secret-token", "session_data"):
        assert secret not in everything
    assert '"answer": {"raw"' not in everything
    assert "not looked at yet" not in everything


def test_a_story_that_was_stopped_is_not_shown(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice, pages=0, published_at=None))
    StoryDraft.objects.create(job=job, story={"title": "unfit"}, provider="vendor", model="m")

    assert rows_of(unpacked(as_alice), "books/drafts.json") == []


def test_a_newcomer_gets_a_zip_too(as_alice: APIClient) -> None:
    answer: Any = as_alice.get(PATH, headers={"Accept-Language": "en", "Accept": "application/json"})

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="storyforge-20')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert rows_of(archive, "books/books.json") == []
    assert "everything Storyforge keeps about you" in archive.read("README.txt").decode()


def test_it_checks_who_asks(as_nobody: APIClient) -> None:
    assert as_nobody.get(PATH).status_code == 401


def test_it_is_asked_for_only_so_often(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_EXPORT = True, "1/h"

    codes = [as_alice.get(PATH).status_code for _ in range(2)]

    assert codes == [200, 429]
