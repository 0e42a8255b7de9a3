"""One page of a book on the site: made anew, written by hand, compared, put back."""

from typing import Any

import pytest
from django.test import Client

from books.models import Book, Job, JobKind, JobStatus, Page, PageVersion
from books.pipeline import runner
from books.srcset import shown
from books.tests.factories import a_book, a_job, a_told_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def told(alice: User) -> Book:
    return a_told_book(alice).book


def page_of(book: Book, number: int = 2) -> Page:
    return Page.objects.get(book=book, page_number=number)


def address(book: Book, number: int = 2, rest: str = "") -> str:
    return f"/books/{book.pk}/pages/{number}/{rest}"


def seen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


# --- made anew --------------------------------------------------------------------------------------
def test_a_wish_makes_the_page_anew_and_both_are_shown(browser: Client, told: Book) -> None:
    before = page_of(told)

    answer: Any = browser.post(address(told), {"mode": "both", "feedback": "more stars"})
    assert (answer.status_code, answer.url) == (302, address(told, rest="?look"))
    assert "The page is being made anew" in seen(browser, answer.url)
    job = Job.objects.get(kind=JobKind.PAGE)
    assert (job.spec["mode"], job.spec["feedback"]) == ("both", "more stars")
    runner.advance(job.pk)

    page, after = seen(browser, answer.url), page_of(told)
    assert "Before and now" in page
    pictures = [shown(of.image_key) for of in (before, after)]
    for said in (before.text, after.text, *(picture.url for picture in pictures if picture)):
        assert said.replace('"', "&quot;").replace("'", "&#x27;").replace("&s", "&amp;s") in page
    assert "Undo" in page


def test_progress_comes_alone_for_htmx_and_the_end_of_it_loads_the_page(browser: Client, told: Book) -> None:
    browser.post(address(told), {"mode": "text", "feedback": ""})
    htmx = {"HX-Request": "true"}

    part = browser.get(address(told, rest="?look"), headers=htmx)
    runner.advance(Job.objects.get(kind=JobKind.PAGE).pk)
    end = browser.get(address(told, rest="?look"), headers=htmx)

    assert "<html" not in part.content.decode()
    assert "<progress" in part.content.decode()
    assert end["HX-Refresh"] == "true"


def test_what_did_not_work_out_says_so_and_keeps_the_wish(browser: Client, told: Book) -> None:
    browser.post(address(told), {"mode": "text", "feedback": "a bloody murder"})
    runner.advance(Job.objects.get(kind=JobKind.PAGE).pk)

    page = seen(browser, address(told, rest="?look"))

    assert "Please try another idea." in page
    assert 'value="a bloody murder"' in page
    assert "Before and now" not in page
    assert "Please try another idea." not in seen(browser, address(told))


def test_other_failures_never_speak_of_a_credit(browser: Client, alice: User) -> None:
    book = a_book(alice)
    failed: dict[str, Any] = {"status": JobStatus.FAILED, "error_code": "IMAGE_TIMEOUT", "finished_at": now()}
    a_job(book, kind=JobKind.PAGE, **failed, spec={"page_number": 2, "mode": "image", "feedback": ""})

    page = seen(browser, address(book, rest="?look"))

    assert "Nothing was charged and the book is as it was" in page
    assert "Your credit is back" not in page


def test_the_free_changes_of_a_book_end(browser: Client, told: Book, settings: Any) -> None:
    settings.PAGE_REMAKES = 0

    answer = browser.post(address(told), {"mode": "text", "feedback": ""})

    assert answer.status_code == 422
    assert "This book has had all its free changes." in answer.content.decode()
    assert not Job.objects.filter(kind=JobKind.PAGE).exists()


@pytest.mark.parametrize("wish", [{}, {"mode": "cover"}, {"mode": "text", "feedback": "x" * 201}])
def test_a_wish_that_cannot_be_is_said_beside_its_field(browser: Client, told: Book, wish: dict[str, str]) -> None:
    answer = browser.post(address(told), wish)

    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


# --- written by hand --------------------------------------------------------------------------------
def test_words_by_hand_take_their_place_and_the_page_before_is_kept(browser: Client, told: Book) -> None:
    before = page_of(told)

    answer: Any = browser.post(address(told, rest="words/"), {"text": "The dragon laughed.\r\nThen it swam."})

    assert (answer.status_code, answer.url) == (302, address(told, rest="?look"))
    assert page_of(told).text == "The dragon laughed.\nThen it swam."
    assert page_of(told).image_key == before.image_key
    assert PageVersion.objects.get().text == before.text
    assert "The dragon laughed." in seen(browser, answer.url)


def test_words_by_hand_are_looked_at_like_any(browser: Client, told: Book) -> None:
    before = page_of(told).text

    answer = browser.post(address(told, rest="words/"), {"text": "A bloody murder in the pond."})

    assert answer.status_code == 422
    assert "A bloody murder in the pond." in answer.content.decode()
    assert page_of(told).text == before
    assert not PageVersion.objects.exists()


def test_other_words_have_no_voice(browser: Client, told: Book) -> None:
    Page.objects.filter(book=told).update(audio_key="voice.mp3", words=[{"text": "a", "start_ms": 0, "end_ms": 1}])
    Book.objects.update(audio_key="book.mp3")

    browser.post(address(told, rest="words/"), {"text": "The dragon laughed."})

    assert (page_of(told).audio_key, page_of(told).words) == ("", [])
    assert page_of(told, 1).audio_key == "voice.mp3"
    assert Book.objects.get().audio_key == ""


def test_the_same_words_change_nothing(browser: Client, told: Book) -> None:
    browser.post(address(told, rest="words/"), {"text": page_of(told).text})

    assert not PageVersion.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 601])
def test_a_page_has_words_and_not_too_many(browser: Client, told: Book, text: str) -> None:
    answer = browser.post(address(told, rest="words/"), {"text": text})

    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()


# --- put back ---------------------------------------------------------------------------------------
def test_undo_puts_the_page_back_and_keeps_what_it_was(browser: Client, told: Book) -> None:
    before = page_of(told).text
    browser.post(address(told, rest="words/"), {"text": "The dragon laughed."})
    version = PageVersion.objects.get()

    answer: Any = browser.post(address(told, rest=f"back/{version.pk}/"))

    assert (answer.status_code, answer.url) == (302, address(told))
    assert page_of(told).text == before
    assert "The dragon laughed." in seen(browser, answer.url)  # among the earlier versions


def test_changing_checks_ownership(client: Client, told: Book, bob: User) -> None:
    version = PageVersion.of(page_of(told))
    client.force_login(bob)

    assert client.get(address(told)).status_code == 404
    assert client.post(address(told), {"mode": "text"}).status_code == 404
    assert client.post(address(told, rest="words/"), {"text": "Mine."}).status_code == 404
    assert client.post(address(told, rest=f"back/{version.pk}/")).status_code == 404
    assert not Job.objects.filter(kind=JobKind.PAGE).exists()


def test_a_page_that_is_not_there_and_a_version_of_another_page(browser: Client, told: Book) -> None:
    version = PageVersion.of(page_of(told, 1))

    assert browser.get(address(told, 9)).status_code == 404
    assert browser.post(address(told, rest=f"back/{version.pk}/")).status_code == 404
