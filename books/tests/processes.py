"""Real worker processes on the test database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.db import OperationalError, connection, transaction

from books.models import Job
from books.pipeline import watchdog
from storyforge_site.tests.vendor import Vendor


def database_url() -> str:
    """The test database as another process reaches it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


CLUSTER = ("manage.py", "work", "--cluster")
SUPERVISED = ("manage.py", "work")
WATCHDOG = ("manage.py", "watch_jobs")


@contextmanager
def worker(*command: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A cluster on the test database, told to stop at the end as a supervisor would: SIGTERM to its main process."""
    process = subprocess.Popen(
        [sys.executable, *(command or CLUSTER)],
        cwd=django_settings.BASE_DIR,
        env={
            **os.environ,
            "Q_WORKERS": "1",
            "DATABASE_IDLE_LIMIT": "5s",
            **environment,
            "DATABASE_URL": environment.get("DATABASE_URL") or database_url(),
        },
        start_new_session=True,
    )
    try:
        yield process
    finally:
        stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise


@contextmanager
def paused(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    """The whole cluster stands still. Never in the middle of a write: SQLite's one lock would stand still with it."""
    wait_until(lambda: _paused_without_the_lock(process))
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGCONT)


def _paused_without_the_lock(process: "subprocess.Popen[bytes]") -> bool:
    os.killpg(process.pid, signal.SIGSTOP)
    if connection.vendor != "sqlite" or _can_write():
        return True
    os.killpg(process.pid, signal.SIGCONT)
    return False


def _can_write() -> bool:
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 500")
        try:
            with transaction.atomic():  # begins IMMEDIATE
                return True
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def wait_until_closed(job: Job, *, watched: bool = False, seconds: float = 60) -> None:
    """Until the job has ended, or patience has; `watched` has a watchdog look after it meanwhile."""

    def closed() -> bool:
        if watched:
            watchdog.sweep()
        job.refresh_from_db()
        return not job.is_open

    wait_until(closed, seconds=seconds)


def wait_until(true: Callable[[], bool], *, seconds: float = 60, every: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(every)


def at_vendor(vendor: Vendor, media: str) -> dict[str, str]:
    """The environment of a worker whose providers are all played by `vendor`."""
    return {
        "LLM_MODEL": "gpt-5-mini",
        "IMAGE_MODEL": "gpt-image-1-mini",
        "LLM_PROVIDER": "openai",
        "IMAGE_PROVIDER": "openai",
        "MODERATION_PROVIDER": "openai",
        "LLM_BASE_URL": vendor.url,
        "IMAGE_BASE_URL": vendor.url,
        "MODERATION_BASE_URL": vendor.url,
        "MEDIA_ROOT": media,
        "JOB_LEASE_SECONDS": "1",
    }
