"""A worker's hold on a job, and the only way it may write.

Every write happens inside `lease.write()`, which first renews the lease by a conditional UPDATE on owner
and fence. A worker that was replaced, or whose job was cancelled, gets `LeaseLost` and writes nothing.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Greatest, Now

from books.models import Job, JobStatus
from books.models.job import JobQuerySet
from storyforge_site.lib.ids import new_id
from storyforge_site.lib.written import WrittenUpdate, columns


class LeaseLost(Exception):
    """Somebody else holds the job now, or nobody does any more. Not an error of the job."""


@cache
def _checkpoint(*names: str) -> WrittenUpdate:
    """Saves these columns of the job, and renews the lease."""

    def update(job_id: Any, owner: Any, fence: Any, seconds: Any, **saved: Any) -> tuple[JobQuerySet, dict[str, Any]]:
        renewed = {"lease_expires_at": Now() + seconds, "updated_at": Now()}
        return Job.objects.all().held(job_id, owner, fence), {**renewed, **saved}

    return WrittenUpdate(
        update,
        job_id=models.CharField(),
        owner=models.CharField(),
        fence=models.BigIntegerField(),
        seconds=models.DurationField(),
        **columns(Job, *names),
    )


_writing: ContextVar["Lease | None"] = ContextVar("writing", default=None)


@dataclass(frozen=True, slots=True)
class Lease:
    job_id: str
    owner: str
    fence: int

    @classmethod
    def claim(cls, job_id: str) -> Self | None:
        owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{new_id('w')}"
        fence = Job.objects.all().claim(job_id, owner)
        return cls(job_id, owner, fence) if fence else None

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction that begins by renewing the lease. Raises LeaseLost, and then nothing was written.

        Inside another it is that one: what belongs together is written together, and the lease renewed once.
        """
        if _writing.get() == self:
            yield
            return
        with transaction.atomic():
            self.renew()
            before = _writing.set(self)
            try:
                yield
            finally:
                _writing.reset(before)

    def checkpoint(self, **fields: Any) -> None:
        """Save some columns of the job itself, and renew the lease with them."""
        self._hold(**fields)

    def finish(self, status: JobStatus, **fields: Any) -> None:
        """Close the job; call inside `write()` beside what belongs to the ending."""
        self._update(status=status, finished_at=Now(), lease_expires_at=None, **fields)

    def renew(self) -> None:
        """Also one beat of the heartbeat."""
        self._hold()

    def hand_back(self) -> None:
        """Let any worker claim the job at once; the claim it ends does not count as an attempt.

        The owner goes too, so that a heartbeat that comes late finds nothing to renew.
        """
        self._update(lease_expires_at=None, lease_owner="", attempts=0)

    def rest(self, seconds: float) -> None:
        """Nobody may claim the job for a while; then the watchdog finds a lease that ran out. The claim counts, also
        when it came to a checkpoint."""
        until = Now() + timedelta(seconds=seconds)
        self._update(lease_expires_at=until, lease_owner="", attempts=Greatest("attempts", 1))

    def _hold(self, **fields: Any) -> None:
        seconds = timedelta(seconds=settings.JOB_LEASE_SECONDS)
        hold = {"job_id": self.job_id, "owner": self.owner, "fence": self.fence}
        if _checkpoint(*sorted(fields)).run(**hold, seconds=seconds, **fields) != 1:
            raise LeaseLost(self.job_id)

    def _update(self, **fields: Any) -> None:
        held = Job.objects.all().held(self.job_id, self.owner, self.fence)
        if held.update(updated_at=Now(), **fields) != 1:
            raise LeaseLost(self.job_id)
