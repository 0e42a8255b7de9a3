"""A cluster whose workers are killed (SIGKILL) once at every state a job is ever saved in.

Called as `python -m books.tests.chaos.doomed_worker FILE`, where FILE collects the states died in. The killing is
real; only the moment is chosen: right after a commit, before anything else happens.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
django.setup()

from django.db import connection  # noqa: E402

from books.management.commands.work import run_cluster  # noqa: E402
from books.models import ImagePrompt, Job, ProviderCall  # noqa: E402
from books.pipeline.lease import Lease  # noqa: E402

write, checkpoint = Lease.write, Lease.checkpoint
deaths = Path(sys.argv[1])


def state_of(job_id: str) -> str:
    job = Job.objects.get(pk=job_id)
    painted = ImagePrompt.objects.filter(job_id=job_id).exclude(image_key="").count()
    answered = ProviderCall.objects.filter(job_id=job_id, status="answered").count()
    return f"{job.current_step} {job.progress} {painted} {answered}"


@contextmanager
def deadly_write(self: Lease) -> Iterator[None]:
    with write(self):
        yield
    die_if_this_is_new(self.job_id)


def deadly_checkpoint(self: Lease, **fields: Any) -> None:
    checkpoint(self, **fields)
    die_if_this_is_new(self.job_id)


def die_if_this_is_new(job_id: str) -> None:
    if connection.in_atomic_block:  # nothing is saved yet
        return
    state = state_of(job_id)
    if state not in deaths.read_text().splitlines():
        with deaths.open("a") as file:
            file.write(f"{state}\n")
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    deaths.touch()
    Lease.write = deadly_write  # type: ignore[method-assign]
    Lease.checkpoint = deadly_checkpoint  # type: ignore[method-assign]
    run_cluster()
