"""Watching a book being made: what is new since the last look, and how it ends."""

import pytest
from django.test import Client

from books.models import ImagePrompt, Job
from books.tests.factories import a_book, a_job
from books.tests.test_site_pages import FORM, a_running_job, text_of
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def news(browser: Client, job: Job, seen: str) -> str:
    return text_of(browser.get(f"/make/{job.pk}/?seen={seen}", headers={"HX-Request": "true"}))


def test_who_has_nothing_yet_gets_step_story_and_pictures(browser: Client, alice: User) -> None:
    page = news(browser, a_running_job(alice), "queued.")

    assert "Painting the pictures…" in page
    assert "The Pond" in page
    assert "The pond said hello." in page
    assert "1 of 1 page is painted." in page


def test_who_has_everything_gets_only_the_progress(browser: Client, alice: User) -> None:
    page = news(browser, a_running_job(alice), "images.text.1")

    assert 'value="60"' in page
    assert "hx-swap-oob" not in page
    assert "The pond said hello." not in page


def test_a_new_picture_comes_alone_and_once(browser: Client, alice: User) -> None:
    job = a_running_job(alice)
    ImagePrompt.objects.filter(job=job).update(image_key="")
    before = news(browser, job, "images.text")
    ImagePrompt.objects.filter(job=job).update(image_key="x/page-01.jpg")

    page = news(browser, job, "images.text")

    assert "hx-swap-oob" not in before
    assert page.count("hx-swap-oob") == 1
    assert 'id="picture-1"' in page
    assert "/files/x/page-01.jpg?" in page


def test_who_was_watching_sees_the_cover_and_then_the_book_opens(browser: Client, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)

    answer = browser.get(f"/make/{job.pk}/?seen=package.text.1", headers={"HX-Request": "true"})

    assert answer["HX-Retarget"] == "#wait"
    assert "Your book is ready!" in text_of(answer)
    assert f'hx-get="/make/{job.pk}/"' in text_of(answer)


def test_stopping_asks_first_and_then_says_the_credit_is_back(browser: Client, alice: User) -> None:
    job = a_running_job(alice)

    asked = text_of(browser.get(f"/make/{job.pk}/"))
    stopped = text_of(browser.post(f"/make/{job.pk}/stop/", follow=True))

    assert "Really stop it?" in asked
    assert "This book was stopped" in stopped
    assert "Your credit is back." in stopped
    assert "Try again" in stopped


def test_a_book_that_fails_under_the_eyes_of_its_family_says_so(browser: Client, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None)
    job = a_job(book, status="failed", error_code="UNKNOWN", finished_at=book.created_at)

    answer = browser.get(f"/make/{job.pk}/?seen=story", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == f"/make/{job.pk}/"


def test_the_number_of_pages_does_not_change_the_number_of_queries(
    browser: Client, alice: User, django_assert_max_num_queries: object
) -> None:
    job = a_running_job(alice)

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        browser.get(f"/make/{job.pk}/?seen=images.text", headers={"HX-Request": "true"})


def test_a_badge_says_that_a_book_is_being_made(browser: Client, alice: User) -> None:
    before = text_of(browser.get("/library/"))
    browser.post("/make/", FORM)
    page = text_of(browser.get("/library/"))
    Job.objects.update(status="done", finished_at=now())
    after = text_of(browser.get("/library/"))

    assert "1 book is being made" in page
    assert "book is being made" not in before + after
