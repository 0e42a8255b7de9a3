"""Django-Q's ORM broker on the database's clock.

The library stamps a task with the clock of the host that queued it and compares that with the clock of the
host that takes it: one that runs an hour late sees no task for an hour, one that runs early takes a task that
another has in hand. With the database's own time neither happens.
"""

from datetime import timedelta
from time import sleep

from django.db.models.functions import Now
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ


class DatabaseClockBroker(ORM):  # type: ignore[misc]
    def enqueue(self, task: str) -> int:
        queued = self.get_connection().create(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=Now())
        return int(queued.pk)

    def dequeue(self) -> list[tuple[int, str]] | None:
        """Up to `bulk` tasks that are due, each taken by one conditional UPDATE; None after a short sleep."""
        due = self.get_connection().filter(key=self.list_key, lock__lte=Now())
        found = list(due[: Conf.BULK])
        if not found:
            sleep(Conf.POLL)
            return None
        again_at = Now() + timedelta(seconds=Conf.RETRY)
        return [(task.pk, task.payload) for task in found if due.filter(pk=task.pk).update(lock=again_at)]

    def queue_size(self) -> int:
        return int(self.get_connection().filter(key=self.list_key, lock__lte=Now()).count())

    def lock_size(self) -> int:
        return int(self.get_connection().filter(key=self.list_key, lock__gt=Now()).count())


def give_back_all() -> int:
    """Make every task that was taken due at once: after a cluster died, nobody else knows what it had taken.

    A task in hand elsewhere runs a second time, which ours may: the second finds the job held. How many there were.
    """
    return int(OrmQ.objects.filter(lock__gt=Now()).update(lock=Now()))
