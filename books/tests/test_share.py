"""A book lent by a link: read by whoever holds it, until it expires or is taken back."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from rest_framework.test import APIClient

from books.models import BookShare
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


def lent(api: APIClient, book_id: str) -> str:
    """The path of the link."""
    answer = api.post(f"/v1/books/{book_id}/share", {}, format="json")
    assert answer.status_code == 201
    return str(urlsplit(answer.json()["url"]).path)


def test_whoever_holds_the_link_reads_the_book(as_alice: APIClient, alice: User, client: Client) -> None:
    alice.display_name = "Alice Example"
    alice.save()
    path = lent(as_alice, a_book(alice).pk)

    page = client.get(path)
    picture = client.get(f"{path}2.jpg")

    html = page.content.decode()
    assert "Page 2: the dragon put one claw into the water." in html
    assert f'src="{path}2.jpg"' in html
    assert (picture.status_code, picture["Content-Type"], picture.content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert client.get(f"{path}0.jpg").status_code == 200


def test_it_says_nothing_about_the_family_and_is_found_by_nobody(
    as_alice: APIClient, alice: User, client: Client
) -> None:
    alice.display_name = "Alice Example"
    alice.save()
    path = lent(as_alice, a_book(alice).pk)

    for answer in (client.get(path), client.get(f"{path}1.jpg")):
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        for secret in (alice.pk, "Alice Example", "alice@example.org", "/files/"):
            assert secret.encode() not in answer.content


def test_it_expires(as_alice: APIClient, alice: User, client: Client) -> None:
    answer = as_alice.post(f"/v1/books/{a_book(alice).pk}/share", {}, format="json").json()
    path = urlsplit(answer["url"]).path
    assert answer["expires_at"] > now().isoformat()

    BookShare.objects.update(created_at=now() - timedelta(days=31), expires_at=now() - timedelta(seconds=1))

    assert client.get(path).status_code == 404
    assert client.get(f"{path}1.jpg").status_code == 404


def test_taken_back_page_and_pictures_close_at_once(as_alice: APIClient, alice: User, client: Client) -> None:
    book = a_book(alice)
    path = lent(as_alice, book.pk)

    for _again in range(2):
        assert as_alice.post(f"/v1/books/{book.pk}/share/revoke", {}, format="json").status_code == 204

    assert client.get(path).status_code == 404
    assert client.get(f"{path}1.jpg").status_code == 404
    assert lent(as_alice, book.pk) != path


def test_asking_again_gives_the_link_that_is_open(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)

    assert lent(as_alice, book.pk) == lent(as_alice, book.pk)
    assert BookShare.objects.count() == 1


@pytest.mark.parametrize(
    "change", [lambda t: t[:-2] + "xx", lambda t: t.split(":")[0], lambda t: "share_x:y", lambda t: " "]
)
def test_it_cannot_be_guessed(as_alice: APIClient, alice: User, client: Client, change: object) -> None:
    token = lent(as_alice, a_book(alice).pk).strip("/").split("/")[-1]
    assert callable(change)

    assert client.get(f"/shared/{change(token)}/").status_code == 404


def test_only_its_family_lends_a_book(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice)

    for path in ("share", "share/revoke"):
        assert as_bob.post(f"/v1/books/{book.pk}/{path}", {}, format="json").status_code == 404
        assert as_nobody.post(f"/v1/books/{book.pk}/{path}", {}, format="json").status_code == 401


def test_a_page_that_is_not_there(as_alice: APIClient, alice: User, client: Client) -> None:
    path = lent(as_alice, a_book(alice).pk)

    assert client.get(f"{path}99.jpg").status_code == 404
