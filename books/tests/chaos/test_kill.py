"""Workers that are killed, paused and told to stop: the book is finished, nothing is bought or charged twice."""

import base64
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from books import audit, services
from books.models import Job, JobStatus, ProviderCall
from books.pipeline import watchdog
from books.pipeline.plan import STEPS
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import at_vendor, paused, stop, wait_until, wait_until_closed, worker
from credits import services as credits
from credits.models import CreditTransaction
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CHAT, PICTURES, MODERATION = "/v1/chat/completions", "/v1/images/generations", "/v1/moderations"


def settled(user: User) -> list[str]:
    rows = CreditTransaction.objects.filter(user=user).exclude(movement="opening").order_by("created_at")
    return list(rows.values_list("movement", flat=True))


@pytest.fixture
def reader() -> User:
    return User.objects.create_user("alice@example.org", "a-long-password")


def test_a_worker_killed_in_every_state_a_job_has_still_makes_the_book_once(
    reader: User, settings: Any, tmp_path: Path
) -> None:
    deaths = tmp_path / "deaths"
    with vendor(house.play) as openai:
        doom = {"JOB_MAX_ATTEMPTS": "20", "IMAGE_MAX_CONCURRENT": "1"}
        with worker(
            "-m", "books.tests.chaos.doomed_worker", str(deaths), **at_vendor(openai, settings.MEDIA_ROOT), **doom
        ):
            settings.JOB_MAX_ATTEMPTS = 20
            job = services.order_book(reader, a_spec(page_count=4))
            wait_until_closed(job, watched=True, seconds=200)

    assert (job.status, job.error_code) == (JobStatus.DONE, "")
    states = deaths.read_text().splitlines()
    assert {step.name for step in STEPS} - {state.split()[0] for state in states} <= {"package"}  # it ends as "done"
    assert any(state.startswith("done 100") for state in states)
    assert {state.split()[2] for state in states} >= {"1", "2", "3", "4", "5"}  # between any two pictures
    assert len(openai.asked_at(CHAT)) == 2
    assert len(openai.asked_at(MODERATION)) >= 7
    pictures = ProviderCall.objects.filter(step="images")
    assert list(pictures.values_list("status", flat=True)) == ["answered"] * 5
    # One may be bought while another is written down: what its worker had asked for is asked again, and counted.
    assert 5 <= len(openai.asked_at(PICTURES)) <= sum(pictures.values_list("tries", flat=True))
    assert job.book.pages.count() == 4
    assert settled(reader) == ["reserve", "capture"]
    assert list(audit.faults()) == []


def test_a_worker_that_was_paused_past_its_lease_writes_nothing(reader: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        answer = house.play(asked, before)
        is_first_story = asked.path.endswith("/chat/completions") and before < 2
        return Answer(answer.body, delay=2.0) if is_first_story else answer

    with vendor(script) as openai:
        environment = at_vendor(openai, settings.MEDIA_ROOT)
        with worker(**environment) as first:
            job = services.order_book(reader, a_spec(page_count=4))
            wait_until(lambda: Job.objects.get().current_step == "story")
            fence = Job.objects.get().fence
            with paused(first), worker(**environment):
                wait_until_closed(job, watched=True)
            time.sleep(2.5)  # long enough for it to write, if it could

    job.refresh_from_db()
    assert job.fence > fence
    assert job.status == JobStatus.DONE
    assert settled(reader) == ["reserve", "capture"]
    assert ProviderCall.objects.filter(step="story", status="answered").count() == 1


def test_a_worker_told_to_stop_hands_its_job_on_at_the_next_checkpoint(reader: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        answer = house.play(asked, before)
        return Answer(answer.body, delay=0.4) if asked.path == PICTURES else answer

    with vendor(script) as openai:
        environment = {**at_vendor(openai, settings.MEDIA_ROOT), "JOB_LEASE_SECONDS": "30", "IMAGE_MAX_CONCURRENT": "1"}
        with worker(**environment) as first:
            job = services.order_book(reader, a_spec(page_count=12))
            wait_until(lambda: bool(openai.asked_at(PICTURES)))
            told = time.monotonic()
            stop(first)
            stopped = time.monotonic()
        job.refresh_from_db()
        assert (job.status, job.lease_expires_at, job.attempts) == ("running", None, 0)
        with worker(**environment):
            wait_until_closed(job)

    assert stopped - told < 10
    assert job.status == JobStatus.DONE
    assert len(openai.asked_at(PICTURES)) == 13
    assert settled(reader) == ["reserve", "capture"]


def test_a_job_that_kills_every_worker_is_given_up_after_three_claims_that_got_nowhere(
    reader: User, settings: Any, tmp_path: Path
) -> None:
    def script(asked: Asked, before: int) -> Answer:
        if asked.path.endswith("/chat/completions"):
            os.killpg(clusters[-1].pid, signal.SIGKILL)
        return house.play(asked, before)

    def closed_or_killed() -> bool:
        watchdog.sweep()
        job.refresh_from_db()
        return not job.is_open or clusters[-1].poll() is not None

    clusters: list[subprocess.Popen[bytes]] = []
    with vendor(script) as openai:
        job = services.order_book(reader, a_spec(page_count=4))
        while job.is_open and len(clusters) < 6:
            with worker(**at_vendor(openai, settings.MEDIA_ROOT)) as cluster:
                clusters.append(cluster)
                wait_until(closed_or_killed)

    assert (job.status, job.error_code) == ("failed", "STUCK_TIMEOUT")
    assert len(openai.asked_at(CHAT)) == 4  # one claim that had got somewhere, three that had not
    assert credits.balance_of(reader) == 3
    assert settled(reader) == ["reserve", "release"]


def test_a_prediction_a_vendor_has_begun_is_asked_for_by_the_next_worker(reader: User, settings: Any) -> None:
    """The worker is killed at the first question how far a picture is; nobody begins that picture again."""
    polled: list[str] = []

    def script(asked: Asked, before: int) -> Answer:
        if asked.path.endswith("/flux-schnell/predictions"):
            return Answer({"id": f"p{before}", "status": "starting"}, status=201)
        if "/predictions/p" in asked.path:
            polled.append(asked.path)
            if len(polled) == 1:
                os.killpg(clusters[0].pid, signal.SIGKILL)
            return Answer({"status": "succeeded", "output": [f"{made.url}/out.png"]})
        if asked.path.endswith("/out.png"):
            picture = house.picture().body["data"][0]["b64_json"]
            return Answer(base64.b64decode(picture), headers={"Content-Type": "image/png"})
        return house.play(asked, before)

    clusters: list[subprocess.Popen[bytes]] = []
    with vendor(script) as made:
        environment = at_vendor(made, settings.MEDIA_ROOT)
        environment |= {"IMAGE_PROVIDER": "replicate", "REPLICATE_BASE_URL": made.url, "IMAGE_MAX_CONCURRENT": "1"}
        job = services.order_book(reader, a_spec(page_count=4))
        with worker(**environment) as doomed:
            clusters.append(doomed)
            wait_until(lambda: bool(polled) and doomed.poll() is not None)
        with worker(**environment):
            wait_until_closed(job, watched=True)

    assert job.status == "done"
    begun = [asked for asked in made.asked if asked.path.endswith("/flux-schnell/predictions")]
    assert len(begun) == 5
    assert polled.count(polled[0]) == 2
    assert settled(reader) == ["reserve", "capture"]
    assert list(audit.faults()) == []
