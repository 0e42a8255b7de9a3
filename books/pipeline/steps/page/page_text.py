"""B of a page made anew. Other words for it, looked at before anybody sees them; or the words it has."""

from typing import Any

from books.models import ImagePrompt, Page
from books.models.draft import story_of
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record
from books.prompts import page as prompt
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return ctx.job.written is not None


def run(ctx: Context) -> None:
    page = current_page(ctx)
    ctx.save(written=page if ctx.job.spec["mode"] == "image" else _written_anew(ctx, page))


def current_page(ctx: Context) -> dict[str, Any]:
    """The page as it reads now, with the scene of the picture it has."""
    number = ctx.job.spec["page_number"]
    page = Page.objects.get(book_id=ctx.job.book_id, page_number=number)
    painted = ImagePrompt.objects.filter(job__book_id=ctx.job.book_id, page_number=number).exclude(image_key="")
    shown = painted.filter(image_key=page.image_key).first() or painted.order_by("-job__created_at")[0]
    return {"page_number": number, "text": page.text, "scene": shown.scene, "alt_text": page.alt_text}


def _written_anew(ctx: Context, page: dict[str, Any]) -> dict[str, Any]:
    spec, story = ctx.spec, story_of(ctx.job.book)
    told_by, seed = ctx.job.book.storyteller, ctx.job.spec["seed"]
    request = prompt.build(spec, story, page, ctx.job.spec["feedback"], told_by=told_by, seed=seed)
    answer = asking.complete_rightly(
        ctx, "page_text", request, lambda answer: prompt.faults(answer, story["cast"], spec.forbidden_elements)
    ).data
    verdict = asking.check_text(ctx, "page_text", f"{answer['text']}\n{answer['alt_text']}", What.PAGE)
    require_pass(verdict, Code.SAFETY_OUTPUT)
    return {**page, **answer, "moderation": as_record(verdict)}
