"""The shelf as a family sees it."""

from typing import Any

import pytest
from django.test import Client

from books.models import Book
from books.shelf.boards import ON_A_PAGE
from books.tests.factories import a_book, a_job
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def shown(client: Client, **query: Any) -> list[list[str]]:
    return [[book.title for book in board.books] for board in client.get("/library/", query).context["boards"]]


def test_a_series_stands_on_one_board_where_its_newest_volume_belongs(family: Client, alice: User) -> None:
    ember = a_character(alice, name="Ember")
    a_book(alice, pages=0, title="Ember Swims", series_id="series_1", volume=1, character=ember)
    a_book(alice, pages=0, title="Alone")
    a_book(alice, pages=0, title="Ember Flies", series_id="series_1", volume=2, character=ember)

    assert shown(family) == [["Ember Swims", "Ember Flies"], ["Alone"]]
    assert "Books about Ember" in family.get("/library/").content.decode()


def test_it_finds_by_words_and_by_heart(family: Client, alice: User) -> None:
    a_book(alice, pages=0, title="The Moon’s Button")
    a_book(alice, pages=0, title="Snow", favorite=True)

    assert shown(family, q="moon") == [["The Moon’s Button"]]
    assert shown(family, favorite="on") == [["Snow"]]
    assert "Make a book about “zebra”" in family.get("/library/", {"q": "zebra"}).content.decode()


def test_it_pages(family: Client, alice: User) -> None:
    for number in range(ON_A_PAGE + 1):
        a_book(alice, pages=0, title=f"Book {number}")

    assert len(shown(family)) == ON_A_PAGE
    assert shown(family, page="2") == [["Book 0"]]
    assert shown(family, page="no number") == shown(family)


def test_a_touch_of_the_heart_makes_a_favourite(family: Client, alice: User) -> None:
    book = a_book(alice, pages=0)

    plain = family.post(f"/library/{book.pk}/love/", {"favorite": "true", "next": "/library/?q=dragon"})
    book.refresh_from_db()
    assert (plain.headers["Location"], book.favorite) == ("/library/?q=dragon", True)

    by_htmx = family.post(f"/library/{book.pk}/love/", {"favorite": "false"}, headers={"HX-Request": "true"})
    book.refresh_from_db()
    assert not book.favorite
    assert 'aria-pressed="false"' in by_htmx.content.decode()


def test_a_book_gets_another_title(family: Client, alice: User) -> None:
    book = a_book(alice, pages=0)

    answer = family.post(f"/library/{book.pk}/rename/", {"title": "Momo!"}, follow=True)

    assert "It is called “Momo!” now." in answer.content.decode()
    assert shown(family) == [["Momo!"]]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_does_not_do_is_said_beside_it(family: Client, alice: User, title: str) -> None:
    book = a_book(alice, pages=0)

    answer = family.post(f"/library/{book.pk}/rename/", {"title": title})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["title"])
    assert Book.objects.get().title == "The Dragon and the Pond"


def test_books_in_the_making_stand_first_and_the_shelf_comes_anew_when_one_is_done(family: Client, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None, topic="a hedgehog who bakes")
    job = a_job(book, progress=45, current_step="images")
    page = family.get("/library/").content.decode()
    assert "“a hedgehog who bakes” is being made." in page
    assert "Painting the pictures…" in page

    assert "a hedgehog" in family.get("/library/being-made/?were=1").content.decode()
    type(job).objects.filter(pk=job.pk).delete()
    assert family.get("/library/being-made/?were=1").headers["HX-Refresh"] == "true"


def test_reading_a_book_aloud_is_no_book_in_the_making(family: Client, alice: User) -> None:
    a_job(a_book(alice, pages=0), kind="audio")

    assert "is being made" not in family.get("/library/").content.decode()


def test_an_empty_shelf_shows_ways_on(family: Client) -> None:
    page = family.get("/library/").content.decode()

    assert "Your shelf is still empty." in page
    assert "/make/?topic=a%20shy%20dragon" in page
    assert 'href="/streak/"' in page


def test_a_hero_stands_with_their_books(family: Client, alice: User) -> None:
    juno = a_character(alice, name="Juno")
    a_book(alice, pages=0, title="Juno Flies", character=juno)
    a_book(alice, pages=0, title="Thrown", character=juno, thrown_away_at=now())

    page = family.get(f"/heroes/{juno.pk}/").content.decode()

    assert "Juno Flies" in page
    assert "Thrown" not in page
    assert f"/make/?hero={juno.pk}" in page
    assert "1 book" in family.get("/heroes/").content.decode()


def test_it_checks_ownership(family: Client, bob: User) -> None:
    book = a_book(bob, pages=0)

    assert shown(family) == []
    assert family.post(f"/library/{book.pk}/love/", {"favorite": "true"}).status_code == 404
    assert family.get(f"/library/{book.pk}/rename/").status_code == 404
    assert Client().get("/library/").status_code == 302
