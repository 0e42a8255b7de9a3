"""F. The pictures: bought, looked at and put in as they come (`atelier.py`), the next while the last is looked at.

A painter that can is shown the heroes as they were painted before (`likeness.py`).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, PositiveSmallIntegerField

from books.models import ImagePrompt, Page, StoryDraft
from books.pipeline import atelier, commissioning, likeness, sizing
from books.pipeline.context import Context, WalkOver
from books.pipeline.painting import Painted, Wish
from books.pipeline.verdicts import as_record
from storyforge_site.lib.written import WrittenInsert, WrittenUpdate, columns
from storyforge_site.providers.contracts import ImageRequest, Usage, Verdict
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

_PROGRESS_FROM, _PROGRESS_TO = 55, 95
_HUNG = WrittenUpdate(
    lambda job_id, number, **hung: (ImagePrompt.objects.filter(job=job_id, page_number=number), hung),
    job_id=CharField(),
    number=PositiveSmallIntegerField(),
    **columns(ImagePrompt, "image_key", "art_key", "provider", "model", "moderation"),
)
_PAGE = WrittenInsert(
    Page,
    unique=["book", "page_number"],
    update=["text", "image_key", "image_prompt", "alt_text", "moderation"],
)


def is_done(ctx: Context) -> bool:
    prompts = ImagePrompt.objects.filter(job=ctx.job)
    return prompts.exists() and not prompts.filter(image_key="").exists()


def run(ctx: Context) -> None:
    makes_a_book = ctx.job.makes_a_book
    story = StoryDraft.objects.get(pk=ctx.job.pk).story if makes_a_book else {"title": ctx.job.book.title}
    prompts = list(ImagePrompt.objects.filter(job=ctx.job))
    missing = [row for row in prompts if not row.image_key]
    gallery = Gallery(ctx, story, wanted=len(prompts), hung=len(prompts) - len(missing))
    with atelier.opened(ctx, gallery.hang, sizes_may_wait=makes_a_book) as painters:
        for rows, by in likeness.waves(ctx, missing):
            painters.paint(_wish(ctx, row, story, by) for row in rows)
            if painters.waiting or ctx.out_of_time:
                break
    if not is_done(ctx):
        raise WalkOver


@dataclass(slots=True)
class Gallery:
    """Where pictures that passed are written down, and how many are there."""

    ctx: Context
    story: dict[str, Any]
    wanted: int
    hung: int

    def hang(self, painted: Painted, usage: Usage, verdict: Verdict) -> None:
        number, record = painted.wish.page_number, as_record(verdict)
        _HUNG.run(
            job_id=self.ctx.job.pk,
            number=number,
            image_key=painted.key,
            art_key=painted.art_key,
            provider=usage.provider,
            model=usage.model,
            moderation=record,
        )
        if number and self.ctx.job.makes_a_book:
            self._hang_page(painted, self.story["pages"][number - 1], record)
        if painted.unsized:
            sizing.wait(self.ctx, painted.unsized)
        self.hung += 1
        progress = _PROGRESS_FROM + (_PROGRESS_TO - _PROGRESS_FROM) * self.hung // self.wanted
        self.ctx.save(progress=progress, attempts=0)

    def _hang_page(self, painted: Painted, page: dict[str, Any], record: dict[str, Any]) -> None:
        row = Page(
            book_id=self.ctx.job.book_id,
            page_number=painted.wish.page_number,
            text=page["text"],
            image_key=painted.key,
            image_prompt=painted.wish.request.prompt,
            alt_text=page["alt_text"][:500],
            moderation=record,
        )
        _PAGE.run(row)


def _wish(ctx: Context, row: ImagePrompt, story: dict[str, Any], by: bytes | None) -> Wish:
    scene = Scene.from_dict(row.scene)
    seen = {figure.who for figure in scene.figures}
    sheets = [CharacterSheet.from_dict(sheet) for sheet in ctx.job.character_sheet or [] if sheet["id"] in seen]
    request = ImageRequest(
        prompt=row.prompt,
        negative_prompt=row.negative_prompt,
        style=ctx.spec.style,
        seed=row.seed,
        scene=scene,
        sheets=sheets,
        is_cover=row.page_number == 0,
        references=[by] if by and sheets else (),  # a page without its heroes is painted without them
    )
    return commissioning.wish_for(ctx, request, page_number=row.page_number, title=story["title"])
