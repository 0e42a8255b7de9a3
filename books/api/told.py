"""Jobs as the API tells about them: with the story so far and its pictures, in one query, for phones ask often."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Aggregate, F, JSONField, OuterRef, Subquery
from django.http import Http404

from books.models import ImagePrompt, Job
from books.models.job import JobQuerySet
from storyforge_site.accounts.models import User
from storyforge_site.lib.written import Written


@dataclass(frozen=True, slots=True)
class Told:
    """`story` as in the draft; `painted` says by page number where a picture is stored."""

    job: Job
    story: dict[str, Any] | None
    painted: dict[str, str]

    @classmethod
    def now(cls, job_id: str) -> Self | None:
        job = _NOW.first(job_id)
        return cls._of(job) if job else None

    @classmethod
    def followed(cls, job_id: str, user: User) -> Self:
        """A job whose progress `user` may see. Raises Http404."""
        job = _FOLLOWED.first(job_id, user.pk)
        if job is None:
            raise Http404
        return cls._of(job)

    @classmethod
    def _of(cls, job: Any) -> Self:
        return cls(job, job.story, job.painted or {})


class _AsObject(Aggregate):
    """Two columns as one JSON object."""

    function = "JSONB_OBJECT_AGG"
    output_field = JSONField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        return self.as_sql(*args, function="JSON_GROUP_OBJECT", **kwargs)


def _as_told(jobs: JobQuerySet) -> JobQuerySet:
    pictures = ImagePrompt.objects.filter(job=OuterRef("pk")).order_by().values("job")
    painted = pictures.annotate(keys=_AsObject("page_number", "image_key")).values("keys")
    said = jobs.only("user", "book", "kind", "status", "progress", "current_step", "error_code")
    return said.annotate(story=F("draft__story"), painted=Subquery(painted))


_NOW = Written(lambda job_id: _as_told(Job.objects.filter(pk=job_id)))
_FOLLOWED = Written(
    lambda job_id, user_id: _as_told(Job.objects.all().of_books().followed_by(User(pk=user_id)).filter(pk=job_id))
)
