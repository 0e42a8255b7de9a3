"""What the queue calls. Each takes one key and returns nothing."""

from books.models import Job
from books.pipeline import ending, runner, watchdog
from storyforge_site.lib import tracing
from storyforge_site.models import Pulse


def advance(job_id: str) -> None:
    try:
        runner.advance(job_id)
    finally:
        tracing.flush()  # the queue may kill this process before the next batch of spans


def remove_files(job_id: str) -> None:
    """After a cancel: what was painted so far."""
    job = Job.objects.filter(pk=job_id).first()
    if job and not job.is_open:
        ending.remove_files(job)


def tidy(asked_by: str) -> None:
    ending.tidy()


def sweep(asked_by: str) -> None:
    """What the watchdog does, once, because somebody asked."""
    watchdog.sweep()


def canary(name: str) -> None:
    """Sings, so that the watchdog hears the queue move."""
    Pulse.objects.beat(name)
