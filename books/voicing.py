"""Having a finished book read aloud. It costs a family nothing."""

from django.db import transaction

from books import services
from books.models import Book, Job, JobKind
from storyforge_site.lib.errors import Code, StoryforgeError


@transaction.atomic
def order_voice(book: Book) -> Job:
    """The job that reads the book: the one that is at it already, or a new one.

    Raises NOT_READY for a book that is not finished, BUDGET_EXHAUSTED.
    """
    held = Book.objects.select_for_update().get(pk=book.pk)  # two at once make one job
    if held.published_at is None:
        raise StoryforgeError(Code.NOT_READY)
    running = Job.objects.open().filter(book=held, kind=JobKind.AUDIO).first()
    if running:
        return running
    services.require_budget(book.user)
    job = Job.objects.create(user=book.user, book=held, kind=JobKind.AUDIO, seed=0, spec={})
    job.wake()
    return job
