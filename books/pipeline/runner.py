"""Walks a job along the plan: claim, run what is not done yet, save, go on."""

import logging

from django.db import transaction

from books.models import Job, JobStatus
from books.pipeline.context import Context, WalkOver
from books.pipeline.lease import Lease, LeaseLost
from books.pipeline.plan import STEPS
from credits import services as credits
from storyforge_site.lib.errors import Code, StoryforgeError

log = logging.getLogger(__name__)


def advance(job_id: str) -> None:
    """Take the job as far as one walk allows. Safe to call at any time, by anybody, twice at once."""
    lease = Lease.claim(job_id)
    if lease is None:
        log.info("job %s is finished or held by another worker", job_id)
        return
    ctx = Context(Job.objects.select_related("book", "user").get(pk=job_id), lease)
    try:
        _walk(ctx)
    except WalkOver:
        _go_on_later(ctx)
    except LeaseLost:
        log.info("job %s was taken over or stopped; this worker lets go", job_id)
    except StoryforgeError as error:
        log.warning("job %s failed: %s", job_id, error)
        _fail(lease, error.code)
    except Exception:
        log.exception("job %s failed in an unexpected way", job_id)
        _fail(lease, Code.UNKNOWN)


def _walk(ctx: Context) -> None:
    walked = False
    for step in STEPS:
        if step.is_done(ctx):
            continue
        if walked and ctx.out_of_time:  # every walk gets somewhere, however slow the machine
            raise WalkOver
        walked = True
        ctx.save(current_step=step.name)
        step.run(ctx)
        if ctx.job.is_open:
            ctx.save(progress=step.progress)


def _go_on_later(ctx: Context) -> None:
    with transaction.atomic():
        ctx.lease.hand_back()
        ctx.job.wake()


def _fail(lease: Lease, code: Code) -> None:
    """End the job with its code and give the credit back, both or neither."""
    try:
        with lease.write():
            lease.finish(JobStatus.FAILED, error_code=code)
            job = Job.objects.select_related("user").get(pk=lease.job_id)
            credits.release(job.user, reference=job.pk, description=job.error_sentence)
    except LeaseLost:
        log.info("job %s was taken over before its failure could be written", lease.job_id)
