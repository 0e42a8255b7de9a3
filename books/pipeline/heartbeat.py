"""Renews a lease while a job is walked, and no longer than a walk may take.

The deadline is what the heartbeat cannot extend: a thread that beats for a stuck main thread would keep
its job for ever. After it the lease runs out and another worker takes over.
"""

import logging
import threading
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import Error, connection

from books.pipeline.lease import Lease, LeaseLost
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.models import QUEUE, Pulse

log = logging.getLogger(__name__)


class Heartbeat:
    """Gives the deadline up when the lease is lost."""

    def __init__(self, lease: Lease, deadline: Deadline) -> None:
        self.lease = lease
        self.deadline = deadline
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{lease.job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()

    def _beat(self) -> None:
        seconds = min(settings.JOB_LEASE_SECONDS / 3, settings.JOB_HEARTBEAT_SECONDS)
        try:
            while not self._over.wait(seconds) and self.deadline.left():
                self._renew()
        except LeaseLost:
            if not self._over.is_set():
                log.info("job %s has another holder or was stopped; this walk gives up", self.lease.job_id)
                self.deadline.given_up.set()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self.lease.renew()
            Pulse.objects.beat(QUEUE)  # busy workers answer no canary, but they live
        except Error as error:  # a database that is away for a moment comes back, or the lease runs out
            log.warning("job %s: a heartbeat was missed: %s", self.lease.job_id, error)
            connection.close()
