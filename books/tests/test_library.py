"""GET /v1/library."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from books.tests.factories import a_book
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db
URL = "/v1/library"


def test_the_newest_book_comes_first(as_alice: APIClient, alice: User) -> None:
    old, new = (a_book(alice, title=title) for title in ("Old", "New"))

    answer = as_alice.get(URL).json()

    assert answer["total"] == 2
    assert [book["book_id"] for book in answer["books"]] == [new.pk, old.pk]
    assert set(answer["books"][0]) == {
        "book_id", "title", "cover_image_url", "cover_thumbnail_url", "target_age", "style", "series_id",
        "favorite", "last_page_read", "created_at",
    }  # fmt: skip
    assert as_alice.get(answer["books"][0]["cover_thumbnail_url"])["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(("offset", "limit"), [(0, 2), (2, 2), (4, 2), (3, 2), (5, 2), (9, 2), (0, 5), (0, 6)])
def test_it_pages(offset: int, limit: int, as_alice: APIClient, alice: User) -> None:
    newest_first = [a_book(alice, pages=0).pk for _each in range(5)][::-1]

    answer = as_alice.get(URL, {"limit": limit, "offset": offset}).json()

    assert [book["book_id"] for book in answer["books"]] == newest_first[offset : offset + limit]
    assert answer["total"] == 5


def test_of_an_empty_shelf_nothing_is_counted(as_alice: APIClient, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert as_alice.get(URL).json() == {"books": [], "total": 0}


def test_behind_a_full_page_the_rest_is_counted(
    as_alice: APIClient, alice: User, django_assert_num_queries: Any
) -> None:
    for _each in range(100):
        a_book(alice, pages=0)

    with django_assert_num_queries(2):
        answer = as_alice.get(URL, {"limit": 100}).json()

    assert (len(answer["books"]), answer["total"]) == (100, 100)


def test_it_finds_by_words_series_and_favourite(as_alice: APIClient, alice: User) -> None:
    a_book(alice, pages=0, title="The Moon's Button")
    a_book(alice, pages=0, title="Two", series_id="series_1")
    a_book(alice, pages=0, title="Three", favorite=True)

    def found(**query: Any) -> list[str]:
        return [book["title"] for book in as_alice.get(URL, query).json()["books"]]

    assert found(q="moon") == ["The Moon's Button"]
    assert found(series_id="series_1") == ["Two"]
    assert found(favorite="true") == ["Three"]
    assert found(q="nothing like it") == []


def test_unfinished_books_are_not_on_the_shelf(as_alice: APIClient, alice: User) -> None:
    a_book(alice, pages=0, published_at=None)

    assert as_alice.get(URL).json() == {"books": [], "total": 0}


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    a_book(alice)

    assert as_bob.get(URL).json() == {"books": [], "total": 0}
    assert as_nobody.get(URL).status_code == 401
