"""Hosts whose clocks are an hour wrong, alone and beside one that is right."""

from typing import Any

import pytest

from books import audit, services
from books.models import Job
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import at_vendor, wait_until, wait_until_closed, worker
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PICTURES = "/v1/images/generations"


def unhurried(asked: Asked, before: int) -> Answer:
    answer = house.play(asked, before)
    return Answer(answer.body, delay=0.3) if asked.path == PICTURES else answer


@pytest.mark.parametrize("shift", ["3600", "-3600"])
def test_a_worker_whose_clock_is_an_hour_wrong_makes_its_book_once(alice: User, settings: Any, shift: str) -> None:
    with vendor(unhurried) as openai:
        environment = at_vendor(openai, settings.MEDIA_ROOT)
        with worker("-m", "books.tests.chaos.shifted_worker", shift, **environment):
            job = services.order_book(alice, a_spec(page_count=4))
            wait_until(lambda: Job.objects.get().status == "running")
            with worker(**environment):  # its clock is right; it must leave the job to the first
                wait_until_closed(job)

    assert (job.status, job.fence) == ("done", 1)
    assert len(openai.asked_at(PICTURES)) == 5
    assert credits.balance_of(alice) == 2
    assert list(audit.faults()) == []
