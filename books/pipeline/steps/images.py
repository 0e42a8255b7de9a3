"""F. The pictures: at most `IMAGE_MAX_CONCURRENT` at once; each is checked, moderated and stored as it arrives.

Painting, checking and storing happen in threads, which never touch the database; this thread writes: the
intent before a picture is bought, its cost after, and the page once it passed. A picture that does not pass
is painted once more with another seed, then the job fails.
"""

import logging
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Picture, clean_picture
from books.models import CallStatus, ImagePrompt, Page, ProviderCall, StoryDraft
from books.pipeline import calls, kept
from books.pipeline.context import Context, WalkOver
from books.pipeline.verdicts import as_record, require_pass
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Outcome, Usage, Verdict
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

log = logging.getLogger(__name__)

_PROGRESS_FROM, _PROGRESS_TO = 55, 95
_REPAINT_SEED_STEP = 1_000_003


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything a painting thread needs, taken from the database beforehand."""

    page_number: int
    request: ImageRequest
    key: str
    raw_key: str  # where the bought picture is put away; nothing when it costs nothing
    target_age: str
    title: str
    language: str
    repaints: int = 0  # because it did not pass
    spoiled: int = 0  # because it was no picture

    @property
    def question(self) -> calls.Question:
        words = f"{self.request.prompt}\n{self.request.seed}\n{self.spoiled}"
        return calls.Question("images", words, prices.most_for_picture(), self.page_number)


@dataclass(frozen=True, slots=True)
class Painted:
    """`verdict` is None for bytes that are no picture."""

    wish: Wish
    usage: Usage
    seconds: float
    verdict: Verdict | None


Busy = dict[Future[Painted], ProviderCall | None]


def is_done(ctx: Context) -> bool:
    prompts = ImagePrompt.objects.filter(job=ctx.job)
    return prompts.exists() and not prompts.filter(image_key="").exists()


def run(ctx: Context) -> None:
    story = StoryDraft.objects.get(pk=ctx.job.pk).story
    missing = ImagePrompt.objects.filter(job=ctx.job, image_key="")
    waiting = deque(_wish(ctx, row, story) for row in missing)
    busy: Busy = {}
    with ThreadPoolExecutor(max_workers=settings.IMAGE_MAX_CONCURRENT) as painters:
        _fill(ctx, painters, waiting, busy)
        while busy:
            finished, _running = wait(busy, return_when=FIRST_COMPLETED)
            for future in finished:
                waiting.extendleft(_take(ctx, future, busy.pop(future), story))
            if not ctx.out_of_time:
                _fill(ctx, painters, waiting, busy)
    if not is_done(ctx):
        raise WalkOver


def _fill(ctx: Context, painters: ThreadPoolExecutor, waiting: deque[Wish], busy: Busy) -> None:
    """Keep every painter busy. What a picture may cost is counted before it is begun."""
    while waiting and len(busy) < settings.IMAGE_MAX_CONCURRENT:
        wish = waiting.popleft()
        row = calls.intend(ctx, wish.question) if wish.raw_key else None
        busy[painters.submit(paint, wish)] = row


def _take(ctx: Context, future: Future[Painted], row: ProviderCall | None, story: dict[str, Any]) -> list[Wish]:
    """Record what a thread brought; the wish again when it must be painted once more."""
    try:
        painted = future.result()
    except StoryforgeError as error:
        if row:
            calls.failed(ctx, row, error)
        raise
    if row and row.status != CallStatus.ANSWERED:
        calls.answered(ctx, row, painted.usage, seconds=painted.seconds)
    again = _once_more(painted)
    if again:
        return [again]
    if painted.verdict:
        _save(ctx, painted, painted.verdict, story)
    return []


def _once_more(painted: Painted) -> Wish | None:
    """Raises IMAGE_FAILED or SAFETY_OUTPUT when a second try was no better."""
    wish, verdict = painted.wish, painted.verdict
    if verdict is None:
        if wish.spoiled:
            raise StoryforgeError(Code.IMAGE_FAILED, f"picture {wish.page_number} is no picture, twice")
        return replace(wish, spoiled=1, raw_key=f"{wish.raw_key}-again" if wish.raw_key else "")
    if verdict.outcome is Outcome.PASS:
        return None
    if wish.repaints:
        require_pass(verdict, Code.SAFETY_OUTPUT)
    log.warning("picture %s did not pass, painting it once more", wish.page_number)
    request = replace(wish.request, seed=wish.request.seed + _REPAINT_SEED_STEP)
    return replace(wish, repaints=1, request=request, raw_key=f"{wish.raw_key}-repaint" if wish.raw_key else "")


def paint(wish: Wish) -> Painted:
    """One picture from wish to storage. Runs in a thread: network and files, no database."""
    started = monotonic()
    result = kept.picture(wish.raw_key) or _buy(wish)
    seconds = monotonic() - started
    try:
        picture = clean_picture(result.data)
    except StoryforgeError as error:
        if error.kind is not Kind.RETRYABLE:
            raise
        return Painted(wish, result.usage, seconds, None)
    verdict = kept.verdict(wish.raw_key) or _check(wish, picture, result)
    if verdict.outcome is Outcome.PASS:
        storage.store_patiently(wish.key, _finish(wish, picture, result))
    return Painted(wish, result.usage, seconds, verdict)


def _buy(wish: Wish) -> ImageResult:
    request = replace(wish.request, ticket=kept.Ticket(wish.raw_key)) if wish.raw_key else wish.request
    result = registry.image_model().generate(request)
    kept.keep_picture(wish.raw_key, result)
    return result


def _check(wish: Wish, picture: Picture, result: ImageResult) -> Verdict:
    verdict = registry.moderator().check_image(
        picture.jpeg, target_age=wish.target_age, drawn_from_closed_vocabulary=result.usage.provider == "offline"
    )
    kept.keep_verdict(wish.raw_key, verdict)
    return verdict


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
    is_bought = set(settings.IMAGE_PROVIDER) != {"offline"}
    raw_key = f"{folder}/{kept.BEGINNING}{row.page_number:02d}-{row.seed}" if is_bought else ""
    return Wish(row.page_number, request, key, raw_key, spec.target_age, story["title"], spec.language)


def _save(ctx: Context, painted: Painted, verdict: Verdict, story: dict[str, Any]) -> None:
    number, record = painted.wish.page_number, as_record(verdict)
    with ctx.lease.write():
        ImagePrompt.objects.filter(job=ctx.job, page_number=number).update(
            image_key=painted.wish.key,
            provider=painted.usage.provider,
            model=painted.usage.model,
            moderation=record,
        )
        if number:
            _save_page(ctx, painted, story["pages"][number - 1], record)
        ctx.save(progress=_progress(ctx), attempts=0)


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
