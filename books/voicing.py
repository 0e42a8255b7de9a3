"""Having a finished book read aloud. It costs a family nothing."""

from django.db import transaction

from books import services
from books.models import Book, Job, JobKind


@transaction.atomic
def order_voice(book: Book) -> Job:
    """The job that reads the book: the one that is at it already, or a new one.

    Raises NOT_READY for a book that is not finished, BUDGET_EXHAUSTED.
    """
    held = Book.objects.select_for_update().get(pk=book.pk)  # two at once make one job
    held.require_finished()
    running = Job.objects.open().filter(book=held, kind=JobKind.AUDIO).first()
    if running:
        return running
    services.require_budget(book.user)
    job = Job.objects.create(user=book.user, book=held, kind=JobKind.AUDIO, seed=0, spec={})
    job.wake()
    return job
