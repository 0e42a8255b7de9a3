"""A supervised cluster whose workers die (SIGKILL) by lot, the lot drawn from a seed.

`python -m books.tests.chaos.random_deaths SEED SHARE FILE`: whether a worker dies at a write, and on which side of
its commit, depends on the seed, the job's place in the order of jobs, its fence and the number of the write; so the
same seed kills the same writes however the workers are scheduled. FILE collects one line a death.
"""

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
django.setup()

from django.db import connection  # noqa: E402

from books.management.commands.work import run_cluster  # noqa: E402
from books.models import Job  # noqa: E402
from books.pipeline.lease import Lease  # noqa: E402

seed, share, deaths = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
write, checkpoint = Lease.write, Lease.checkpoint
written: Counter[tuple[str, int]] = Counter()


def lot(lease: Lease) -> str:
    """ "", "before" or "after" the commit. What is inside a wider transaction is saved with that."""
    if connection.in_atomic_block:
        return ""
    written[lease.job_id, lease.fence] += 1
    place = Job.objects.filter(pk__lte=lease.job_id).count()
    draw = random.Random(f"{seed} {place} {lease.fence} {written[lease.job_id, lease.fence]}")
    return draw.choice(("before", "after")) if draw.random() < share else ""


def die(lease: Lease, side: str) -> None:
    with deaths.open("a") as file:
        file.write(f"{lease.job_id} {lease.fence} {written[lease.job_id, lease.fence]} {side}\n")
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def deadly_write(self: Lease) -> Iterator[None]:
    side = lot(self)
    with write(self):
        yield
        if side == "before":
            die(self, side)
    if side == "after":
        die(self, side)


def deadly_checkpoint(self: Lease, **fields: Any) -> None:
    side = lot(self)
    if side == "before":
        die(self, side)
    checkpoint(self, **fields)
    if side == "after":
        die(self, side)


if __name__ == "__main__":
    deaths.touch()
    Lease.write = deadly_write  # type: ignore[method-assign]
    Lease.checkpoint = deadly_checkpoint  # type: ignore[method-assign]
    run_cluster()
