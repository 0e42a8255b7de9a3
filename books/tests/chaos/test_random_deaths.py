"""Workers killed at random, hundreds of times. A failure is replayed by its seed: `SEED=… make chaos`."""

import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from books import audit, services
from books.models import Job, ProviderCall
from books.pipeline import watchdog
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import at_vendor, worker
from credits import services as credits
from credits.models import CreditTransaction
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PICTURES = "/v1/images/generations"


@pytest.mark.parametrize(
    ("books", "share", "least_deaths", "seconds"),
    [
        pytest.param(4, "0.3", 15, 180, id="4 books"),
        pytest.param(50, "0.2", 500, 2400, id="50 books", marks=pytest.mark.endurance),
    ],
)
def test_books_whose_workers_die_at_random_are_all_finished_and_paid_for_once(
    settings: Any, tmp_path: Path, books: int, share: str, least_deaths: int, seconds: int
) -> None:
    seed = os.environ.get("SEED") or str(random.randrange(10**6))
    print(f"SEED={seed}")  # noqa: T201  (pytest shows it with a failure)
    reader = User.objects.create_user("reader@example.org", "a-long-password")
    credits.bonus(reader, books, reference="gift", description="a gift")
    jobs = [services.order_book(reader, a_spec(page_count=4)) for _book in range(books)]
    deaths = tmp_path / "deaths"
    settings.JOB_MAX_ATTEMPTS = 100  # none may be lost, however unlucky

    with vendor(house.play) as openai:
        without_end = dict.fromkeys(("COST_CAP_JOB", "COST_CAP_USER_DAY", "COST_CAP_SITE_DAY"), str(10**12))
        patient = {"JOB_MAX_ATTEMPTS": "100", "IMAGE_MAX_CONCURRENT": "1", **without_end}
        environment = at_vendor(openai, settings.MEDIA_ROOT) | patient
        doomed = ("-m", "books.tests.chaos.random_deaths", seed, share, str(deaths))
        with worker(*doomed, **environment, Q_WORKERS="4"):
            _watch_until_all_are_closed(seconds)

    died = deaths.read_text().splitlines()
    assert Counter(Job.objects.values_list("status", "error_code")) == {("done", ""): books}
    assert len(died) >= least_deaths
    assert credits.balance_of(reader) == 3
    settled = CreditTransaction.objects.filter(movement__in=["capture", "release"]).values_list(
        "reference_id", flat=True
    )
    assert sorted(settled) == sorted(job.pk for job in jobs)
    assert list(audit.faults()) == []
    assert all(job.book.pages.count() == 4 for job in Job.objects.select_related("book"))
    # A picture is put away before it is written down, so even a death between the two buys none twice; only what was
    # in hand while another was written down is asked for again, and counted.
    pictures = ProviderCall.objects.filter(step="images")
    assert pictures.filter(status="answered").count() == pictures.count() == 5 * books
    assert 5 * books <= len(openai.asked_at(PICTURES)) <= sum(pictures.values_list("tries", flat=True))


def _watch_until_all_are_closed(seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while Job.objects.open().exists():
        assert time.monotonic() < deadline, "a job hangs"
        watchdog.sweep()
        time.sleep(0.3)
