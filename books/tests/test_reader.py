"""The reader: a book's voice and its words, and the way back to where one stopped."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from books.models import Book, Job, JobKind, JobStatus, Visibility
from books.pages import Spoken, spoken
from books.reader import sitting
from books.tests.factories import a_book, a_job
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db

WORDS = [
    {"text": "Page", "start_ms": 50, "end_ms": 300},
    {"text": "1:", "start_ms": 300, "end_ms": 700},
    {"text": "the", "start_ms": 700, "end_ms": 800},
]


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def opened(client: Client, book: Book) -> str:
    answer = client.get(f"/books/{book.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def with_voice(book: Book) -> Book:
    for page in book.pages.all():
        page.audio_key, page.words = f"voice-{page.page_number}.mp3", WORDS
        page.save()
    return book


# --- the page ---------------------------------------------------------------------------------------
def test_a_book_begins_at_its_cover_and_every_page_has_an_address(browser: Client, alice: User) -> None:
    page = opened(browser, a_book(alice, pages=4))

    assert "Open the book" in page
    for address in ("cover", "page-1", "page-4", "the-end"):
        assert f'id="{address}"' in page
        assert f'href="#{address}"' in page


@pytest.mark.parametrize(("read", "offered"), [(0, False), (1, True), (3, True), (4, False)])
def test_going_on_is_offered_in_the_middle_of_a_book(browser: Client, alice: User, read: int, offered: bool) -> None:
    page = opened(browser, a_book(alice, pages=4, last_page_read=read))

    assert (f"Go on at page {read}" in page) is offered


def test_who_reads_a_book_of_somebody_else_changes_and_remembers_nothing(
    client: Client, alice: User, bob: User
) -> None:
    book = a_book(alice, visibility=Visibility.PUBLIC, last_page_read=2)

    for who in (None, bob):
        if who:
            client.force_login(who)
        page = opened(client, book)
        assert "data-shelf" not in page
        assert "Go on at page" not in page
        assert "Change page" not in page
        assert "data-hear" not in page


# --- its voice --------------------------------------------------------------------------------------
def test_a_silent_book_can_be_read_aloud_by_its_family(browser: Client, alice: User) -> None:
    book = a_book(alice)
    assert f'action="/books/{book.pk}/voice/"' in opened(browser, book)

    answer: Any = browser.post(f"/books/{book.pk}/voice/")

    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/books/{book.pk}/")
    assert (job.kind, job.book_id, job.user) == (JobKind.AUDIO, book.pk, alice)
    assert "data-voice-open" in opened(browser, book)


def test_asking_twice_for_a_voice_is_one_job(browser: Client, alice: User) -> None:
    book = a_book(alice)

    for _twice in range(2):
        browser.post(f"/books/{book.pk}/voice/")

    assert Job.objects.count() == 1


def test_a_voice_comes_with_the_moment_of_each_word(browser: Client, alice: User) -> None:
    page = opened(browser, with_voice(a_book(alice)))

    assert 'data-audio="/files/voice-1.mp3?' in page
    assert '<span data-at="50" data-to="300">Page</span> <span data-at="300" data-to="700">1:</span> ' in page
    assert "data-voice hidden" in page
    assert "data-hear" not in page


def test_a_page_that_lost_its_voice_makes_it_be_asked_for_again(browser: Client, alice: User) -> None:
    book = with_voice(a_book(alice))
    a_job(book, finished=True, kind=JobKind.AUDIO)
    book.pages.filter(page_number=2).update(audio_key="", words=[])

    assert "data-hear" in opened(browser, book)


def test_a_voice_that_did_not_work_out_says_why_and_can_be_asked_for_again(browser: Client, alice: User) -> None:
    book = a_book(alice)
    a_job(book, kind=JobKind.AUDIO, status=JobStatus.FAILED, error_code="TTS_FAILED", finished_at=now())

    page = opened(browser, book)

    assert "We could not read this book aloud; nothing was charged." in page
    assert "data-hear" in page


def test_a_voice_is_ordered_for_ones_own_book_only(client: Client, alice: User, bob: User) -> None:
    book = a_book(alice, visibility=Visibility.PUBLIC)
    client.force_login(bob)

    assert client.post(f"/books/{book.pk}/voice/").status_code == 404
    assert not Job.objects.exists()


def test_how_one_likes_to_hear_it_is_remembered_with_the_account(browser: Client, alice: User) -> None:
    alice.preferences = {"auto_play": True, "highlight_words": False, "narration_speed": 0.85}
    alice.save()

    page = opened(browser, with_voice(a_book(alice)))

    assert 'name="auto_play" checked' in page
    assert 'name="highlight_words">' in page
    assert 'value="0.85" checked' in page


# --- words ------------------------------------------------------------------------------------------
def test_the_pieces_of_a_text_are_the_text() -> None:
    words = [{"text": word, "start_ms": 0, "end_ms": 1} for word in ("No", "no", "nowhere", "said")]

    pieces = spoken('"No, no!"\nsaid the cat.', words)

    assert [piece.word for piece in pieces] == ["No", "no", "said", ""]
    assert "".join(piece.before + piece.word for piece in pieces) == '"No, no!"\nsaid the cat.'
    assert pieces[-1] == Spoken(" the cat.")


def test_a_text_without_a_voice_has_no_pieces() -> None:
    assert spoken("A cat.", []) == ()


# --- a sitting --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("told", "passed", "counted"),
    [(90, 100, 90), (900, 100, 100), (None, 100, 100), (None, 9000, 1200), (50_000, 80_000, 14_400)],
)
def test_a_sitting_is_never_longer_than_the_time_that_passed(
    monkeypatch: pytest.MonkeyPatch, told: int | None, passed: int, counted: int
) -> None:
    ticket, later = sitting.ticket("book_a"), now() + timedelta(seconds=passed)
    monkeypatch.setattr(sitting, "now", lambda: later)

    assert sitting.seconds(ticket, "book_a", told) == counted


@pytest.mark.parametrize("ticket", ["", "made:up", sitting.ticket("book_b")], ids=["none", "made up", "another"])
def test_a_ticket_of_another_book_or_of_nobody_counts_nothing(ticket: str) -> None:
    assert sitting.seconds(ticket, "book_a", 60) == 0
