"""How a job ends without a book: its code is written and its credit goes back, both or neither; then its files go."""

import logging

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from books import storage
from books.models import Job, JobStatus
from books.models.job import JobQuerySet
from books.pipeline.lease import Lease, LeaseLost
from credits import services as credits
from storyforge_site.lib.errors import Code, StoryforgeError

log = logging.getLogger(__name__)


def fail(lease: Lease, code: Code) -> None:
    """By the worker that holds the job; nothing happens when it does not any more."""
    try:
        with lease.write():
            lease.finish(JobStatus.FAILED, error_code=code)
            job = _give_back(lease.job_id)
    except LeaseLost:
        log.info("job %s was taken over before its failure could be written", lease.job_id)
        return
    remove_files(job)


def give_up(stuck: JobQuerySet, job_id: str) -> bool:
    """By the watchdog, for a job that is still among `stuck`; its fence rises, so that no worker writes any more."""
    with transaction.atomic():
        ended = stuck.filter(pk=job_id).update(
            status=JobStatus.FAILED,
            error_code=Code.STUCK_TIMEOUT,
            fence=F("fence") + 1,
            lease_owner="",
            lease_expires_at=None,
            finished_at=Now(),
            updated_at=Now(),
        )
        job = _give_back(job_id) if ended else None
    if job:
        log.error("job %s is stuck at %s and was given up", job.pk, job.current_step)
        remove_files(job)
    return bool(job)


def remove_files(job: Job) -> None:
    """The pictures of a book that will never be; harmless when there are none."""
    try:
        storage.delete_folder(storage.book_folder(job.user_id, job.book_id))
    except StoryforgeError as error:
        log.warning("files of job %s could not be removed: %s", job.pk, error)


def _give_back(job_id: str) -> Job:
    job = Job.objects.select_related("user").get(pk=job_id)
    credits.release(job.user, reference=job.pk, description=job.error_sentence)
    return job
