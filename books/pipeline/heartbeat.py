"""Renews a lease while a step runs, and no longer than a step may run.

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
from storyforge_site.lib.clock import monotonic

log = logging.getLogger(__name__)


class Heartbeat:
    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{lease.job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()

    def _beat(self) -> None:
        deadline = monotonic() + settings.JOB_STEP_SECONDS
        try:
            while not self._over.wait(settings.JOB_LEASE_SECONDS / 3) and monotonic() < deadline:
                self._renew()
        except LeaseLost:
            log.info("job %s has another holder; the heartbeat stops", self.lease.job_id)
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self.lease.renew()
        except Error as error:  # a database that is away for a moment comes back, or the lease runs out
            log.warning("job %s: a heartbeat was missed: %s", self.lease.job_id, error)
            connection.close()
