"""One picture for the studio, bought, looked at and put away like a page's."""

from django.conf import settings

from books import storage
from books.models import CallStatus
from books.pipeline import calls, kept
from books.pipeline.context import Context
from books.pipeline.painting import Painted, Wish, paint
from books.pipeline.steps.studio import looked_at
from books.pipeline.verdicts import as_record, require_pass
from books.prompts import picture as prompt
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.storyteller.studio import sketch


def run(ctx: Context) -> None:
    looked_at.require_fit_input(ctx, ctx.job.spec["asked"]["prompt"])
    wish = _wish(ctx)
    painted = _paid(ctx, wish) if wish.raw_key else paint(wish)
    if painted.error:
        raise painted.error
    if painted.verdict is None:
        raise StoryforgeError(Code.IMAGE_FAILED, "the picture is no picture")
    require_pass(painted.verdict, Code.SAFETY_OUTPUT)
    looked_at.finish(ctx, {"image_key": painted.key}, as_record(painted.verdict))
    storage.delete_quietly(wish.folder, beginning=kept.BEGINNING)


def _paid(ctx: Context, wish: Wish) -> Painted:
    """The intent before, what it cost after, whatever came of it."""
    is_bought = kept.is_bought(wish.raw_key, settings.IMAGE_PROVIDER)
    row = calls.intend(ctx, wish.question, is_paid=is_bought)
    painted = paint(wish)
    if row.status == CallStatus.ANSWERED:
        return painted
    if painted.usage:
        calls.answered(ctx, row, wish.question, painted.usage, taken=painted.taken, seconds=painted.seconds)
    elif painted.error:
        calls.failed(ctx, row, wish.question, painted.error, taken=painted.taken)
    return painted


def _wish(ctx: Context) -> Wish:
    asked, folder = ctx.job.spec["asked"], storage.job_folder(ctx.job)
    scene, sheets = sketch(asked["prompt"], ctx.spec.language, ctx.job.seed)
    request = ImageRequest(
        prompt=asked["prompt"],
        negative_prompt=prompt.unwanted(()),
        style=ctx.spec.style,
        seed=ctx.job.seed,
        scene=scene,
        sheets=sheets,
    )
    words = f"{asked['prompt']}\n{ctx.job.seed}"
    is_bought = set(settings.IMAGE_PROVIDER) != {"offline"}
    return Wish(
        page_number=1,
        request=request,
        question=calls.Question("images", words, prices.most_for_picture(), settings.IMAGE_MAX_RETRIES, 1),
        folder=folder,
        raw_key=f"{folder}/{kept.BEGINNING}01-{ctx.job.seed}" if is_bought else "",
        target_age=ctx.spec.target_age,
        title="",
        language=ctx.spec.language,
        deadline=ctx.deadline,
    )
