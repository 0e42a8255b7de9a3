"""GET /v1/books/{job_id}/events: the status, pushed."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate

from books import services
from books.api import events
from books.models import Job, Visibility
from books.tests.factories import a_book, a_job, a_spec
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def url(job: Job) -> str:
    return f"/v1/books/{job.pk}/events"


def statuses(answer: Any) -> list[dict[str, Any]]:
    text = b"".join(answer.streaming_content).decode()
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]


@pytest.fixture
def full_house() -> Iterator[None]:
    taken = [events._open.acquire(blocking=False) for _stream in range(1000)]
    yield
    for was_taken in taken:
        if was_taken:
            events._open.release()


def test_of_a_finished_job_there_is_one_event_and_the_end(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)

    answer = as_alice.get(url(job), headers={"Accept": "text/event-stream"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/event-stream")
    assert statuses(answer) == [as_alice.get(f"/v1/books/{job.pk}").json()]


def test_whoever_may_read_the_status_may_follow_it(as_bob: APIClient, alice: User) -> None:
    of_the_day = a_job(a_book(alice, visibility=Visibility.PUBLIC), finished=True)

    assert statuses(as_bob.get(url(of_the_day))) == [as_bob.get(f"/v1/books/{of_the_day.pk}").json()]


def test_asked_for_the_headers_alone_it_holds_nobody_up(alice: User, settings: Any) -> None:
    settings.EVENT_STREAM_SECONDS = 0
    request = APIRequestFactory().head("/")
    force_authenticate(request, alice)

    answer = events.JobEvents.as_view()(request, job_id=a_job(a_book(alice, published_at=None, pages=0)).pk)

    assert (answer.status_code, list(answer)) == (200, [])


@pytest.mark.django_db(transaction=True)
def test_every_change_is_told_until_the_job_has_ended(
    as_alice: APIClient, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_LOOK_SECONDS", 0.02)
    job = services.order_book(alice, a_spec())

    def work() -> None:
        Job.objects.filter(pk=job.pk).update(progress=30, current_step="story")
        threading.Event().wait(0.3)
        services.cancel_book(Job.objects.select_related("user").get(pk=job.pk))
        connection.close()

    answer = as_alice.get(url(job))
    worker = threading.Timer(0.3, work)
    worker.start()
    told = statuses(answer)
    worker.join()

    assert [(status["status"], status["progress"]) for status in told] == [
        ("queued", 0),
        ("queued", 30),
        ("cancelled", 30),
    ]


def test_a_stream_ends_after_a_while_and_the_client_comes_back(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.EVENT_STREAM_SECONDS = 0
    job = services.order_book(alice, a_spec())

    answer: Any = as_alice.get(url(job))
    text = b"".join(answer.streaming_content).decode()

    assert text.startswith("retry: 2000\n\n")
    assert text.count("data: ") == 1


@pytest.mark.usefixtures("full_house")
def test_when_all_places_are_taken_a_stream_is_one_event(as_alice: APIClient, alice: User) -> None:
    job = services.order_book(alice, a_spec())

    assert [status["status"] for status in statuses(as_alice.get(url(job)))] == ["queued"]


def test_a_place_is_given_back(as_alice: APIClient, alice: User, settings: Any) -> None:
    job = a_job(a_book(alice), finished=True)

    for _stream in range(settings.EVENT_STREAMS + 2):
        statuses(as_alice.get(url(job)))

    assert events._open.acquire(blocking=False)
    events._open.release()


def test_another_familys_job_is_not_there(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    job = services.order_book(alice, a_spec())

    assert as_bob.get(url(job)).status_code == 404
    assert as_nobody.get(url(job)).status_code == 401
