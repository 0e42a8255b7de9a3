"""GET /v1/books/{job_id}."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from books import services
from books.models import ImagePrompt, JobStatus, StoryDraft, Visibility
from books.tests.factories import a_book, a_job
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User
from storyforge_site.accounts.sessions import Session
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


def url(job_id: str) -> str:
    return f"/v1/books/{job_id}"


def test_a_waiting_job(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice, pages=0, published_at=None))

    answer = as_alice.get(url(job.pk))

    assert answer.status_code == 200
    assert answer.json() == {
        "job_id": job.pk,
        "status": "queued",
        "progress": 0,
        "current_step": "queued",
        "error": None,
        "result": None,
        "pages_ready": [],
    }


def test_the_story_can_be_read_before_the_last_picture_is_painted(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice, pages=0, published_at=None), status=JobStatus.RUNNING, progress=60)
    pages = [{"page_number": n, "text": f"Text {n}", "alt_text": f"Picture {n}"} for n in (1, 2)]
    StoryDraft.objects.create(job=job, story={"title": "T", "pages": pages}, provider="offline", model="1")
    ImagePrompt.objects.create(
        job=job, page_number=1, prompt="p", scene={}, seed=1, alt_text="a", image_key="users/u/books/b/page-01.jpg"
    )

    ready = as_alice.get(url(job.pk)).json()["pages_ready"]

    assert [(page["page_number"], page["text"]) for page in ready] == [(1, "Text 1"), (2, "Text 2")]
    assert ready[0]["image_url"].startswith("/files/users/u/books/b/page-01.jpg?expires=")
    assert ready[1]["image_url"] is None


def test_a_finished_job_carries_its_book(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice, pages=4), finished=True)

    answer = as_alice.get(url(job.pk)).json()

    assert (answer["status"], answer["progress"], answer["error"]) == ("done", 100, None)
    assert answer["result"]["book_id"] == job.book_id
    assert [page["page_number"] for page in answer["result"]["pages"]] == [1, 2, 3, 4]
    assert as_alice.get(answer["result"]["pages"][0]["image_url"]).status_code == 200


def test_a_failed_job_says_why_in_words_for_a_parent(as_alice: APIClient, alice: User) -> None:
    job = a_job(
        a_book(alice, pages=0, published_at=None),
        status=JobStatus.FAILED,
        error_code="SAFETY_INPUT",
        finished_at="2026-11-21T00:00:00Z",
    )

    error = as_alice.get(url(job.pk)).json()["error"]

    assert error == {
        "code": "SAFETY_INPUT",
        "message": "We can't make a children's book about that. Please try another idea. Your credit is back.",
    }


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    job = a_job(a_book(alice, pages=4), finished=True)

    foreign, unknown = as_bob.get(url(job.pk)), as_bob.get(url("job_unknown"))

    assert (foreign.status_code, foreign.json()["code"]) == (404, "NOT_FOUND")
    assert {**foreign.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
    assert as_nobody.get(url(job.pk)).status_code == 401


def test_everybody_follows_the_making_of_a_book_that_is_for_everybody(as_bob: APIClient, as_nobody: APIClient) -> None:
    job = a_job(a_book(User.objects.house(), pages=0, published_at=None, visibility=Visibility.PUBLIC))

    assert as_bob.get(url(job.pk)).json()["status"] == "queued"
    assert as_bob.post(f"{url(job.pk)}/cancel").status_code == 404
    assert as_nobody.get(url(job.pk)).status_code == 401


def with_token(person: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.sign_in(person)['access_token']}")
    return client


@pytest.mark.parametrize(("published", "queries"), [(False, 1), (True, 3)])
def test_who_asks_is_found_together_with_their_job(
    published: bool, queries: int, alice: User, as_alice: APIClient, django_assert_num_queries: Any
) -> None:
    book = a_book(alice, pages=4) if published else a_book(alice, pages=0, published_at=None)
    job, phone = a_job(book, finished=published), with_token(alice)

    with django_assert_num_queries(queries):
        answer = phone.get(url(job.pk))

    assert answer.status_code == 200
    assert answer.json() == as_alice.get(url(job.pk)).json()


def test_a_token_opens_no_job_of_others_nor_one_that_is_not_there(alice: User, bob: User) -> None:
    foreign, thrown_away = a_job(a_book(alice, pages=4), finished=True), a_job(a_book(bob, pages=4), finished=True)
    services.discard_book(thrown_away.book)
    phone = with_token(bob)

    answers = [phone.get(url(job_id)) for job_id in (foreign.pk, thrown_away.pk, "job_unknown", "job_%00")]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "NOT_FOUND")] * 4


def test_with_a_token_everybody_follows_a_book_that_is_for_everybody(bob: User) -> None:
    job = a_job(a_book(User.objects.house(), pages=0, published_at=None, visibility=Visibility.PUBLIC))

    assert with_token(bob).get(url(job.pk)).json()["status"] == "queued"


def sign_out_everywhere(person: User) -> None:
    Session.objects.filter(user=person).delete()


def outlive_sessions(person: User) -> None:
    Session.objects.filter(user=person).update(expire_date=now() - timedelta(seconds=1))


def choose_another_password(person: User) -> None:
    person.set_password("another-long-password")
    person.save()


def be_locked_out(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize(
    "happens",
    [sign_out_everywhere, outlive_sessions, choose_another_password, be_locked_out],
    ids=lambda it: it.__name__,
)
def test_a_token_that_is_worth_nothing_any_more_tells_nothing_of_a_job(
    happens: Callable[[User], None], alice: User
) -> None:
    job, phone = a_job(a_book(alice, pages=0, published_at=None)), with_token(alice)
    assert phone.get(url(job.pk)).status_code == 200

    happens(alice)

    assert phone.get(url(job.pk)).status_code == 401


def test_a_session_whose_row_names_another_person_tells_nothing_of_their_jobs(alice: User, bob: User) -> None:
    job, phone = a_job(a_book(bob, pages=0, published_at=None)), with_token(alice)

    Session.objects.filter(user=alice).update(user=bob)

    assert phone.get(url(job.pk)).status_code == 404
