"""A whole site in processes of its own, as in production: gunicorn, compressed files, DEBUG=false, and a worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from books.tests.chaos.servers import answers, free_port
from books.tests.processes import worker

_START_SECONDS = 60
_GUNICORN = str(Path(sys.executable).parent / "gunicorn")


def in_production(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a site that keeps all it has in `folder`."""
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "staticfiles"),
        "DEBUG": "false",
        "SECRET_KEY": "a-house-for-an-afternoon-and-its-key-is-long-enough-for-every-check",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "RATELIMIT_ENABLE": "false",
        "EMAIL_URL": "dummymail://",
        "LOG_LEVEL": "ERROR",
        "PORT": str(free_port()),
        **more,
    }


def prepare(environment: dict[str, str]) -> None:
    manage("migrate", "--verbosity", "0", **environment)
    manage("collectstatic", "--noinput", "--verbosity", "0", **environment)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Its address, until the block ends."""
    with worker(**environment), web(environment) as address:
        yield address


@contextmanager
def web(environment: dict[str, str]) -> Iterator[str]:
    """Its address, until the block ends."""
    process = subprocess.Popen(
        [_GUNICORN, "storyforge_site.wsgi", "--log-level", "error"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
    )
    port = int(environment["PORT"])
    try:
        _wait_until_it_answers(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=40)


def manage(*command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not answers(port):
        assert time.monotonic() < deadline, "the site did not start"
        time.sleep(0.1)


def smoke(url: str, *more: str) -> str:
    done = subprocess.run(
        [sys.executable, "scripts/smoke", url, "--seconds", "90", *more],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
