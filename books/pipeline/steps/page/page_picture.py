"""C and D of a page made anew. Another picture of it with the same heroes, where one is wanted."""

from books.models import ImagePrompt
from books.pipeline.context import Context
from books.pipeline.steps import images
from books.prompts import picture as prompt
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet


def is_done(ctx: Context) -> bool:
    return ctx.job.spec["mode"] == "text" or ImagePrompt.objects.filter(job=ctx.job).exists()


def run(ctx: Context) -> None:
    spec, page = ctx.spec, ctx.job.written or {}
    sheets = [CharacterSheet.from_dict(sheet) for sheet in ctx.job.character_sheet or []]
    described = prompt.describe(Scene.from_dict(page["scene"]), sheets, spec.style, is_cover=False)
    wish = ctx.job.spec["feedback"]
    with ctx.lease.write():
        ImagePrompt.objects.create(
            job=ctx.job,
            page_number=page["page_number"],
            prompt=prompt.with_wish(described, wish) if wish else described,
            negative_prompt=prompt.unwanted(spec.forbidden_elements),
            scene=page["scene"],
            seed=ctx.job.seed,
            alt_text=page["alt_text"][:500],
        )


def is_painted(ctx: Context) -> bool:
    return ctx.job.spec["mode"] == "text" or images.is_done(ctx)


def paint(ctx: Context) -> None:
    images.run(ctx)
