"""How a job ends without a book: its code is written and its credit goes back, both or neither; then its files go."""

import logging

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from books import storage
from books.models import Job, JobStatus
from books.models.job import JobQuerySet
from books.pipeline import sizing
from books.pipeline.lease import Lease
from credits import services as credits
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.queue import enqueue

log = logging.getLogger(__name__)

_TIDIED_AT_ONCE = 100


def fail(lease: Lease, code: Code) -> None:
    """By the worker that holds the job. Raises LeaseLost, and then nothing happened."""
    with lease.write():
        lease.finish(JobStatus.FAILED, error_code=code)
        job = _give_back(lease.job_id)
    remove_files(job)


def give_up(stuck: JobQuerySet, job_id: str) -> bool:
    """By the watchdog, for a job that is still among `stuck`; its fence rises, so that no worker writes any more."""
    with transaction.atomic():
        if not stuck.filter(pk=job_id).unlocked().exists():
            return False
        Job.objects.filter(pk=job_id).close(JobStatus.FAILED, Code.STUCK_TIMEOUT, fence=F("fence") + 1)
        job = _give_back(job_id)
        enqueue("books.pipeline.tasks.remove_files", job_id)
    log.error("job %s is stuck at %s and was given up", job.pk, job.current_step)
    return True


def remove_files(job: Job) -> None:
    """The pictures of a book that will never be; harmless when there are none.

    What cannot be removed now, or is stored later by a painter that does not know yet, `tidy` finds.
    """
    storage.delete_folder_quietly(storage.job_folder(job))


def tidy() -> None:
    """Go once through what ended jobs left behind, and left undone. Where storage does not let us, again later."""
    for job in Job.objects.untidied()[:_TIDIED_AT_ONCE]:
        if not Job.objects.untidied().filter(pk=job.pk).exists():
            continue  # by another meanwhile; and staff may have begun it again since
        try:
            if job.status == JobStatus.DONE:
                storage.delete_workings(job)
                if job.makes_a_book:
                    sizing.catch_up(job.book)
            else:
                storage.delete_folder(storage.job_folder(job))
        except StoryforgeError as error:
            log.warning("files of job %s could not be tidied: %s", job.pk, error)
            continue
        Job.objects.filter(pk=job.pk).update(tidied_at=Now())


def _give_back(job_id: str) -> Job:
    job = Job.objects.select_related("user").get(pk=job_id)
    credits.release(job.user, reference=job.pk, description=job.error_sentence)
    return job
