"""Walks a job along the plan: claim, run what is not done yet, save, go on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from opentelemetry.trace import SpanKind

from books.models import Job, JobKind, JobStatus
from books.pipeline import ending, sizing
from books.pipeline.context import Context, WalkOver
from books.pipeline.heartbeat import Heartbeat
from books.pipeline.lease import Lease, LeaseLost
from books.pipeline.plan import PLANS
from storyforge_site.lib import allocator, deadlines, logs, meters, tracing
from storyforge_site.lib.clock import now
from storyforge_site.lib.database import AWAY
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, StoryforgeError

log = logging.getLogger(__name__)

_LONGEST_REST_SECONDS = 60  # that a vendor may ask for


def advance(job_id: str) -> None:
    """Take the job as far as one walk allows. Safe to call at any time, by anybody, twice at once."""
    lease = Lease.claim(job_id)
    if lease is None:
        log.info("job %s is finished or held by another worker", job_id)
        return
    job = Job.objects.with_age().select_related("book", "user").get(pk=job_id)
    ctx = Context(job, lease, job.age.total_seconds())  # type: ignore[attr-defined]
    with _observed(ctx.job):
        _advance_or_let_go(ctx)
        if ctx.job.status == JobStatus.DONE and ctx.job.makes_a_book:
            sizing.catch_up_quietly(ctx)
    allocator.give_back_what_is_free()


@contextmanager
def _observed(job: Job) -> Iterator[None]:
    """Lines and spans are of the request that ordered the job, however many walks and workers it takes."""
    with (
        logs.about(request_id=job.request_id, job_id=job.pk),
        tracing.going_on(job.traceparent),
        tracing.span(f"walk {job.kind}", span_kind=SpanKind.CONSUMER, job_id=job.pk, attempt=job.attempts),
    ):
        yield


def _advance_or_let_go(ctx: Context) -> None:
    try:
        _advance(ctx)
    except LeaseLost:
        _let_go(ctx)
    except AWAY:
        # The database is away: nothing can be written, not even a failure. The lease runs out, and another
        # claim goes on from the last checkpoint.
        log.exception("job %s lost its database; its lease will run out", ctx.job.pk)
        connection.close()


def _advance(ctx: Context) -> None:
    try:
        with deadlines.keep(ctx.deadline), Heartbeat(ctx.lease, ctx.deadline):
            _walk(ctx)
    except (WalkOver, OutOfTime):
        with transaction.atomic():
            ctx.lease.hand_back()
            ctx.job.wake()
    except StoryforgeError as error:
        _rest_or_fail(ctx, error)
    except (LeaseLost, *AWAY):
        raise
    except Exception:
        log.exception("job %s failed in an unexpected way", ctx.job.pk)
        ending.fail(ctx.lease, Code.UNKNOWN)


def _rest_or_fail(ctx: Context, error: StoryforgeError) -> None:
    """What may pass, passes more likely in a while; a parent hardly notices. A vendor may say in how long."""
    claims = max(1, ctx.job.attempts)
    if error.may_pass and claims < settings.JOB_MAX_ATTEMPTS:
        log.warning("job %s rests: %s", ctx.job.pk, error)
        seconds = settings.JOB_REST_SECONDS * 2**claims
        asked = min(error.retry_after or 0, _LONGEST_REST_SECONDS)
        ctx.lease.rest(max(seconds, asked) if asked else seconds)
    else:
        log.warning("job %s failed: %s", ctx.job.pk, error)
        ending.fail(ctx.lease, error.code)


def _walk(ctx: Context) -> None:
    """How far a step came is written down with the beginning of the next."""
    reached: dict[str, int] = {}
    for step in PLANS[JobKind(ctx.job.kind)]:
        if step.is_done(ctx):
            continue
        if reached and ctx.out_of_time:  # every walk gets somewhere, however slow the machine
            ctx.save(**reached)
            raise WalkOver
        if ctx.is_overdue:
            raise StoryforgeError(Code.STUCK_TIMEOUT, f"at {step.name} after the soft limit")
        trail = [*ctx.job.trail, [now().isoformat(), ctx.lease.fence, step.name]]
        ctx.save(**reached, current_step=step.name, trail=trail)
        with meters.step(ctx.job.kind, step.name):
            step.run(ctx)
        reached = {"progress": step.progress, "attempts": 0}
    if ctx.job.is_open:
        ctx.save(**reached)


def _let_go(ctx: Context) -> None:
    """Replaced, stopped by the family, or deleted. What this worker stored after a stop must not stay."""
    log.info("job %s was taken over or stopped; this worker lets go", ctx.job.pk)
    job = Job.objects.filter(pk=ctx.job.pk).first()
    if job is None or job.status in (JobStatus.CANCELLED, JobStatus.FAILED):
        ending.remove_files(ctx.job)
