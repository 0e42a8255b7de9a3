"""What a book stands on goes away in the middle of it: the book is finished, or ends with its code and a refund."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings

from books import audit, services
from books.models import Book, Job, Page
from books.tests.chaos.servers import Postgres, Redis, postgres, redis
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import SUPERVISED, WATCHDOG, at_vendor, database_url, wait_until, wait_until_closed, worker
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PICTURES = "/v1/images/generations"
AWAY_SECONDS = 30.0


def unhurried(asked: Asked, before: int) -> Answer:
    answer = house.play(asked, before)
    return Answer(answer.body, delay=0.7) if asked.path == PICTURES else answer


@contextmanager
def at_work(openai: Vendor, media: str, **environment: str) -> Iterator[dict[str, str]]:
    """A supervised worker and a watchdog."""
    quick = {"WATCHDOG_SECONDS": "0.5", "QUEUE_SILENCE_SECONDS": "20", "JOB_FORGOTTEN_SECONDS": "2"}
    environment = {**at_vendor(openai, media), **quick, **environment}
    with worker(*SUPERVISED, **environment), worker(*WATCHDOG, **environment):
        yield environment


def in_the_middle_of_a_book(reader: User, harm: Callable[[], None]) -> Job:
    job = services.order_book(reader, a_spec(page_count=8))
    wait_until(lambda: Page.objects.exists())
    harm()
    wait_until_closed(job, seconds=120)
    return job


def require_a_good_end(job: Job, *codes: str) -> None:
    """Finished and paid for, or failed with one of these codes and not."""
    assert (job.status, job.error_code) in [("done", ""), *(("failed", code) for code in codes)]
    assert credits.balance_of(job.user) == (2 if job.status == "done" else 3)
    assert Book.objects.get().pages.count() == 8 or not Book.objects.get().published_at
    assert list(audit.faults()) == []


@pytest.fixture
def reader() -> User:
    return User.objects.create_user("reader@example.org", "a-long-password")


def test_a_provider_is_gone_for_half_a_minute(reader: User, settings: Any) -> None:
    with ExitStack() as first:
        openai = first.enter_context(vendor(unhurried))

        def go_away() -> None:
            first.close()
            time.sleep(AWAY_SECONDS)

        with at_work(openai, settings.MEDIA_ROOT):
            job = in_the_middle_of_a_book(reader, go_away)

        with vendor(house.play, port=openai.port), at_work(openai, settings.MEDIA_ROOT):
            another = services.order_book(reader, a_spec(page_count=4))
            wait_until_closed(another)

    assert (job.status, job.error_code) == ("failed", "PROVIDER_UNAVAILABLE")
    assert another.status == "done"
    assert credits.balance_of(reader) == 2
    assert list(audit.faults()) == []


def test_the_files_are_gone_for_half_a_minute(reader: User, settings: Any) -> None:
    media, kept = Path(settings.MEDIA_ROOT), Path(settings.MEDIA_ROOT).with_suffix(".kept")
    kept.mkdir()
    media.symlink_to(kept)

    def go_away() -> None:
        """At one stroke: a worker would make the folder anew in the moment between."""
        broken, mended = media.with_suffix(".broken"), media.with_suffix(".mended")
        broken.write_text("a file where a folder was")
        broken.replace(media)
        time.sleep(AWAY_SECONDS)
        mended.symlink_to(kept)
        mended.replace(media)

    with vendor(unhurried) as openai, at_work(openai, settings.MEDIA_ROOT):
        job = in_the_middle_of_a_book(reader, go_away)

    require_a_good_end(job, "STORAGE_UPLOAD_FAILED")


@pytest.mark.parametrize("broker", ["orm", "redis"])
def test_redis_is_gone_for_half_a_minute(reader: User, settings: Any, broker: str) -> None:
    def go_away(server: Redis) -> None:
        server.stop()
        time.sleep(AWAY_SECONDS)
        server.start()

    with ExitStack() as stack:
        server, openai = stack.enter_context(redis()), stack.enter_context(vendor(unhurried))
        stack.enter_context(at_work(openai, settings.MEDIA_ROOT, REDIS_URL=server.url, Q_BROKER=broker))
        job = in_the_middle_of_a_book(reader, lambda: go_away(server))

    require_a_good_end(job)
    assert len(openai.asked_at(PICTURES)) == 9


# --- PostgreSQL: a server of its own, so that no other test notices -----------------------------
def run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def status_at(server: Postgres, job_id: str) -> str:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT status FROM books_job WHERE id = %s", [job_id]).fetchone()
    return str(row[0]) if row else ""


@pytest.mark.postgres
@pytest.mark.parametrize(
    "away_seconds", [0.0, pytest.param(60.0, marks=pytest.mark.endurance)], ids=["restarted", "stopped for a minute"]
)
def test_the_database_goes_away_in_the_middle(settings: Any, away_seconds: float) -> None:
    with postgres() as server, vendor(unhurried) as openai:
        run(["manage.py", "migrate", "--verbosity", "0"], DATABASE_URL=server.url)
        with at_work(openai, settings.MEDIA_ROOT, DATABASE_URL=server.url):
            job_id = run(["-m", "books.tests.chaos.order", "8"], DATABASE_URL=server.url)
            wait_until(lambda: len(openai.asked_at(PICTURES)) >= 2)
            server.stop()
            time.sleep(away_seconds)
            server.start()
            wait_until(lambda: status_at(server, job_id) not in ("queued", "running"), seconds=120)
        ended = status_at(server, job_id)
        proof = run(["manage.py", "verify_ledger"], DATABASE_URL=server.url)

    assert ended == "done"
    assert "The ledger adds up." in proof
    assert len(openai.asked_at(PICTURES)) == 9


def test_a_book_is_ordered_while_the_broker_is_away(settings: Any) -> None:
    """The job is written; a worker hears of it from the watchdog, once the broker is back."""
    with redis() as server, vendor(house.play) as openai:
        server.stop()
        job_id = run(
            ["-m", "books.tests.chaos.order"], DATABASE_URL=database_url(), REDIS_URL=server.url, Q_BROKER="redis"
        )
        server.start()
        with at_work(openai, settings.MEDIA_ROOT, REDIS_URL=server.url, Q_BROKER="redis"):
            job = Job.objects.get(pk=job_id)
            wait_until_closed(job)

    assert job.status == "done"
