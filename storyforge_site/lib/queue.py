"""The one way to wake a worker: a dotted path and a key.

Tasks are pickled, so nothing but a primary key ever travels in one; the row is the truth.
"""

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task


def enqueue(task: str, key: str) -> None:
    """Queue `task(key)`.

    With the ORM broker the queue row joins the surrounding transaction (a free outbox); with any other
    broker it is sent once the transaction has committed. `key` is also the task's group, which lets an
    operator see the tasks of one job.
    """
    if settings.Q_CLUSTER.get("orm"):
        async_task(task, key, group=key)
    else:
        transaction.on_commit(lambda: async_task(task, key, group=key))
