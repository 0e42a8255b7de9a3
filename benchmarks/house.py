"""A whole site for an hour, each part in processes of its own and set up as in production.

A benchmark runs in such a house: its environment names a migrated, empty PostgreSQL database, a Redis and a folder
for files, so that the processes it starts and its own ORM see the same.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from books.tests.chaos.servers import redis
from books.tests.processes import worker
from storyforge_site.tests import served

ROOT = Path(__file__).parent.parent
_RICH = dict.fromkeys(("COST_CAP_JOB", "COST_CAP_USER_DAY", "COST_CAP_SITE_DAY"), str(10**12))


@contextmanager
def prepared() -> Iterator[dict[str, str]]:
    """The environment of a house on the PostgreSQL server that DATABASE_URL names. Gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="storyforge-bench-") as folder, redis() as cache, database() as url:
        environment = served.in_production(
            Path(folder), DATABASE_URL=url, REDIS_URL=cache.url, DATABASE_IDLE_LIMIT="60s", LOG_LEVEL="ERROR", **_RICH
        )
        served.prepare(environment)
        yield environment


@contextmanager
def database(template: str = "template1") -> Iterator[str]:
    """The URL of a new one on the server that DATABASE_URL names, a copy of one to which nobody is connected."""
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"bench_{os.getpid()}_{os.urandom(3).hex()}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def web(**more: str) -> Iterator[str]:
    """gunicorn, as the Procfile starts it. Its address."""
    with served.web({**os.environ, **more}) as address:
        yield address


@contextmanager
def cluster(*, workers: int, **more: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A real `qcluster`, as the Procfile starts it."""
    patience = os.environ["DATABASE_IDLE_LIMIT"]
    with worker(**{"DATABASE_IDLE_LIMIT": patience, **more, "Q_WORKERS": str(workers)}) as process:
        yield process
