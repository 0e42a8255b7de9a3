"""A family stops its book: nothing more is paid for, the credit is back, the files are gone."""

from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from books import audit, services
from books.models import Job, JobStatus
from books.pipeline import runner, tasks
from books.pipeline.context import Context
from books.tests.factories import a_book, a_job, a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked

pytestmark = pytest.mark.django_db

PICTURES = "/v1/images/generations"


def test_a_waiting_job_is_stopped_and_the_credit_returns(as_alice: APIClient, alice: User) -> None:
    job = services.order_book(alice, a_spec())

    answer = as_alice.post(f"/v1/books/{job.pk}/cancel")

    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    assert credits.balance_of(alice) == 3
    runner.advance(job.pk)
    job.refresh_from_db()
    assert (job.status, job.current_step) == (JobStatus.CANCELLED, "queued")
    assert list(audit.faults()) == []


def test_stopping_twice_returns_the_credit_once(as_alice: APIClient, alice: User) -> None:
    job = services.order_book(alice, a_spec())

    for _again in range(2):
        assert as_alice.post(f"/v1/books/{job.pk}/cancel").status_code == 202

    assert credits.balance_of(alice) == 3


def test_a_finished_book_is_not_stopped(as_alice: APIClient, alice: User) -> None:
    job = a_job(a_book(alice), finished=True)

    answer = as_alice.post(f"/v1/books/{job.pk}/cancel")

    assert (answer.status_code, answer.json()["status"]) == (202, "done")


def test_another_familys_job_does_not_exist(as_bob: APIClient, alice: User) -> None:
    job = services.order_book(alice, a_spec())

    assert as_bob.post(f"/v1/books/{job.pk}/cancel").status_code == 404
    job.refresh_from_db()
    assert job.is_open


def test_stopped_between_two_pictures_no_further_picture_is_bought(alice: User, settings: Any) -> None:
    job = services.order_book(alice, a_spec(page_count=4))
    told: list[int] = []
    told_when_stopped: list[int] = []

    def script(asked: Asked, before: int) -> Answer:
        if asked.path == PICTURES:
            told.append(before)
        return house.play(asked, before)

    save = Context.save

    def stop_after_the_first(self: Any, **fields: Any) -> None:
        save(self, **fields)
        if told and "progress" in fields and not told_when_stopped:
            told_when_stopped.append(len(told))
            services.cancel_book(Job.objects.select_related("user").get(pk=job.pk))

    with house.opened(settings, script) as openai, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Context, "save", stop_after_the_first)
        runner.advance(job.pk)

    tasks.remove_files(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert len(openai.asked_at(PICTURES)) <= told_when_stopped[0] + 1  # the one that was in hand
    assert credits.balance_of(alice) == 3
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_waiting_page_can_stop_it(client: Any, alice: User) -> None:
    job = services.order_book(alice, a_spec())
    client.force_login(alice)

    page = client.post(f"/make/{job.pk}/stop/", follow=True)

    assert "This was stopped, as you wished. Your credit is back." in page.content.decode()
    assert credits.balance_of(alice) == 3
