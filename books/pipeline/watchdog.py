"""Looks after jobs from outside the cluster: what has no worker gets one, what is stuck ends with a refund.

A process of its own (`manage.py watch_jobs`), because a schedule inside a cluster dies with the cluster.
Any number of watchdogs may run: each change is one conditional UPDATE.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from books.models import Book, Job
from books.models.job import JobQuerySet
from books.pipeline import ending
from characters.models import Character
from storyforge_site.accounts.models import Erasure
from storyforge_site.lib import broker
from storyforge_site.lib.queue import enqueue
from storyforge_site.models import QUEUE, Pulse, PulseQuerySet

log = logging.getLogger(__name__)

CALLED = "canary called"


def sweep() -> Counter[str]:
    """One round. How many jobs were woken because their lease ran out, or nobody came, and how many given up.

    A job that makes trouble is passed over: those behind it have waited too.
    """
    jobs = Job.objects.all()
    rounds: list[tuple[str, JobQuerySet, Callable[[JobQuerySet, str], bool]]] = [
        ("given up", jobs.overdue(settings.JOB_HARD_LIMIT_SECONDS), ending.give_up),
        ("given up", jobs.poisoned(), ending.give_up),
        ("woken", jobs.abandoned(), _wake),
        ("woken", _forgotten(), _wake),
    ]
    done: Counter[str] = Counter()
    for what, stuck, act in rounds:
        for job_id in list(stuck.values_list("pk", flat=True)):
            try:
                done[what] += act(stuck, job_id)
            except Exception:
                log.exception("job %s could not be helped", job_id)
    _have_tidied()
    return +done


def _have_tidied() -> None:
    chores: list[tuple[str, QuerySet[Any], str]] = [
        ("jobs to tidy", Job.objects.untidied(), "books.pipeline.tasks.tidy"),
        ("books to throw away", Book.objects.due(), "books.tasks.empty_wastebasket"),
        ("heroes to throw away", Character.objects.due(), "characters.tasks.empty_wastebasket"),
        ("people to forget", Erasure.objects.all().due(), "storyforge_site.accounts.tasks.finish_erasures"),
    ]
    for name, left, task in chores:
        if left.exists():
            _ask_once(name, task)


@transaction.atomic
def _ask_once(name: str, task: str) -> None:
    """Queue it, unless the one asked for last still waits: where the queue is long, each round would add a twin."""
    if Pulse.objects.filter(name=name, felt_at__gte=broker.reached()).exists():
        return
    enqueue(task, "watchdog")
    Pulse.objects.beat(name)  # after the task came to the queue: until the queue has reached this moment it waits


def call_canary() -> None:
    """Ask the queue for a sign of life; `CALLED` remembers since when it owes us one."""
    if not _owed().exists():
        Pulse.objects.beat(CALLED)
    enqueue("books.pipeline.tasks.canary", QUEUE)


def queue_is_silent() -> bool:
    """Whether a canary has waited for `QUEUE_SILENCE_SECONDS`, and no heartbeat of a busy worker was felt either."""
    late = Now() - timedelta(seconds=settings.QUEUE_SILENCE_SECONDS)
    return _owed().filter(felt_at__lt=late).exists()


def _owed() -> PulseQuerySet:
    """The call that nobody has answered since, if there is one."""
    heard = Pulse.objects.filter(name=QUEUE, felt_at__gte=OuterRef("felt_at"))
    return Pulse.objects.filter(~Exists(heard), name=CALLED)


def _wake(stuck: JobQuerySet, job_id: str) -> bool:
    """Queue the job again. Its row changes, so that the next round finds it only after another while."""
    with transaction.atomic():
        if not stuck.filter(pk=job_id).unlocked().exists():
            return False
        Job.objects.filter(pk=job_id).update(lease_expires_at=None, updated_at=Now())
        enqueue("books.pipeline.tasks.advance", job_id)
    log.warning("job %s had no worker and was queued again", job_id)
    return True


def _forgotten() -> JobQuerySet:
    """Nobody holds them, and no broker may know them any more: those that came after them were served."""
    long_ago = broker.reached() - timedelta(seconds=settings.JOB_FORGOTTEN_SECONDS)
    return Job.objects.open().filter(lease_expires_at__isnull=True, updated_at__lt=long_ago)
