"""A real `qcluster` process makes a book out of a row in the queue."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection

from books import services
from books.models import Job, JobStatus
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import vendor

_PATIENCE_SECONDS = 60


def database_url() -> str:
    """The test database as another process reaches it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def worker(**environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A cluster on the test database, told to stop at the end as a supervisor would: SIGTERM to its main process."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "Q_WORKERS": "1", **environment},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def wait_until_closed(job: Job) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while job.is_open and time.monotonic() < deadline:
        time.sleep(0.1)
        job.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_the_job_from_the_queue_and_makes_the_book(settings: Any, tmp_path: Path) -> None:
    alice = User.objects.create_user("alice@example.org", "a-long-password")
    with vendor(house.play) as openai:
        environment = {
            "LLM_PROVIDER": "openai",
            "IMAGE_PROVIDER": "openai",
            "MODERATION_PROVIDER": "openai",
            "LLM_BASE_URL": openai.url,
            "IMAGE_BASE_URL": openai.url,
            "MODERATION_BASE_URL": openai.url,
            "MEDIA_ROOT": settings.MEDIA_ROOT,
        }
        with worker(**environment) as process:
            job = services.order_book(alice, a_spec(page_count=12))
            wait_until_closed(job)

        assert (job.status, job.error_code) == (JobStatus.DONE, "")
        assert len(openai.asked_at("/v1/images/generations")) == 13
    assert process.returncode == 0
    assert job.book.pages.count() == 12
    assert credits.balance_of(alice) == 2
    assert (Path(settings.MEDIA_ROOT) / job.book.pages.get(page_number=12).image_key).read_bytes()[:2] == b"\xff\xd8"
