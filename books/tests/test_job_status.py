"""GET /v1/books/{job_id}."""

import pytest
from rest_framework.test import APIClient

from books.models import ImagePrompt, JobStatus, StoryDraft, Visibility
from books.tests.factories import a_book, a_job
from storyforge_site.accounts.models import User

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
