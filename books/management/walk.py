"""Make a book here and now, in this process, with a bar a person can watch."""

import sys
import threading
import time
from typing import TextIO

from django.db import connection

from books.models import Job
from books.pipeline import ending, runner
from books.progress import words_for

_BAR = 32
_TICK_SECONDS = 0.15


def walk_with_progress(job: Job) -> Job:
    """Walk `job` to its end, drawing progress on stderr; the job as it ended."""
    out = sys.stderr
    walker = threading.Thread(target=_walk_to_the_end, args=(job.pk,), name=f"walk-{job.pk}", daemon=True)
    walker.start()
    last = ""
    while walker.is_alive():
        walker.join(_TICK_SECONDS)
        job.refresh_from_db()
        last = _draw(job, out, last)
    job.refresh_from_db()
    _draw(job, out, last)
    out.write("\n")
    return job


def _walk_to_the_end(job_id: str) -> None:
    try:
        while Job.objects.open().filter(pk=job_id).exists():
            runner.advance(job_id)
            poisoned = Job.objects.all().poisoned()
            if poisoned.filter(pk=job_id).exists():  # no watchdog may be there to say so
                ending.give_up(poisoned, job_id)
            time.sleep(_TICK_SECONDS)  # it may be resting
    finally:
        connection.close()


def _draw(job: Job, out: TextIO, last: str) -> str:
    filled = _BAR * job.progress // 100
    words = words_for(job.current_step) if job.is_open else ""
    line = f"{'█' * filled}{'░' * (_BAR - filled)} {job.progress:3d} %  {words}"
    if line != last:
        out.write(f"\r\033[K{line}" if out.isatty() else f"{line}\n")
        out.flush()
    return line
