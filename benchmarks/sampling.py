"""What a running site holds at one moment: memory, threads, files, connections, rows."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg
from redis import Redis

from benchmarks import machine

REDIS = "clients of Redis"
_ROWS = {
    "tasks queued or in hand": "SELECT count(*) FROM django_q_ormq",
    "tasks kept when done": "SELECT count(*) FROM django_q_task",
    "jobs open": "SELECT count(*) FROM books_job WHERE status IN ('queued', 'running')",
    "connections to PostgreSQL": "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "transactions open for over 10 s": "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND xact_start < now() - interval '10 s'",
}


@dataclass(slots=True)
class Held:
    """By one process."""

    part: str
    megabytes: float  # resident
    threads: int
    files: int  # and sockets


@dataclass(slots=True)
class Sample:
    busy: float  # per cent of all processors since the last sample, by all that is ours
    withheld: float  # per cent of them that the host of a virtual machine gave to others
    processes: dict[int, Held] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        memory = sum(held.megabytes for held in self.processes.values())
        return f"{self.busy:3.0f} %  {memory:,.0f} MB in {len(self.processes)}  {self.counts}"


class Sampler:
    def __init__(self, environment: dict[str, str], roots: dict[str, int], temporary: Path) -> None:
        self.roots, self.temporary = roots, temporary
        self.database = psycopg.connect(environment["DATABASE_URL"], autocommit=True)
        self.redis = Redis.from_url(environment["REDIS_URL"])
        self.asked_at, self.used = time.monotonic(), self._used()

    def busy(self) -> float:
        """Per cent of all processors since this was last asked, by the site, its servers, its vendors and families."""
        before, used_before = self.asked_at, self.used
        self.asked_at, self.used = time.monotonic(), self._used()
        return 100 * (self.used - used_before) / (self.asked_at - before) / len(os.sched_getaffinity(0))

    def _used(self) -> float:
        """Processor seconds, also of those that have ended."""
        me = psutil.Process()
        servers = self.database.execute("SELECT pid FROM pg_stat_activity").fetchall()
        below = [process.pid for process in me.children(recursive=True)]
        return sum(machine.seconds_of(pid) for pid in [me.pid, *below, *(pid for (pid,) in servers)])

    def look(self, url: str) -> Sample:
        sample = Sample(self.busy(), getattr(psutil.cpu_times_percent(), "steal", 0.0))
        for role, root in self.roots.items():
            sample.processes.update(_held(role, psutil.Process(root)))
        for what, query in _ROWS.items():
            row = self.database.execute(query).fetchone()
            sample.counts[what] = int(row[0]) if row else 0
        sample.counts[REDIS] = int(self.redis.info("clients")["connected_clients"])
        sample.counts["temporary files"] = sum(len(names) for *_, names in os.walk(self.temporary))
        for path in ("/health/ready", "/metrics"):  # as whoever watches the site would; it logs when it is not ready
            httpx.get(url + path, timeout=20)
        return sample

    def whereabouts(self, person: str) -> str:
        """Of somebody who is to have left: whether they have, and since when."""
        erased = self.database.execute(
            "SELECT extract(epoch FROM now() - erased_at)::int FROM accounts_erasure WHERE person = %s", [person]
        ).fetchone()
        known = self.database.execute("SELECT 1 FROM accounts_user WHERE id = %s", [person]).fetchone()
        return "still there" if known else f"erased {erased[0]} s ago" if erased else "forgotten"


def _held(role: str, root: psutil.Process) -> Iterator[tuple[int, Held]]:
    for process in [root, *root.children(recursive=True)]:
        try:
            with process.oneshot():
                megabytes = process.memory_info().rss / 2**20
                yield process.pid, Held(role, megabytes, process.num_threads(), process.num_fds())
        except psutil.NoSuchProcess:
            continue
