"""Django-Q's ORM broker on the database's clock.

The library stamps a task with the clock of the host that queued it and compares that with the clock of the
host that takes it: one that runs an hour late sees no task for an hour, one that runs early takes a task that
another has in hand. With the database's own time neither happens.

First come, first served, also with a hundred thousand waiting: the way to the first task is that of the primary key.

On PostgreSQL a bell rings when a task is queued, and who waits for one looks at once, so that it need not look often.
Behind a pooler that hands out a connection for a transaction nobody hears it, and a task waits for the next look.
"""

from datetime import timedelta
from time import sleep
from typing import Any

from django.db import connection, transaction
from django.db.models import Func, Manager, Subquery
from django.db.models.functions import Coalesce, Now
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

_BELL = "storyforge_queue"
_LISTENED_SECONDS = 0.25  # from look to look: what rings no bell is a task whose taker is gone, or one behind a pooler
_TAKE = """
    UPDATE django_q_ormq SET lock = STATEMENT_TIMESTAMP() + make_interval(secs => %s) WHERE id = ANY(ARRAY(
        SELECT id FROM django_q_ormq WHERE key = %s AND lock <= STATEMENT_TIMESTAMP()
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    )) RETURNING id, payload
"""


class DatabaseClockBroker(ORM):  # type: ignore[misc]
    _heard_on: Any = None  # the connection that listens

    def enqueue(self, task: str) -> int:
        queued = self.get_connection().create(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=Now())
        if connection.vendor == "postgresql":
            transaction.on_commit(_ring, robust=True)
        return int(queued.pk)

    def dequeue(self) -> list[tuple[int, str]] | None:
        """Up to `bulk` tasks that are due, the oldest first, each for one taker alone; None after a short wait."""
        queue = self.get_connection()
        taken = self._taken_at_once() if connection.vendor == "postgresql" else self._taken_one_by_one(queue)
        if not taken:
            self._wait()
        return taken or None

    def _wait(self) -> None:
        if connection.vendor != "postgresql":
            sleep(Conf.POLL)
        elif self._heard_on is connection.connection:
            with connection.wrap_database_errors:
                list(connection.connection.notifies(timeout=_LISTENED_SECONDS, stop_after=1))
        else:  # what was queued before we listened, the next look finds
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {_BELL}")
            self._heard_on = connection.connection

    def _taken_one_by_one(self, queue: Manager[OrmQ]) -> list[tuple[int, str]]:
        """Looks first: on SQLite an UPDATE, even of nothing, is in the way of all who write."""
        due = queue.filter(key=self.list_key, lock__lte=Now())
        found = list(due.order_by("pk")[: Conf.BULK])
        again_at = Now() + timedelta(seconds=Conf.RETRY)
        return [(task.pk, task.payload) for task in found if due.filter(pk=task.pk).update(lock=again_at)]

    def _taken_at_once(self) -> list[tuple[int, str]]:
        """By one statement, and past those that others are taking this moment: clusters never wait for each other."""
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, [Conf.RETRY, self.list_key, Conf.BULK])
            return sorted(cursor.fetchall())

    def queue_size(self) -> int:
        return int(self.get_connection().filter(key=self.list_key, lock__lte=Now()).count())

    def lock_size(self) -> int:
        return int(self.get_connection().filter(key=self.list_key, lock__gt=Now()).count())


def _ring() -> None:
    """Once the task can be seen, and never with it: PostgreSQL lets only one transaction that rings commit at a time,
    and with a disk that takes 20 ms to write its log that is 28 orders a second and not 480."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [_BELL])


def give_back_all() -> int:
    """Make every task that was taken due at once: after a cluster died, nobody else knows what it had taken.

    A task in hand elsewhere runs a second time, which ours may: the second finds the job held. How many there were.
    """
    return int(OrmQ.objects.filter(lock__gt=Now()).update(lock=Now()))


def reached() -> Func:
    """Up to which moment the queue has been worked off: when the first that waits came, or now. For a query.

    Another broker does not say; what waits here was left behind when that took over.
    """
    if not Conf.ORM:
        return Now()
    waiting = OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__lte=Now()).order_by("pk")
    return Coalesce(Subquery(waiting.values("lock")[:1]), Now())
