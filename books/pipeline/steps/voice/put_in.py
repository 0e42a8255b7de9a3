"""B of a book's voice. All of it as one sound beside the pages' own; what it had before goes."""

from books import storage
from books.exports import sound
from books.models import Book, Job, JobKind, JobStatus
from books.pipeline import kept
from books.pipeline.context import Context, WalkOver
from books.pipeline.steps.voice import read_aloud
from storyforge_site.lib.mp3 import Sound


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
    storage.delete_quietly(storage.job_folder(ctx.job), beginning=kept.BEGINNING)
    _remove_older(ctx.job)


def _whole(ctx: Context) -> str:
    read = ctx.job.written or {}
    pages = [read[number] for number in sorted(read, key=int)]
    sounds = [Sound.of(storage.read_patiently(page["key"])) for page in pages]
    data = sound.marked(sound.whole_book(sounds), by_model=_is_by_model(ctx), title=read["0"]["text"])
    return storage.store_patiently(f"{storage.job_folder(ctx.job)}/{storage.sound_name(None, data)}", data)


def _is_by_model(ctx: Context) -> bool:
    """One page spoken by a model makes it a model's work."""
    spoke = ctx.job.provider_calls.filter(step=read_aloud.STEP).values_list("provider", flat=True)
    return set(spoke) != {"offline"}


def _remove_older(job: Job) -> None:
    older = Job.objects.filter(book_id=job.book_id, kind=JobKind.AUDIO, status=JobStatus.DONE).exclude(pk=job.pk)
    for one in older:
        storage.delete_quietly(storage.job_folder(one))
