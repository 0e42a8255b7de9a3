"""Proof that every job was paid for as it ended."""

from collections.abc import Iterator

from books.models import MAKING_BOOKS, Job, JobStatus
from credits import audit
from storyforge_site.accounts.models import HOUSE_EMAIL

_MUST_BE = {
    JobStatus.DONE: "capture",
    JobStatus.FAILED: "release",
    JobStatus.CANCELLED: "release",
    JobStatus.QUEUED: "",
    JobStatus.RUNNING: "",
}
_READ = ("pk", "kind", "status", "on_the_house")


def faults() -> Iterator[str]:
    """The ledger's own, and jobs whose credit was not settled as they ended. The house's books hold nothing."""
    yield from audit.faults()
    held = audit.held()
    free = set(Job.objects.filter(user__email=HOUSE_EMAIL).values_list("pk", flat=True))
    for job_id, kind, status, on_the_house in Job.objects.values_list(*_READ).iterator():
        settled = held.get(job_id)
        must_be = "release" if on_the_house else _MUST_BE[JobStatus(status)]
        if settled is None and job_id not in free and kind in MAKING_BOOKS:
            yield f"job {job_id} was never paid for"
        elif settled is not None and settled != must_be:
            yield f"job {job_id} is {status}, its credit: {settled or 'still held'}"
