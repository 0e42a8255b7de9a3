"""A book lent by a link: read by whoever holds it, until it expires or is taken back."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from rest_framework.test import APIClient

from books import storage
from books.models import BookShare
from books.tests.factories import a_book, a_told_book
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


def test_its_pictures_come_in_the_size_of_the_screen(as_alice: APIClient, alice: User, client: Client) -> None:
    path = lent(as_alice, a_told_book(alice).book_id)

    html = client.get(path).content.decode()
    picture = client.get(f"{path}2-768w.webp")

    assert f'srcset="{path}2-768w.webp 768w"' in html
    assert f'src="{path}2.jpg"' in html
    assert f'srcset="{path}0-400w.webp 400w, {path}0-768w.webp 768w"' in html
    assert f'src="{path}0.jpg"' in html
    assert (picture["Content-Type"], picture.content[8:12]) == ("image/webp", b"WEBP")
    assert "no-store" in picture["Cache-Control"]
    assert [client.get(f"{path}0-{size}").status_code for size in ("400w.jpg", "399w.jpg", "w", "../x")] == [
        200,
        404,
        404,
        404,
    ]


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


# --- on the site ------------------------------------------------------------------------------
def beyond_the_gate(client: Client, user: User) -> Client:
    client.force_login(user)
    session = client.session
    session["parents_until"] = now().timestamp() + 60
    session.save()
    return client


def test_lending_is_for_parents(client: Client, alice: User) -> None:
    book = a_book(alice)
    client.force_login(alice)

    for answer in (client.get(f"/books/{book.pk}/share/"), client.post(f"/books/{book.pk}/share/")):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/parents/")
    assert not BookShare.objects.exists()


def test_a_parent_makes_a_link_sees_until_when_and_takes_it_back(client: Client, alice: User) -> None:
    book = a_book(alice)
    parent = beyond_the_gate(client, alice)
    assert "Make a link" in parent.get(f"/books/{book.pk}/share/").content.decode()

    parent.post(f"/books/{book.pk}/share/")
    share = BookShare.objects.get()
    page = parent.get(f"/books/{book.pk}/share/").content.decode()
    assert f"http://testserver/shared/{share.token}/" in page
    assert f"{share.expires_at:%Y}" in page
    assert Client().get(f"/shared/{share.token}/").status_code == 200

    parent.post(f"/books/{book.pk}/share/stop/")
    assert Client().get(f"/shared/{share.token}/").status_code == 404
    assert "The link is closed" in parent.get(f"/books/{book.pk}/share/").content.decode()


def test_the_dialogue_checks_ownership(client: Client, alice: User, bob: User) -> None:
    book = a_book(alice)
    other = beyond_the_gate(client, bob)

    assert other.get(f"/books/{book.pk}/share/").status_code == 404
    assert other.post(f"/books/{book.pk}/share/").status_code == 404
    assert other.post(f"/books/{book.pk}/share/stop/").status_code == 404
    assert not BookShare.objects.exists()


def test_a_lent_book_is_read_and_heard_and_nothing_else(as_alice: APIClient, alice: User, client: Client) -> None:
    book = a_book(alice, pages=2, last_page_read=1)
    page = book.pages.get(page_number=1)
    page.audio_key = storage.store("voice.mp3", b"ID3 sound")
    page.words = [{"text": "Page", "start_ms": 1, "end_ms": 2}]
    page.save()
    path = lent(as_alice, book.pk)
    client.force_login(alice)  # its own family sees no more

    html = client.get(path).content.decode()
    sound = client.get(f"{path}1.mp3")

    assert f'data-audio="{path}1.mp3"' in html
    assert (sound.status_code, sound["Content-Type"], sound.content) == (200, "audio/mpeg", b"ID3 sound")
    assert "noindex" in sound["X-Robots-Tag"]
    assert client.get(f"{path}2.mp3").status_code == 404
    for of_its_family in ("data-shelf", "data-hear", "Change page", "Go on at page", "finished/", "data-book"):
        assert of_its_family not in html.split("<main")[1]


def test_taken_back_the_voice_closes_too(as_alice: APIClient, alice: User, client: Client) -> None:
    book = a_book(alice, pages=1)
    book.pages.update(audio_key=storage.store("voice.mp3", b"ID3 sound"))
    path = lent(as_alice, book.pk)

    as_alice.post(f"/v1/books/{book.pk}/share/revoke", {}, format="json")

    assert client.get(f"{path}1.mp3").status_code == 404


def test_a_link_that_has_ended_is_a_kind_page_found_by_nobody(client: Client, db: None) -> None:
    answer = client.get("/shared/nothing/")

    assert answer.status_code == 404
    assert "This book has gone home" in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
