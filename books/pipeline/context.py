"""What a step works with: the job as saved so far, the wish, and the hold on it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from books.exports.pictures import Unsized
from books.models import Job, ProviderCall
from books.pipeline.lease import Lease
from books.spec import BookSpec
from storyforge_site.lib import stopping
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.deadlines import Deadline


@dataclass(slots=True)
class Context:
    job: Job
    lease: Lease
    age_seconds: float = 0.0  # of the job, from its first claim to this one
    begun: float = field(default_factory=monotonic)
    deadline: Deadline = field(default_factory=lambda: Deadline.after(settings.JOB_WALK_LIMIT_SECONDS))
    unsized: dict[str, Unsized] = field(default_factory=dict)  # what this walk knows of `Book.unsized`
    _asked: set[str] | None = None

    @property
    def asked(self) -> set[str]:
        """The keys of the job's calls, read once: while we hold the lease, nobody else writes one down."""
        if self._asked is None:
            self._asked = set(ProviderCall.objects.filter(job=self.job).values_list("call_key", flat=True))
        return self._asked

    @property
    def spec(self) -> BookSpec:
        return BookSpec.from_dict(self.job.wish)

    @property
    def out_of_time(self) -> bool:
        """This walk should end after the current checkpoint; another one goes on from there."""
        return monotonic() >= self.begun + settings.JOB_WALK_SECONDS or stopping.announced()

    @property
    def is_overdue(self) -> bool:
        """No step is begun any more. By the database's clock up to this claim, since then by our own."""
        return self.age_seconds + monotonic() - self.begun > settings.JOB_SOFT_LIMIT_SECONDS

    def save(self, **fields: Any) -> None:
        """Checkpoint columns of the job and keep our copy the same."""
        self.lease.checkpoint(**fields)
        self.remember(**fields)

    def remember(self, **fields: Any) -> None:
        """Our copy only: for what was written inside a wider `lease.write()`."""
        for name, value in fields.items():
            setattr(self.job, name, value)


class WalkOver(Exception):
    """Raised by a step that saved all it has and should go on in another task."""
