"""A job: one wish on its way to a book, and the lease of the worker that walks it.

The row is the truth and a queued task only pokes it. Claiming is a conditional UPDATE that raises the
fence; every later write of that worker names the fence, so one that was paused and replaced writes nothing.
Times of leases come from the database's clock, never from a host's.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from books.models.book import Visibility
from storyforge_site.accounts.models import User
from storyforge_site.lib import request_id, tracing
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import CREDIT_IS_BACK, UNSURE_SENTENCES, Code, sentence_of
from storyforge_site.lib.ids import PrefixedIdField
from storyforge_site.lib.queue import enqueue

if TYPE_CHECKING:
    from books.models.book import Book


class JobKind(models.TextChoices):
    BOOK = "book", _("A whole book")
    PAGE = "page", _("One page again")
    RETELL = "retell", _("A book told anew")
    AUDIO = "audio", _("A book read aloud")
    EDITION = "edition", _("A file of a book")
    TEXT = "text", _("A text for the studio")
    IMAGEN = "imagen", _("A picture for the studio")
    SEQUEL = "sequel", _("A sequel for the studio")


MAKING_BOOKS = (JobKind.BOOK, JobKind.RETELL)
IN_STUDIO = (JobKind.TEXT, JobKind.IMAGEN, JobKind.SEQUEL)  # without a book; what is left works on a finished one


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


OPEN_STATUSES = (JobStatus.QUEUED, JobStatus.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def unlocked(self) -> "JobQuerySet":
        """Held until the end of the transaction; without those a paused process holds."""
        return self.select_for_update(skip_locked=True) if connection.features.has_select_for_update else self

    def owned_by(self, user: User) -> "JobQuerySet":
        return self.filter(user=user)

    def followed_by(self, user: User) -> "JobQuerySet":
        """Jobs whose progress a reader may see: their own, and those of books that are for everybody."""
        return self.filter(Q(user=user) | Q(book__visibility=Visibility.PUBLIC))

    def of_books(self) -> "JobQuerySet":
        """Of those that were not thrown away."""
        return self.exclude(kind__in=IN_STUDIO).filter(book__thrown_away_at__isnull=True)

    def in_studio(self) -> "JobQuerySet":
        return self.filter(kind__in=IN_STUDIO)

    def open(self) -> "JobQuerySet":
        return self.filter(status__in=OPEN_STATUSES)

    def stuck(self) -> "JobQuerySet":
        """Open jobs whose worker is gone, or that no worker has come for in a long while."""
        long_ago = Now() - timedelta(seconds=settings.JOB_FORGOTTEN_SECONDS)
        return self.open().filter(Q(lease_expires_at__lt=Now()) | Q(lease_owner="", updated_at__lt=long_ago))

    def unheld(self) -> "JobQuerySet":
        """Open jobs nobody holds: never claimed, handed back, or with a lease that ran out."""
        return self.open().filter(Q(lease_expires_at__isnull=True) | Q(lease_expires_at__lt=Now()))

    def abandoned(self) -> "JobQuerySet":
        """Open jobs whose worker stopped renewing its lease."""
        return self.open().filter(lease_expires_at__lt=Now())

    def overdue(self, seconds: int) -> "JobQuerySet":
        """Open jobs that were first claimed more than `seconds` ago."""
        return self.open().filter(started_at__lt=Now() - timedelta(seconds=seconds))

    def with_age(self) -> "JobQuerySet":
        """`age`: a timedelta since the first claim, None before it."""
        return self.annotate(age=Now() - F("started_at"))

    def poisoned(self) -> "JobQuerySet":
        """Unheld after `JOB_MAX_ATTEMPTS` claims without a checkpoint: they take their workers down with them."""
        return self.unheld().filter(attempts__gte=settings.JOB_MAX_ATTEMPTS)

    def claimable(self) -> "JobQuerySet":
        return self.unheld().filter(attempts__lt=settings.JOB_MAX_ATTEMPTS)

    def untidied(self) -> "JobQuerySet":
        """Ended so long ago that no painter of theirs still works, with files nobody has looked through since."""
        long_ago = Now() - timedelta(seconds=settings.TASK_TIMEOUT_SECONDS + 30)
        return self.filter(finished_at__lt=long_ago, tidied_at__isnull=True).order_by("finished_at")

    def claim(self, job_id: str, owner: str) -> int:
        """Take the lease of one job for `JOB_LEASE_SECONDS`; the new fence number, or 0 when it is not to be had."""
        claimed = (
            self.claimable()
            .filter(pk=job_id)
            .update(
                status=JobStatus.RUNNING,
                lease_owner=owner,
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                lease_expires_at=Now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
                updated_at=Now(),
                started_at=Coalesce("started_at", Now()),
            )
        )
        return self.values_list("fence", flat=True).get(pk=job_id, lease_owner=owner) if claimed == 1 else 0

    def close(self, status: JobStatus, code: Code, **fields: Any) -> int:
        """End jobs without a book, and take them from whoever holds them; how many there were."""
        return self.update(
            status=status,
            error_code=code,
            lease_owner="",
            lease_expires_at=None,
            finished_at=Now(),
            updated_at=Now(),
            **fields,
        )

    def held(self, job_id: str, owner: str, fence: int) -> "JobQuerySet":
        """The job, if this worker still holds it: the condition of every write it makes."""
        return self.open().filter(pk=job_id, lease_owner=owner, fence=fence)


class Job(models.Model):
    id = PrefixedIdField("job")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    # Every kind but the studio's works on a book, and the constraint below says so; hence the narrower type.
    book: "models.ForeignKey[Book, Book]" = models.ForeignKey(  # type: ignore[misc]
        "books.Book", on_delete=models.CASCADE, null=True, blank=True, related_name="jobs"
    )
    kind = models.CharField(max_length=16, choices=JobKind, default=JobKind.BOOK)
    status = models.CharField(max_length=16, choices=JobStatus, default=JobStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    current_step = models.CharField(max_length=24, default="queued")
    seed = models.PositiveBigIntegerField()
    spec = models.JSONField(help_text="as ordered; step A fills it in")
    normalised = models.BooleanField(default=False)
    moderation_input = models.JSONField(null=True, blank=True)
    character_sheet = models.JSONField(null=True, blank=True)
    written = models.JSONField(null=True, blank=True, help_text="what a job on a finished book has written so far")
    result = models.JSONField(null=True, blank=True, help_text="what a job for the studio answers")
    moderation_output = models.JSONField(null=True, blank=True)
    error_code = models.CharField(max_length=32, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="claims since the last checkpoint")
    spent_microdollars = models.PositiveBigIntegerField(default=0, help_text="what providers took, or may have taken")
    trail = models.JSONField(default=list, blank=True, help_text="[moment, claim, step] of every step begun, in order")
    on_the_house = models.BooleanField(default=False, help_text="begun again by staff after its credit went back")
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    request_id = models.CharField(max_length=64, blank=True, default=request_id.of_now, editable=False)
    traceparent = models.CharField(max_length=64, blank=True, default=tracing.carried, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=now)
    tidied_at = models.DateTimeField(null=True, blank=True, help_text="when what it left in storage was removed")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        permissions = (
            ("can_retry_job", "Can begin a job again from one of its steps"),
            ("can_cancel_job", "Can stop a job"),
            ("can_fail_job", "Can end a job as failed, with a refund"),
            ("can_clean_up_jobs", "Can have stuck jobs cleaned up"),
        )
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="job_user_newest"),
            models.Index(
                fields=["lease_expires_at"], condition=Q(status__in=["queued", "running"]), name="job_open_by_lease"
            ),
            models.Index(fields=["finished_at"], condition=Q(tidied_at__isnull=True), name="job_untidied"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_percent"),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "imagen", "sequel"], book__isnull=True) | Q(book__isnull=False),
                name="job_has_book_outside_studio",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running"], finished_at__isnull=True)
                | Q(status__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_finished_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(status="failed") & ~Q(error_code="") | ~Q(status="failed"), name="job_failed_has_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"

    def wake(self) -> None:
        """Have a worker look at this job; call inside the transaction that gives it work."""
        enqueue("books.pipeline.tasks.advance", self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def makes_a_book(self) -> bool:
        return self.kind in MAKING_BOOKS

    @property
    def wish(self) -> dict[str, Any]:
        """As ordered; of a job on a finished book, the wish that book was made from."""
        wish: dict[str, Any] = self.spec.get("book") or self.spec
        return wish

    @property
    def takes_a_credit(self) -> bool:
        """Work on a finished book, in the studio and for the house is free."""
        return self.makes_a_book and not self.user.is_house

    @property
    def error_sentence(self) -> str:
        """What a parent is told about a job that did not finish, in the active language."""
        if not self.error_code:
            return ""
        sentence = sentence_of(Code(self.error_code), is_unsure=self._is_unsure())
        return f"{sentence} {CREDIT_IS_BACK}" if self.takes_a_credit else sentence

    def _is_unsure(self) -> bool:
        """Whether it ended on a verdict that staff have still to settle."""
        if self.error_code not in UNSURE_SENTENCES:
            return False
        last = self.verdicts.exclude(outcome="pass").first()
        return last is not None and last.outcome == "review"
