"""GET /v1/books/{book_id}/detail."""

import pytest
from rest_framework.test import APIClient

from books.models import Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def url(book_id: str) -> str:
    return f"/v1/books/{book_id}/detail"


def test_it_shows_the_whole_book(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=5, title="The Deep Green Pond", theme="courage")

    answer = as_alice.get(url(book.pk)).json()

    assert set(answer) == {
        "book_id", "title", "language", "target_age", "style", "cover_image_url", "pages", "character_sheet",
        "pdf_url", "epub_url", "audio_url", "created_at", "theme", "character_id", "series_id", "reading_level",
    }  # fmt: skip
    assert (answer["title"], answer["theme"], answer["target_age"]) == ("The Deep Green Pond", "courage", "5-7")
    assert set(answer["pages"][0]) == {"page_number", "text", "image_url", "image_prompt", "alt_text", "audio_url"}
    assert answer["pages"][4]["text"].startswith("Page 5:")
    assert answer["created_at"].endswith("Z")
    assert answer["pdf_url"] == f"/v1/books/{book.pk}/pdf"


def test_everybody_may_read_a_public_book(as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice, visibility=Visibility.PUBLIC)

    assert as_nobody.get(url(book.pk)).status_code == 200


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice)
    unfinished = a_book(alice, pages=0, published_at=None, visibility=Visibility.PUBLIC)

    unknown = as_bob.get(url("book_unknown")).json()
    for foreign in (as_bob.get(url(book.pk)), as_nobody.get(url(book.pk)), as_bob.get(url(unfinished.pk))):
        assert foreign.status_code == 404
        assert {**foreign.json(), "request_id": ""} == {**unknown, "request_id": ""}
