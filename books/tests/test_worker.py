"""A real cluster of workers makes a book out of a row in the queue."""

from pathlib import Path
from typing import Any

import pytest

from books import services
from books.models import JobStatus
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import at_vendor, wait_until_closed, worker
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import vendor


@pytest.mark.django_db(transaction=True)
@pytest.mark.heavy
def test_a_worker_takes_the_job_from_the_queue_and_makes_the_book(settings: Any, tmp_path: Path) -> None:
    alice = User.objects.create_user("alice@example.org", "a-long-password")
    with vendor(house.play) as openai:
        environment = at_vendor(openai, settings.MEDIA_ROOT)
        with worker(**environment) as process:
            job = services.order_book(alice, a_spec(page_count=12))
            wait_until_closed(job)

        assert (job.status, job.error_code) == (JobStatus.DONE, "")
        assert len(openai.asked_at("/v1/images/generations")) == 13
    assert process.returncode == 0
    assert job.book.pages.count() == 12
    assert credits.balance_of(alice) == 2
    assert (Path(settings.MEDIA_ROOT) / job.book.pages.get(page_number=12).image_key).read_bytes()[:2] == b"\xff\xd8"
