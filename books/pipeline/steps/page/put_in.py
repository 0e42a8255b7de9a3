"""E of a page made anew. It takes its place; the page as it was is kept."""

from typing import Any

from books import storage
from books.models import Book, ImagePrompt, JobStatus, Page, PageVersion
from books.pipeline.context import Context


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def run(ctx: Context) -> None:
    with ctx.lease.write():
        Book.objects.select_for_update().get(pk=ctx.job.book_id)  # before its pages, as everybody does
        page = Page.objects.select_for_update().get(book_id=ctx.job.book_id, page_number=ctx.job.spec["page_number"])
        PageVersion.of(page)
        page.change(**_words(ctx), **_picture(ctx))
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done")
    ctx.remember(status=JobStatus.DONE)
    storage.delete_workings_quietly(ctx.job)


def _words(ctx: Context) -> dict[str, Any]:
    written = ctx.job.written or {}
    return {"text": written["text"], "alt_text": written["alt_text"][:500]}


def _picture(ctx: Context) -> dict[str, Any]:
    painted = ImagePrompt.objects.filter(job=ctx.job).first()
    if painted is None:
        return {}
    return {"image_key": painted.image_key, "image_prompt": painted.prompt, "moderation": painted.moderation}
