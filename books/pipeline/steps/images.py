"""F. The pictures: at most `IMAGE_MAX_CONCURRENT` at once; each is checked, moderated and stored as it arrives.

Painting, checking and storing happen in threads, which never touch the database; this thread writes.
A picture that does not pass is painted once more with another seed, then the job fails.
"""

import logging
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Picture, clean_picture
from books.models import ImagePrompt, Page, StoryDraft
from books.pipeline.context import Context, WalkOver
from books.pipeline.verdicts import as_record, require_pass
from storyforge_site.lib.errors import Code
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import ImageModel, ImageRequest, ImageResult, Outcome, Verdict
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

log = logging.getLogger(__name__)

_PROGRESS_FROM, _PROGRESS_TO = 55, 95
_REPAINT_SEED_STEP = 1_000_003
_TRIES_FOR_A_SANE_PICTURE = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything a painting thread needs, taken from the database beforehand."""

    page_number: int
    request: ImageRequest
    key: str
    target_age: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Painted:
    wish: Wish
    result: ImageResult
    verdict: Verdict


def is_done(ctx: Context) -> bool:
    prompts = ImagePrompt.objects.filter(job=ctx.job)
    return prompts.exists() and not prompts.filter(image_key="").exists()


def run(ctx: Context) -> None:
    story = StoryDraft.objects.get(pk=ctx.job.pk).story
    missing = list(ImagePrompt.objects.filter(job=ctx.job, image_key=""))
    wishes = iter([_wish(ctx, row, story) for row in missing])
    with ThreadPoolExecutor(max_workers=settings.IMAGE_MAX_CONCURRENT) as painters:
        for painted in _as_they_arrive(painters, wishes, ctx):
            _save(ctx, painted, story)
    if not is_done(ctx):
        raise WalkOver


def _as_they_arrive(painters: ThreadPoolExecutor, wishes: Iterator[Wish], ctx: Context) -> Iterator[Painted]:
    """Keep every painter busy until the wishes or the walk's time run out. The first failure ends it."""
    most = settings.IMAGE_MAX_CONCURRENT
    busy = {painters.submit(paint, wish) for wish in islice(wishes, most)}
    while busy:
        finished, busy = wait(busy, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future.result()
        if not ctx.out_of_time:
            busy |= {painters.submit(paint, wish) for wish in islice(wishes, most - len(busy))}


def paint(wish: Wish) -> Painted:
    """One picture from wish to storage. Runs in a thread: network and files, no database."""
    result, picture, verdict = _paint_fit_for_children(wish)
    storage.store(wish.key, _finish(wish, picture, result))
    return Painted(wish, result, verdict)


def _paint_fit_for_children(wish: Wish) -> tuple[ImageResult, Picture, Verdict]:
    model, moderator = registry.image_model(), registry.moderator()
    request = wish.request
    for repaint in (False, True):
        result, picture = with_retries(partial(_paint_once, model, request), attempts=_TRIES_FOR_A_SANE_PICTURE)
        verdict = moderator.check_image(
            picture.jpeg, target_age=wish.target_age, drawn_from_closed_vocabulary=result.usage.provider == "offline"
        )
        if verdict.outcome is Outcome.PASS or repaint:
            break
        log.warning("picture %s did not pass, painting it once more", wish.page_number)
        request = replace(request, seed=request.seed + _REPAINT_SEED_STEP)
    require_pass(verdict, Code.SAFETY_OUTPUT)
    return result, picture, verdict


def _paint_once(model: ImageModel, request: ImageRequest) -> tuple[ImageResult, Picture]:
    result = model.generate(request)
    return result, clean_picture(result.data)


def _finish(wish: Wish, picture: Picture, result: ImageResult) -> bytes:
    """The bytes to keep: the cover with its title, every picture marked as made by a machine."""
    if wish.page_number == 0:
        picture = letter_cover(picture, wish.title, wish.language)
    return picture.marked(by_model=result.usage.provider != "offline")


def _wish(ctx: Context, row: ImagePrompt, story: dict[str, Any]) -> Wish:
    spec = ctx.spec
    scene = Scene.from_dict(row.scene)
    seen = {figure.who for figure in scene.figures}
    sheets = [CharacterSheet.from_dict(sheet) for sheet in ctx.job.character_sheet or [] if sheet["id"] in seen]
    request = ImageRequest(
        prompt=row.prompt,
        negative_prompt=row.negative_prompt,
        style=spec.style,
        seed=row.seed,
        scene=scene,
        sheets=sheets,
        is_cover=row.page_number == 0,
    )
    folder = storage.book_folder(ctx.job.user_id, ctx.job.book_id)
    key = f"{folder}/{storage.picture_name(row.page_number)}"
    return Wish(row.page_number, request, key, spec.target_age, story["title"], spec.language)


def _save(ctx: Context, painted: Painted, story: dict[str, Any]) -> None:
    number, record = painted.wish.page_number, as_record(painted.verdict)
    with ctx.lease.write():
        ImagePrompt.objects.filter(job=ctx.job, page_number=number).update(
            image_key=painted.wish.key,
            provider=painted.result.usage.provider,
            model=painted.result.usage.model,
            moderation=record,
        )
        if number:
            _save_page(ctx, painted, story["pages"][number - 1], record)
        ctx.save(progress=_progress(ctx))


def _save_page(ctx: Context, painted: Painted, page: dict[str, Any], record: dict[str, Any]) -> None:
    Page.objects.update_or_create(
        book_id=ctx.job.book_id,
        page_number=painted.wish.page_number,
        defaults={
            "text": page["text"],
            "image_key": painted.wish.key,
            "image_prompt": painted.wish.request.prompt,
            "alt_text": page["alt_text"][:500],
            "moderation": record,
        },
    )


def _progress(ctx: Context) -> int:
    keys = list(ImagePrompt.objects.filter(job=ctx.job).values_list("image_key", flat=True))
    return _PROGRESS_FROM + (_PROGRESS_TO - _PROGRESS_FROM) * sum(map(bool, keys)) // len(keys)
