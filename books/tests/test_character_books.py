"""Books about a character that a family keeps."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from books.models import Book, Job, StoryDraft
from books.pipeline import runner
from books.tests.factories import a_book, wish
from characters.models import Character
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]

YELLOW, BLUE, BLACK, RED = "#f2c230", "#3f78c2", "#2f2b38", "#c8102e"


def ordered(client: APIClient, character: Character, **fields: Any) -> Job:
    body = wish(character_id=character.pk, page_count=4, style="pixel", **fields)
    return Job.objects.get(pk=client.post("/v1/books", body, format="json").json()["job_id"])


def sheet_of(book: Book) -> dict[str, Any]:
    return next(sheet for sheet in book.character_sheet if sheet["id"] == "hero")


def made(client: APIClient, character: Character) -> dict[str, Any]:
    job = ordered(client, character)
    runner.advance(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")
    return sheet_of(job.book)


def test_a_book_shows_the_looks_that_were_described(as_alice: APIClient, alice: User) -> None:
    character = a_character(alice)

    sheet = made(as_alice, character)

    assert (sheet["name"], sheet["kind"], sheet["gender"]) == ("Juno", "child", "female")
    assert (sheet["hair_style"], sheet["hair_colour"]) == ("braids", BLACK)
    assert (sheet["garment"], sheet["garment_colour"], sheet["lower_colour"]) == ("coat", YELLOW, BLUE)


def test_the_next_book_has_the_same_looks_and_after_a_change_new_ones(as_alice: APIClient, alice: User) -> None:
    character = a_character(alice)
    first, second = made(as_alice, character), made(as_alice, character)

    as_alice.patch(f"/v1/characters/{character.pk}", {"clothing": {"top": "red jumper"}}, format="json")
    third = made(as_alice, character)

    assert first == second
    assert (third["garment"], third["garment_colour"]) == ("jumper", RED)


def test_a_new_name_keeps_the_looks(as_alice: APIClient, alice: User) -> None:
    character = a_character(alice)
    first = made(as_alice, character)

    as_alice.patch(f"/v1/characters/{character.pk}", {"name": "Mina"}, format="json")

    assert made(as_alice, character) == first | {"name": "Mina"}


def test_a_sheet_of_older_looks_is_not_kept_for_the_next_book(as_alice: APIClient, alice: User) -> None:
    """The looks change while a book is being made: that book shows the old ones, the next book the new ones."""
    character = a_character(alice)
    job = ordered(as_alice, character)
    as_alice.patch(f"/v1/characters/{character.pk}", {"clothing": {"top": "red jumper"}}, format="json")
    runner.advance(job.pk)

    character.refresh_from_db()
    assert character.sheet == {}
    assert made(as_alice, character)["garment_colour"] == RED


def test_a_character_from_a_sentence_is_drawn_so(as_alice: APIClient) -> None:
    body = {"description": "초록색 용, 주황색 날개에 파란 목도리를 했어요"}
    key = as_alice.post("/v1/characters/from-text", body, format="json").json()["id"]

    sheet = made(as_alice, Character.objects.get(pk=key))

    assert (sheet["kind"], sheet["accessory"], sheet["accessory_colour"]) == ("dragon", "scarf", BLUE)


def test_books_stay_when_their_character_goes(as_alice: APIClient, alice: User) -> None:
    character = a_character(alice)
    book = a_book(alice, character=character, character_sheet=[{"id": "hero"}])

    assert as_alice.delete(f"/v1/characters/{character.pk}").status_code == 204

    book = Book.objects.get()
    assert not book.character_id
    assert book.character_sheet == [{"id": "hero"}]
    assert as_alice.get(f"/v1/books/{book.pk}/detail").json()["character_id"] is None


def test_a_book_in_the_making_is_finished_without_its_character(as_alice: APIClient, alice: User) -> None:
    character = a_character(alice)
    job = ordered(as_alice, character)
    as_alice.delete(f"/v1/characters/{character.pk}")

    runner.advance(job.pk)

    job.refresh_from_db()
    assert job.status == "done"
    assert StoryDraft.objects.get(job=job).story["cast"][0]["name"] == "Juno"
