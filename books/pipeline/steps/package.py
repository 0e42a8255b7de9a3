"""H. The book is published, the credit captured, the job done: all three or none."""

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from books import srcset, storage
from books.models import Book, ImagePrompt, JobStatus, StoryDraft
from books.pipeline.context import Context
from credits import services as credits


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def run(ctx: Context) -> None:
    draft = StoryDraft.objects.get(pk=ctx.job.pk)
    cover = ImagePrompt.objects.get(job=ctx.job, page_number=0)
    with ctx.lease.write():
        Book.objects.filter(pk=ctx.job.book_id).update(
            title=draft.story["title"][:200],
            summary=draft.story["summary"][:500],
            character_sheet=ctx.job.character_sheet,
            cover_image_key=cover.image_key,
            cover_thumbnail_key=srcset.thumbnail_key(cover.image_key, unsized=ctx.job.book.unsized),
            cover_alt_text=cover.alt_text,
            storyteller=f"{draft.provider} {draft.model}".strip(),
            illustrator=f"{cover.provider} {cover.model}".strip(),
            published_at=Now(),
        )
        credits.capture(ctx.job.user, reference=ctx.job.pk, description=_("Your book is finished"))
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done")
    ctx.remember(status=JobStatus.DONE)
    storage.delete_workings_quietly(ctx.job)  # the pictures as they were bought
