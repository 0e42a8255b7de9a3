"""Files of a book: made in the background, kept until the book changes, handed out under a person's name for them."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from rest_framework.test import APIClient

from books import housekeeping, keeping, services, storage
from books.exports import editions
from books.models import Book, Edition, Job, JobKind, KeptEdition, Page, Visibility
from books.pipeline import runner
from books.tests.factories import a_book, a_told_book
from books.tests.voices import read_aloud, require_engine
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.files import every_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(alice: User) -> Book:
    return a_book(alice, title="Momo & the Sea")


def address(book: Book) -> str:
    return f"/v1/books/{book.pk}/editions"


def ask(api: APIClient, book: Book, edition: str = "epub") -> Any:
    return api.post(address(book), {"edition": edition}, format="json")


def made(api: APIClient, book: Book, edition: str = "epub") -> dict[str, Any]:
    """Asked for and made by a worker; how the list has it then."""
    answer = ask(api, book, edition)
    assert answer.status_code == 202, answer.content
    runner.advance(answer.json()["job_id"])
    return listed(api, book)[edition]


def listed(api: APIClient, book: Book) -> dict[str, dict[str, Any]]:
    return {one["edition"]: one for one in api.get(address(book)).json()["editions"]}


def kept_files(book: Book) -> list[str]:
    folder = storage.book_folder(book.user_id, book.pk)
    return [key for key in every_file(folder) if key.startswith(f"{folder}/{storage.EDITIONS}")]


def fetched(url: str) -> Any:
    answer: Any = Client().get(url)
    assert answer.status_code == 200
    return answer


# --- made in the background -------------------------------------------------------------------------
def test_a_file_is_made_by_a_job_and_stands_behind_an_address(as_alice: APIClient, book: Book) -> None:
    before = listed(as_alice, book)["epub"]

    after = made(as_alice, book)

    assert (before["url"], before["status"], before["size"]) == (None, None, None)
    assert after["filename"] == "Momo & the Sea.epub"
    answer = fetched(after["url"])
    data = b"".join(answer.streaming_content)
    assert (data[:2], len(data)) == (b"PK", after["size"])
    assert answer["Content-Disposition"] == 'attachment; filename="Momo & the Sea.epub"'
    assert "signature=" in after["url"]
    assert f"/users/{book.user_id}/" in after["url"]


def test_the_job_is_followed_like_any_other(as_alice: APIClient, book: Book) -> None:
    begun = ask(as_alice, book).json()

    waiting = listed(as_alice, book)["epub"]
    runner.advance(begun["job_id"])
    status = as_alice.get(f"/v1/books/{begun['job_id']}").json()

    assert (waiting["job_id"], waiting["status"]) == (begun["job_id"], "queued")
    assert (status["status"], status["progress"], status["error"]) == ("done", 100, None)


def test_asking_again_while_it_is_made_is_the_same_job(as_alice: APIClient, book: Book) -> None:
    first, again, other = ask(as_alice, book), ask(as_alice, book), ask(as_alice, book, "print")

    assert first.json()["job_id"] == again.json()["job_id"] != other.json()["job_id"]


def test_it_costs_nothing(as_alice: APIClient, book: Book) -> None:
    before = as_alice.get("/v1/credits/balance").json()

    made(as_alice, book)

    assert as_alice.get("/v1/credits/balance").json() == before


def test_what_could_not_be_made_says_so_and_can_be_asked_for_again(as_alice: APIClient, book: Book) -> None:
    page = book.pages.all()[0]
    picture = storage.read(page.image_key)
    default_storage.delete(page.image_key)
    failed = ask(as_alice, book).json()["job_id"]
    for _attempt in range(3):
        runner.advance(failed)
    state = listed(as_alice, book)["epub"]
    storage.store(page.image_key, picture)

    assert (state["status"], state["job_id"]) == ("failed", failed)
    assert made(as_alice, book)["url"]


def test_a_silent_book_has_no_audio_book(as_alice: APIClient, book: Book) -> None:
    answer = ask(as_alice, book, "audio")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "edition", "message": "This book has no voice yet. Have it read aloud first."}
    ]
    assert "audio" not in listed(as_alice, book)


def test_everybody_may_have_a_file_of_everybodys_book(as_bob: APIClient, book: Book) -> None:
    Book.objects.update(visibility=Visibility.PUBLIC)

    assert made(as_bob, book)["url"]
    assert len(kept_files(book)) == 1  # under the owner


# --- kept until the book changes --------------------------------------------------------------------
def test_the_same_file_is_handed_out_again(as_alice: APIClient, book: Book) -> None:
    first = b"".join(as_alice.get(f"/v1/books/{book.pk}/pdf").streaming_content)  # type: ignore[attr-defined]
    before = KeptEdition.objects.get()
    again = b"".join(as_alice.get(f"/v1/books/{book.pk}/pdf").streaming_content)  # type: ignore[attr-defined]

    assert first == again
    assert KeptEdition.objects.get() == before  # a PDF says when it was made: made anew it would differ
    assert made(as_alice, book, "screen")["size"] == len(first)


@pytest.mark.parametrize("edition", [Edition.SCREEN, Edition.PRINT, Edition.LULU, Edition.KDP_COVER, Edition.EPUB])
def test_a_changed_book_is_another_file(book: Book, edition: Edition) -> None:
    before = editions.digest(book, edition)
    page = book.pages.all()[0]

    for rows, change in (
        (Book.objects.all(), {"title": "Another"}),
        (Book.objects.all(), {"cover_image_key": "another.jpg"}),
        (Page.objects.filter(pk=page.pk), {"text": "Other words."}),
        (Page.objects.filter(pk=page.pk), {"image_key": "other.jpg"}),
    ):
        rows.update(**change)
        after = editions.digest(Book.objects.get(), edition)
        assert after != before
        before = after


def test_a_new_voice_makes_another_e_book_and_no_other_pdf(book: Book) -> None:
    before = {edition: editions.digest(book, edition) for edition in Edition}

    Page.objects.update(audio_key="voice.mp3")

    changed = {edition for edition in Edition if editions.digest(Book.objects.get(), edition) != before[edition]}
    assert changed == {Edition.EPUB, Edition.AUDIO, Edition.EVERYTHING}


def test_how_far_somebody_has_read_makes_no_other_file(book: Book) -> None:
    before = editions.digest(book, Edition.EPUB)

    Book.objects.update(last_page_read=3, favorite=True)

    assert editions.digest(Book.objects.get(), Edition.EPUB) == before


def test_a_changed_book_is_made_again_and_the_old_file_goes(as_alice: APIClient, book: Book) -> None:
    old = made(as_alice, book)
    as_alice.patch(f"/v1/library/{book.pk}", {"title": "Momo at Home"}, format="json")

    stale = listed(as_alice, book)["epub"]
    new = made(as_alice, book)

    assert stale["url"] is None
    assert new["filename"] == "Momo at Home.epub"
    assert Client().get(old["url"]).status_code == 404
    assert len(kept_files(book)) == 1


def test_a_book_that_changes_while_its_file_is_made_is_made_once_more(
    as_alice: APIClient, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, titles = editions.keep, iter(["Changed at once"])

    def keep_and_rename(of: Book, edition: Edition) -> KeptEdition:
        kept = keep(of, edition)
        Book.objects.update(title=next(titles, "Changed at once"))
        return kept

    monkeypatch.setattr(editions, "keep", keep_and_rename)

    assert made(as_alice, book)["filename"] == "Changed at once.epub"


# --- everything ----------------------------------------------------------------------------------------
@pytest.mark.heavy
def test_everything_is_one_zip_and_each_part_is_kept(as_alice: APIClient, book: Book) -> None:
    state = made(as_alice, book, "everything")

    with zipfile.ZipFile(io.BytesIO(fetched(state["url"]).getvalue())) as archive:
        names = set(archive.namelist())
        words = archive.read("Momo & the Sea.txt").decode()
        picture = archive.read("pictures/03.jpg")
    assert names == {
        "Momo & the Sea.pdf",
        "Momo & the Sea (to print).pdf",
        "Momo & the Sea.epub",
        "Momo & the Sea.txt",
        *(f"pictures/{number:02d}.jpg" for number in range(5)),
    }
    assert words.startswith("Momo & the Sea\n\nPage 1: the dragon")
    assert picture == storage.read(book.pages.get(page_number=3).image_key)
    assert {one.edition for one in KeptEdition.objects.all()} == {"screen", "print", "epub", "everything"}


def test_a_book_with_a_voice_is_an_audio_book_too(as_alice: APIClient, alice: User) -> None:
    require_engine()
    book = a_told_book(alice).book
    read_aloud(as_alice, book)

    state = made(as_alice, book, "audio")

    assert state["filename"].endswith(".mp3")
    assert b"".join(fetched(state["url"]).streaming_content).startswith(b"ID3")
    assert editions.parts_of(Book.objects.get(pk=book.pk), Edition.EVERYTHING)[-2:] == ["audio", "everything"]


# --- gone again ------------------------------------------------------------------------------------------
def test_files_go_with_the_book(as_alice: APIClient, book: Book) -> None:
    made(as_alice, book)

    services.discard_book(book)

    assert kept_files(book) == []
    assert not KeptEdition.objects.exists()


def test_a_file_made_while_its_book_is_thrown_away_does_not_stay(book: Book) -> None:
    gone = Book.objects.prefetch_related("pages").get()
    list(gone.pages.all())
    pictures = {page.image_key: storage.read(page.image_key) for page in gone.pages.all()}
    pictures[gone.cover_image_key] = storage.read(gone.cover_image_key)
    services.discard_book(book)
    for key, data in pictures.items():
        storage.store(key, data)

    with pytest.raises(StoryforgeError) as raised:
        editions.keep(gone, Edition.EPUB)

    assert raised.value.code is Code.NOT_FOUND
    assert kept_files(gone) == []


def test_a_file_nobody_asks_for_goes_after_a_month(as_alice: APIClient, book: Book, settings: Any) -> None:
    made(as_alice, book)
    made(as_alice, book, "screen")
    long_ago = now() - timedelta(days=settings.EDITION_DAYS + 1)
    KeptEdition.objects.filter(edition="epub").update(asked_at=long_ago)

    housekeeping.keep_house("test")

    assert KeptEdition.objects.get().edition == "screen"
    assert len(kept_files(book)) == 1


def test_a_file_that_is_fetched_now_and_then_stays(as_alice: APIClient, book: Book, settings: Any) -> None:
    as_alice.get(f"/v1/books/{book.pk}/epub")
    KeptEdition.objects.update(asked_at=now() - timedelta(days=settings.EDITION_DAYS + 1))
    as_alice.get(f"/v1/books/{book.pk}/epub")

    housekeeping.keep_house("test")

    assert KeptEdition.objects.exists()


# --- on the site -------------------------------------------------------------------------------------------
@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def take_along(book: Book) -> str:
    return f"/books/{book.pk}/take-along/"


def test_a_family_has_a_file_made_and_saves_it(browser: Client, book: Book) -> None:
    answer: Any = browser.post(take_along(book), {"edition": "epub"})
    assert (answer.status_code, answer.url) == (302, take_along(book))
    waiting = browser.get(take_along(book)).content.decode()
    runner.advance(Job.objects.get(kind=JobKind.EDITION).pk)
    after = browser.get(take_along(book)).content.decode()

    assert "<progress" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert 'download="Momo &amp; the Sea.epub"' in after
    assert "hx-trigger" not in after


def test_the_end_of_it_loads_the_page(browser: Client, book: Book) -> None:
    browser.post(take_along(book), {"edition": "epub"})
    htmx = {"HX-Request": "true"}

    part = browser.get(take_along(book), headers=htmx)
    runner.advance(Job.objects.get(kind=JobKind.EDITION).pk)
    end = browser.get(take_along(book), headers=htmx)

    assert "<html" not in part.content.decode()
    assert end["HX-Refresh"] == "true"


@pytest.mark.parametrize("edition", ["audio", "crayon", ""])
def test_what_cannot_be_made_begins_nothing(browser: Client, book: Book, edition: str) -> None:
    answer = browser.post(take_along(book), {"edition": edition}, follow=True)

    assert answer.status_code == 200
    assert not Job.objects.filter(kind=JobKind.EDITION).exists()


def test_a_strangers_book_is_not_there(client: Client, bob: User, book: Book) -> None:
    client.force_login(bob)

    assert client.get(take_along(book)).status_code == 404
    assert client.post(take_along(book), {"edition": "epub"}).status_code == 404
    with pytest.raises(Book.DoesNotExist):
        keeping.order_edition(Book.objects.owned_by(bob).get(pk=book.pk), Edition.EPUB)
