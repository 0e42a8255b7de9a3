"""Staff look at a book, mend its words, take it out of sight, discard it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from books.models import Book, Visibility
from books.tests.factories import a_book, a_job
from characters.tests.factories import a_character
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.staff import a_clerk

pytestmark = pytest.mark.django_db


def page_of(book: Book, page: str = "change") -> str:
    return reverse(f"admin:books_book_{page}", args=[book.pk])


def test_a_book_is_read_in_the_admin_with_what_its_pictures_say(alice: User) -> None:
    book = a_book(alice, cover_alt_text="A dragon on a cover.")

    page = a_clerk("moderator").get(page_of(book)).content.decode()

    assert page.count('alt="A dragon stands at a pond."') == 4
    assert 'alt="A dragon on a cover."' in page
    assert "Page 3: the dragon put one claw into the water." in page
    assert page.count("signature=") == 5
    assert "<textarea" not in page


def test_a_book_in_the_making_has_a_page_too(alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None, title="", cover_image_key="")

    assert "Nothing has been made yet." in a_clerk("support").get(page_of(book)).content.decode()


def test_words_that_are_mended_silence_the_voice_that_read_the_old_ones(alice: User) -> None:
    book = a_book(alice, audio_key="book.mp3")
    book.pages.update(audio_key="page.mp3")
    clerk = a_clerk("superuser")
    form: dict[str, Any] = {"title": book.title, "summary": book.summary, "cover_alt_text": ""}
    form |= {"pages-TOTAL_FORMS": 4, "pages-INITIAL_FORMS": 4}
    for number, page in enumerate(book.pages.all()):
        form |= {f"pages-{number}-id": page.pk, f"pages-{number}-book": book.pk}
        form |= {f"pages-{number}-text": page.text, f"pages-{number}-alt_text": page.alt_text}
    form["pages-1-text"] = "The dragon put both feet in."

    answer = clerk.post(page_of(book), form)

    assert answer.status_code == 302
    book.refresh_from_db()
    sounds = list(book.pages.values_list("audio_key", flat=True))
    assert (book.audio_key, sounds) == ("", ["page.mp3", "", "page.mp3", "page.mp3"])


def test_a_book_of_the_house_is_taken_out_of_sight_and_shown_again(alice: User) -> None:
    book = a_book(User.objects.house(), visibility=Visibility.PUBLIC)
    clerk = a_clerk("superuser")

    clerk.post(page_of(book, "hide"), {"reason": "a mistake"})
    assert not Book.objects.open_to(alice).exists()
    clerk.post(page_of(book, "show"), {"reason": "mended"})

    assert Book.objects.open_to(alice).exists()
    said = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(said) == ["Visible to nobody. a mistake", "Visible to everybody. mended"]


def test_a_familys_book_is_shown_to_nobody(alice: User, bob: User) -> None:
    book = a_book(alice)

    answer = a_clerk("superuser").post(page_of(book, "show"), {"reason": "so pretty"})

    assert answer.status_code == 422
    assert not Book.objects.open_to(bob).exists()


def test_a_discarded_book_goes_with_its_jobs_and_the_credit_comes_back(alice: User) -> None:
    book = a_book(alice, published_at=None)
    job = a_job(book)
    credits.reserve(alice, 1, reference=job.pk, description="A book")

    answer = a_clerk("superuser").post(page_of(book, "discard"), {"reason": "a test"})

    assert (answer.status_code, Book.objects.exists(), credits.balance_of(alice)) == (302, False, 3)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.object_repr, entry.change_message) == (book.pk, book.pk, "Discarded. a test")


def test_a_heros_portrait_is_shown(alice: User) -> None:
    row = a_character(alice)
    row.portrait_key = "portrait.png"
    row.save()
    clerk = a_clerk("support")

    for address in ("admin:characters_character_changelist", "admin:characters_character_change"):
        page = clerk.get(reverse(address, args=[row.pk] if address.endswith("change") else []))
        assert 'class="portrait" src="/files/portrait.png' in page.content.decode()
