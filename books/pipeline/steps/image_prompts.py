"""E. What each picture shall show: the sheet, the scene and the style, a seed, and words for who cannot see it."""

from books.models import ImagePrompt, StoryDraft
from books.pipeline.context import Context
from books.prompts import picture as prompt
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet


def is_done(ctx: Context) -> bool:
    return ImagePrompt.objects.filter(job=ctx.job).exists()


def run(ctx: Context) -> None:
    spec = ctx.spec
    story = StoryDraft.objects.get(pk=ctx.job.pk).story
    sheets = [CharacterSheet.from_dict(sheet) for sheet in ctx.job.character_sheet or []]
    rows = [
        ImagePrompt(
            job=ctx.job,
            page_number=number,
            prompt=prompt.describe(Scene.from_dict(picture["scene"]), sheets, spec.style, is_cover=number == 0),
            negative_prompt=prompt.unwanted(spec.forbidden_elements),
            scene=picture["scene"],
            seed=ctx.job.seed + number,
            alt_text=picture["alt_text"][:500],
        )
        for number, picture in enumerate([story["cover"], *story["pages"]])
    ]
    with ctx.lease.write():
        ImagePrompt.objects.bulk_create(rows)
