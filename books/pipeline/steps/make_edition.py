"""A file of a finished book is made and kept; of several files one after the other, each of them a checkpoint."""

from books.exports import editions
from books.models import Book, Edition, JobStatus
from books.pipeline.context import Context, WalkOver

_BEGUN = 10


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def run(ctx: Context) -> None:
    edition = Edition(ctx.job.spec["edition"])
    while missing := _missing(ctx, edition):
        book, parts, number = missing
        ctx.save(progress=_BEGUN + (100 - _BEGUN) * number // len(parts))
        editions.keep(book, parts[number])
        ctx.save(attempts=0)
        if ctx.out_of_time:
            raise WalkOver
    with ctx.lease.write():
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done")
    ctx.remember(status=JobStatus.DONE)


def _missing(ctx: Context, edition: Edition) -> tuple[Book, list[Edition], int] | None:
    """The first part that is not kept of the book as it is now: somebody may change it while files are made."""
    book = Book.objects.prefetch_related("pages", "editions").get(pk=ctx.job.book_id)
    parts = editions.parts_of(book, edition)
    missing = next((number for number, part in enumerate(parts) if editions.kept(book, part) is None), None)
    return None if missing is None else (book, parts, missing)
