"""B of a book's voice. All of it as one sound beside the pages' own; what it had before goes."""

from books import storage
from books.exports import audiobook
from books.models import Book, Job, JobKind, JobStatus
from books.pipeline.context import Context, WalkOver
from books.pipeline.steps.voice import read_aloud


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def run(ctx: Context) -> None:
    read = ctx.job.written or {}
    key = _whole(ctx)
    with ctx.lease.write():
        book = Book.objects.select_for_update().get(pk=ctx.job.book_id)
        if not read_aloud.is_done(ctx):  # somebody has just put other words on a page
            raise WalkOver
        for page in book.pages.select_for_update():
            spoken = read[str(page.page_number)]
            page.audio_key, page.words = spoken["key"], spoken["words"]
            page.save(update_fields=["audio_key", "words"])
        book.audio_key = key
        book.save(update_fields=["audio_key"])
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done")
    ctx.remember(status=JobStatus.DONE)
    heard = {key, *(page["key"] for page in read.values())}
    storage.delete_folder_quietly(storage.job_folder(ctx.job), keeping=heard)  # workings, and what was read again
    _remove_older(ctx.job)


def _whole(ctx: Context) -> str:
    read = ctx.job.written or {}
    sounds = {int(number): storage.read_patiently(spoken["key"]) for number, spoken in read.items()}
    data = audiobook.bound(Book.objects.get(pk=ctx.job.book_id), sounds)
    return storage.store_patiently(f"{storage.job_folder(ctx.job)}/{storage.sound_name(None, data)}", data)


def _remove_older(job: Job) -> None:
    older = Job.objects.filter(book_id=job.book_id, kind=JobKind.AUDIO, status=JobStatus.DONE).exclude(pk=job.pk)
    for one in older:
        storage.delete_folder_quietly(storage.job_folder(one))
