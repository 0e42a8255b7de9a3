"""E of a page made anew. It takes its place; the page as it was is kept."""

from typing import Any

from books import storage
from books.models import ImagePrompt, JobStatus, Page, PageVersion
from books.pipeline import kept
from books.pipeline.context import Context


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def run(ctx: Context) -> None:
    with ctx.lease.write():
        page = Page.objects.select_for_update().get(book_id=ctx.job.book_id, page_number=ctx.job.spec["page_number"])
        PageVersion.of(page)
        changed = {**_words(ctx, page), **_picture(ctx)}
        for name, value in changed.items():
            setattr(page, name, value)
        page.save(update_fields=list(changed))
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done")
    ctx.remember(status=JobStatus.DONE)
    storage.delete_quietly(storage.job_folder(ctx.job), beginning=kept.BEGINNING)


def _words(ctx: Context, page: Page) -> dict[str, Any]:
    """A voice that read the old words does not read the new ones."""
    written = ctx.job.written or {}
    words = {"text": written["text"], "alt_text": written["alt_text"][:500]}
    return words if written["text"] == page.text else {**words, "audio_key": ""}


def _picture(ctx: Context) -> dict[str, Any]:
    painted = ImagePrompt.objects.filter(job=ctx.job).first()
    if painted is None:
        return {}
    return {"image_key": painted.image_key, "image_prompt": painted.prompt, "moderation": painted.moderation}
