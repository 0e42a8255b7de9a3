"""The one way to wake a worker: a dotted path and a key.

Tasks are pickled, so nothing but a primary key ever travels in one; the row is the truth.
"""

import logging

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

log = logging.getLogger(__name__)


def enqueue(task: str, key: str) -> None:
    """Queue `task(key)`.

    With the ORM broker the queue row joins the surrounding transaction (a free outbox); with any other
    broker it is sent once the transaction has committed. `key` is also the task's group, which lets an
    operator see the tasks of one job.
    """
    if settings.Q_CLUSTER.get("orm"):
        async_task(task, key, group=key)
    else:
        transaction.on_commit(lambda: _send(task, key))


def _send(task: str, key: str) -> None:
    """The work is committed: a broker that is away must not turn it into an error. The watchdog queues it again."""
    try:
        async_task(task, key, group=key)
    except Exception:
        log.exception("%s(%s) could not be queued; the watchdog will queue it", task, key)
