"""Looks after jobs from outside the cluster: what has no worker gets one, what is stuck ends with a refund.

A process of its own (`manage.py watch_jobs`), because a schedule inside a cluster dies with the cluster.
Any number of watchdogs may run: each change is one conditional UPDATE.
"""

import logging
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now

from books.models import Job
from books.models.job import JobQuerySet
from books.pipeline import ending
from storyforge_site.lib.queue import enqueue
from storyforge_site.models import QUEUE, Pulse, PulseQuerySet

log = logging.getLogger(__name__)

CALLED = "canary called"


def sweep() -> Counter[str]:
    """One round. How many jobs were woken because their lease ran out, or nobody came, and how many given up."""
    done: Counter[str] = Counter()
    for stuck in (Job.objects.overdue(settings.JOB_HARD_LIMIT_SECONDS), Job.objects.all().poisoned()):
        for job_id in list(stuck.values_list("pk", flat=True)):
            done["given up"] += ending.give_up(stuck, job_id)
    for job_id in list(Job.objects.all().abandoned().values_list("pk", flat=True)):
        done["woken"] += _wake(job_id)
    for job_id in list(_forgotten().values_list("pk", flat=True)):
        done["woken"] += _poke(job_id)
    return done


def call_canary() -> None:
    """Ask the queue for a sign of life; `CALLED` remembers since when it owes us one."""
    if not _owed().exists():
        Pulse.objects.beat(CALLED)
    enqueue("books.pipeline.tasks.canary", QUEUE)


def queue_is_silent() -> bool:
    """Whether a canary has waited for `QUEUE_SILENCE_SECONDS` and no worker has a job in hand either.

    Workers that are all busy let a canary wait; their leases show that they live.
    """
    late = Now() - timedelta(seconds=settings.QUEUE_SILENCE_SECONDS)
    if not _owed().filter(felt_at__lt=late).exists():
        return False
    return not Job.objects.open().filter(lease_expires_at__gt=Now()).exists()


def _owed() -> PulseQuerySet:
    """The call that nobody has answered since, if there is one."""
    heard = Pulse.objects.filter(name=QUEUE, felt_at__gte=OuterRef("felt_at"))
    return Pulse.objects.filter(~Exists(heard), name=CALLED)


def _wake(job_id: str) -> int:
    with transaction.atomic():
        woken = Job.objects.all().abandoned().filter(pk=job_id).update(lease_expires_at=None, updated_at=Now())
        if woken:
            enqueue("books.pipeline.tasks.advance", job_id)
            log.warning("job %s lost its worker and was queued again", job_id)
    return woken


def _forgotten() -> JobQuerySet:
    long_ago = Now() - timedelta(seconds=settings.JOB_FORGOTTEN_SECONDS)
    return Job.objects.open().filter(lease_expires_at__isnull=True, updated_at__lt=long_ago)


def _poke(job_id: str) -> int:
    """A broker that lost the task: queue it again, at most once in `JOB_FORGOTTEN_SECONDS`."""
    with transaction.atomic():
        poked = _forgotten().filter(pk=job_id).update(updated_at=Now())
        if poked:
            enqueue("books.pipeline.tasks.advance", job_id)
    return poked
