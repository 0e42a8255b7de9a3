"""Jobs as the API tells about them: with the story so far and its pictures, in one query, for phones ask often."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Aggregate, F, JSONField, OuterRef, Subquery
from django.http import Http404

from books.models import ImagePrompt, Job
from books.models.job import JobQuerySet
from storyforge_site.accounts.models import User
from storyforge_site.accounts.tokens import in_session
from storyforge_site.lib.storable import is_storable
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
        return cls.of(job) if job else None

    @classmethod
    def followed(cls, job_id: str, user: User) -> Self:
        """A job whose progress `user` may see. Raises Http404."""
        job = _FOLLOWED.first(job_id, user.pk)
        if job is None:
            raise Http404
        return cls.of(job)

    @classmethod
    def of(cls, job: Any) -> Self:
        """`job` as `_as_told` has it."""
        return cls(job, job.story, job.painted or {})


class Asked:
    """A job somebody asks for by its id. A phone does every few seconds: who holds its token, and how a job of theirs
    is getting on, is one query. Whoever is found in another way, or asks for another's job, costs one more.
    """

    def __init__(self, job_id: str) -> None:
        self._job_id = job_id
        self._own: Any = None

    def with_holder(self, session_key: str) -> tuple[User, str] | None:
        """For `BearerAuthentication`."""
        self._own = _OWN.first(session_key, self._job_id) if is_storable(self._job_id) else None
        return (self._own.user, self._own.session_data) if self._own else None

    def told_to(self, user: User) -> Told:
        """Raises Http404."""
        is_theirs = self._own is not None and self._own.user_id == user.pk
        return Told.of(self._own) if is_theirs else Told.followed(self._job_id, user)


class _AsObject(Aggregate):
    """Two columns as one JSON object."""

    function = "JSONB_OBJECT_AGG"
    output_field = JSONField()

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        return self.as_sql(*args, function="JSON_GROUP_OBJECT", **kwargs)


def _as_told(jobs: JobQuerySet, *also: str) -> JobQuerySet:
    pictures = ImagePrompt.objects.filter(job=OuterRef("pk")).order_by().values("job")
    painted = pictures.annotate(keys=_AsObject("page_number", "image_key")).values("keys")
    said = jobs.only("user", "book", "kind", "status", "progress", "current_step", "error_code", *also)
    return said.annotate(story=F("draft__story"), painted=Subquery(painted))


_NOW = Written(lambda job_id: _as_told(Job.objects.filter(pk=job_id)))
_OWN = Written(
    lambda session_key, job_id: in_session(
        _as_told(Job.objects.select_related("user").of_books().filter(pk=job_id), "user__password"),
        session_key,
        person="user__",
    )
)
_FOLLOWED = Written(
    lambda job_id, user_id: _as_told(Job.objects.all().of_books().followed_by(User(pk=user_id)).filter(pk=job_id))
)
