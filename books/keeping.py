"""Having a file of a finished book made. It costs a family nothing, whoever of those who may read the book asks."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from books.exports import editions
from books.models import Book, Edition, Job, JobKind, JobStatus, KeptEdition
from books.models.job import JobQuerySet
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError


@dataclass(frozen=True, slots=True)
class State:
    """How it stands with one edition: kept, or with the newest job that was asked to make it, or neither."""

    edition: Edition
    kept: KeptEdition | None
    job: Job | None

    @property
    def is_being_made(self) -> bool:
        return self.job is not None and self.job.is_open

    @property
    def has_failed(self) -> bool:
        return self.kept is None and self.job is not None and self.job.status == JobStatus.FAILED


def order_edition(book: Book, edition: Edition) -> Job:
    """The job that makes it: the one that is at it already, or a new one.

    Raises NOT_READY for a book that is not finished, VALIDATION for a sound of one that has no voice.
    """
    book.require_finished()
    if edition == Edition.AUDIO and not editions.has_voice(book):
        silent = _("This book has no voice yet. Have it read aloud first.")
        raise StoryforgeError(Code.VALIDATION, "no voice", fields=[FieldError("edition", silent)])
    with transaction.atomic():
        Book.objects.select_for_update().get(pk=book.pk)  # two at once make one job
        running = _jobs(book).open().filter(spec__edition=edition).first()
        return running or _begin(book, edition)


def states(book: Book) -> list[State]:
    """Of every edition this book can have. Two queries beside those of `book` with its pages and editions."""
    newest: dict[str, Job] = {}
    for job in _jobs(book):
        newest.setdefault(job.spec["edition"], job)
    possible = [one for one in Edition if one != Edition.AUDIO or editions.has_voice(book)]
    return [State(edition, editions.kept(book, edition), newest.get(edition)) for edition in possible]


def _jobs(book: Book) -> JobQuerySet:
    return Job.objects.all().filter(book=book, kind=JobKind.EDITION)


def _begin(book: Book, edition: Edition) -> Job:
    job = Job.objects.create(user_id=book.user_id, book=book, kind=JobKind.EDITION, seed=0, spec={"edition": edition})
    job.wake()
    return job
