"""One picture for the studio, bought, looked at and put away like a page's."""

from dataclasses import replace

from books import storage
from books.pipeline import commissioning, looking
from books.pipeline.context import Context
from books.pipeline.painting import Painted, paint
from books.pipeline.steps.studio import looked_at
from books.pipeline.verdicts import as_record
from books.prompts import picture as prompt
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import ImageRequest, Verdict
from storyforge_site.providers.offline.storyteller.studio import sketch
from storyforge_site.safety.verdicts import require_pass


def run(ctx: Context) -> None:
    looked_at.require_fit_input(ctx, ctx.job.spec["asked"]["prompt"])
    wish = commissioning.wish_for(ctx, _request(ctx), page_number=1)
    row = commissioning.intend(ctx, wish)
    painted = paint(wish)
    commissioning.settle(ctx, row, painted)
    key, verdict = _settled(ctx, painted)
    looked_at.finish(ctx, {"image_key": key}, as_record(verdict))
    storage.delete_workings_quietly(ctx.job)


def _settled(ctx: Context, painted: Painted) -> tuple[str, Verdict]:
    """The key of one that passed. Raises what painting failed with, IMAGE_FAILED or SAFETY_OUTPUT."""
    if painted.error:
        raise painted.error
    painted = looking.settle(ctx, painted)
    if painted.verdict is None:
        raise StoryforgeError(Code.IMAGE_FAILED, "the picture is no picture")
    require_pass(painted.verdict, Code.SAFETY_OUTPUT)
    if painted.unsure:  # which staff have passed before
        return _settled(ctx, paint(replace(painted.wish, passed_by_staff=painted.unsure)))
    return painted.key, painted.verdict


def _request(ctx: Context) -> ImageRequest:
    said = ctx.job.spec["asked"]["prompt"]
    scene, sheets = sketch(said, ctx.spec.language, ctx.job.seed)
    return ImageRequest(
        prompt=said,
        negative_prompt=prompt.unwanted(()),
        style=ctx.spec.style,
        seed=ctx.job.seed,
        scene=scene,
        sheets=sheets,
    )
