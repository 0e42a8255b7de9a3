"""Who may have a book read and who may listen; and how a voice goes with the words it read."""

from typing import Any

import pytest
from django.forms import modelform_factory
from rest_framework.test import APIClient

from books import remaking, services, voicing
from books.admin.book import PageForm
from books.models import Book, Job, JobStatus, Page, PageVersion, Visibility
from books.tests.factories import a_book, a_job, a_spec, a_told_book
from books.tests.voices import ask, follow, length, read_aloud, require_engine, sounds, walked
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine() -> None:
    require_engine()


# --- a book that changes ------------------------------------------------------------------------
@pytest.fixture
def voiced(as_alice: APIClient, alice: User) -> Job:
    job = a_told_book(alice)
    read_aloud(as_alice, job.book)
    return job


def remade(job: Job, mode: str) -> Page:
    walked(remaking.order_page(job, 2, mode, ""))
    return Page.objects.get(book_id=job.book_id, page_number=2)


def test_a_page_with_other_words_loses_its_voice_and_so_does_the_book(as_alice: APIClient, voiced: Job) -> None:
    page = remade(voiced, "text")

    detail = as_alice.get(f"/v1/books/{voiced.book_id}/detail").json()
    assert (page.audio_key, page.words) == ("", [])
    assert detail["audio_url"] is None
    assert [bool(one["audio_url"]) for one in detail["pages"]] == [True, False, True, True]
    assert follow(as_alice, voiced.book, 2).status_code == 404


def test_a_page_with_another_picture_keeps_its_voice(voiced: Job) -> None:
    page = remade(voiced, "image")

    assert page.audio_key
    assert page.words
    assert Book.objects.get(pk=voiced.book_id).audio_key


def test_a_page_that_is_put_back_has_no_voice_until_it_is_read_again(as_alice: APIClient, voiced: Job) -> None:
    remade(voiced, "text")
    read_aloud(as_alice, voiced.book)

    remaking.put_back(PageVersion.objects.get())

    page = Page.objects.get(book_id=voiced.book_id, page_number=2)
    assert (page.audio_key, page.words) == ("", [])
    assert read_aloud(as_alice, voiced.book).status == "done"
    assert length(Page.objects.get(pk=page.pk).audio_key)


def test_words_that_change_while_the_book_is_read_are_read_as_they_are_now(alice: User, settings: Any) -> None:
    made_by = a_told_book(alice)
    job = voicing.order_voice(made_by.book)
    settings.JOB_WALK_SECONDS = 0
    for _walk in range(3):
        walked(job)
    settings.JOB_WALK_SECONDS = 60
    page = remade(made_by, "text")

    walked(job)

    page.refresh_from_db()
    assert job.status == JobStatus.DONE
    assert "".join(word["text"] for word in page.words) == "".join(page.text.split())


def test_another_title_silences_the_whole_book_but_no_page(as_alice: APIClient, voiced: Job) -> None:
    as_alice.patch(f"/v1/library/{voiced.book_id}", {"favorite": True}, format="json")
    assert Book.objects.get().audio_key

    as_alice.patch(f"/v1/library/{voiced.book_id}", {"title": "Another"}, format="json")

    assert not Book.objects.get().audio_key
    assert follow(as_alice, voiced.book, 1).status_code == 200


# --- who may, and when --------------------------------------------------------------------------
def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice, visibility=Visibility.PUBLIC)

    answer = ask(as_bob, book)

    assert answer.status_code == 404
    unknown = as_bob.post("/v1/books/book_unknown/audio", {}, format="json")
    assert {**answer.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
    assert ask(as_nobody, book).status_code == 401
    assert not Job.objects.exists()


def test_who_may_read_may_listen(as_bob: APIClient, as_nobody: APIClient, voiced: Job) -> None:
    assert [follow(api, voiced.book, 1).status_code for api in (as_bob, as_nobody)] == [404, 404]

    Book.objects.update(visibility=Visibility.PUBLIC)

    assert [follow(api, voiced.book, 1).status_code for api in (as_bob, as_nobody)] == [200, 200]


@pytest.mark.parametrize("number", [0, 5, 99])
def test_a_page_that_is_not_there(as_alice: APIClient, voiced: Job, number: int) -> None:
    assert follow(as_alice, voiced.book, number).status_code == 404


def test_an_unfinished_book_is_not_ready(as_alice: APIClient, alice: User) -> None:
    book = services.order_book(alice, a_spec()).book

    answer = ask(as_alice, book)

    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_READY")
    assert follow(as_alice, book, 1).status_code == 404


def test_asking_again_while_it_is_read_gives_the_same_job(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)

    assert ask(as_alice, book).json() == ask(as_alice, book).json()
    assert Job.objects.count() == 1


def test_a_request_tried_again_gets_its_first_answer(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice)
    first = ask(as_alice, book, **{"Idempotency-Key": "tap-1"})
    walked(Job.objects.get())

    again = ask(as_alice, book, **{"Idempotency-Key": "tap-1"})

    assert (again.status_code, again.json()) == (202, first.json())
    assert Job.objects.count() == 1


def test_a_field_that_is_none_is_named(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.post(f"/v1/books/{a_book(alice).pk}/audio", {"speed": 2}, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "speed")


def test_only_so_many_a_minute(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.RATELIMIT_ENABLE, settings.RATE_GENERATE = True, "1/m"
    book = a_book(alice)

    assert [ask(as_alice, book).status_code for _time in range(2)] == [202, 429]


def test_a_book_that_is_thrown_away_takes_its_reading_with_it(as_alice: APIClient, voiced: Job) -> None:
    book = voiced.book
    ask(as_alice, book)

    assert as_alice.delete(f"/v1/library/{book.pk}").status_code == 204

    assert sounds(book) == []


def test_a_hostile_page_is_read_like_any_other(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)
    hostile = ["\x01\x02 $(id) `id`", "<speak><break time='99s'/></speak>", "a" * 2000, "\u202e🐉 %n \x7f"]
    for number, text in enumerate(hostile, start=1):
        Page.objects.filter(book=job.book, page_number=number).update(text=text)

    assert read_aloud(as_alice, job.book).status == "done"

    for page in job.book.pages.all():
        assert "".join(word["text"] for word in page.words) == "".join(page.text.split())


@pytest.mark.parametrize(("changed", "is_heard"), [({"text": "Other words."}, False), ({"alt_text": "Other."}, True)])
def test_staff_who_mend_the_words_of_a_page_silence_it(voiced: Job, changed: dict[str, str], is_heard: bool) -> None:
    page = Page.objects.get(book_id=voiced.book_id, page_number=2)
    form_of_staff = modelform_factory(Page, form=PageForm, fields=["text", "alt_text"])

    form_of_staff({"text": page.text, "alt_text": page.alt_text, **changed}, instance=page).save()

    page.refresh_from_db()
    assert (bool(page.audio_key), bool(page.words)) == (is_heard, is_heard)
    assert bool(Book.objects.get(pk=voiced.book_id).audio_key) is is_heard
