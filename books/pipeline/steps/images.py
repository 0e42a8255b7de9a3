"""F. The pictures: at most `IMAGE_MAX_CONCURRENT` at once; each is checked, moderated and stored as it arrives.

Threads paint (`painting.py`); this one writes: the intent before a picture is bought, what it cost, and the page
once it passed. A picture that does not pass is painted once more with another seed, then the job fails.
"""

import logging
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings

from books import storage
from books.models import CallStatus, ImagePrompt, Page, ProviderCall, StoryDraft
from books.pipeline import calls, kept
from books.pipeline.context import Context, WalkOver
from books.pipeline.painting import Painted, Wish, paint
from books.pipeline.verdicts import as_record, require_pass
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import ImageRequest, Outcome, Usage, Verdict
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

log = logging.getLogger(__name__)

_PROGRESS_FROM, _PROGRESS_TO = 55, 95
_REPAINT_SEED_STEP = 1_000_003


def is_done(ctx: Context) -> bool:
    prompts = ImagePrompt.objects.filter(job=ctx.job)
    return prompts.exists() and not prompts.filter(image_key="").exists()


def run(ctx: Context) -> None:
    makes_a_book = ctx.job.makes_a_book
    story = StoryDraft.objects.get(pk=ctx.job.pk).story if makes_a_book else {"title": ctx.job.book.title}
    missing = ImagePrompt.objects.filter(job=ctx.job, image_key="")
    atelier = Atelier(ctx, story, deque(_wish(ctx, row, story) for row in missing))
    with ThreadPoolExecutor(max_workers=settings.IMAGE_MAX_CONCURRENT) as painters:
        atelier.work(painters)
    if atelier.failure:
        raise atelier.failure
    if not is_done(ctx):
        raise WalkOver


@dataclass(slots=True)
class Atelier:
    """Keeps the painters busy, and takes what each of them brings, even after something failed: it was paid for."""

    ctx: Context
    story: dict[str, Any]
    waiting: deque[Wish]
    busy: dict[Future[Painted], ProviderCall | None] = field(default_factory=dict)
    failure: Exception | None = None

    def work(self, painters: ThreadPoolExecutor) -> None:
        self._fill(painters)
        while self.busy:
            finished, _running = wait(self.busy, return_when=FIRST_COMPLETED)
            for future in finished:
                row = self.busy.pop(future)
                try:
                    self._take(future.result(), row)
                except Exception as error:
                    self._fail(error)
            if not self.ctx.out_of_time:
                self._fill(painters)

    def _fill(self, painters: ThreadPoolExecutor) -> None:
        """What a picture may cost is counted before it is begun, and none is begun that could not be finished."""
        while self.waiting and not self.failure and len(self.busy) < settings.IMAGE_MAX_CONCURRENT:
            wish = self.waiting[0]
            if wish.raw_key and self.ctx.deadline.left() < settings.IMAGE_TIMEOUT:
                return
            try:
                row = self._intend(wish) if wish.raw_key else None
            except Exception as error:
                self._fail(error)
                return
            self.busy[painters.submit(paint, self.waiting.popleft())] = row

    def _intend(self, wish: Wish) -> ProviderCall:
        is_bought = kept.is_bought(wish.raw_key, settings.IMAGE_PROVIDER)
        return calls.intend(self.ctx, wish.question, is_paid=is_bought)

    def _fail(self, error: Exception) -> None:
        """The first real failure counts. Painters that are still busy finish what they asked and ask nothing more."""
        if self.failure is None or isinstance(self.failure, OutOfTime):
            self.failure = error
        if not isinstance(error, OutOfTime):
            self.ctx.deadline.given_up.set()

    def _take(self, painted: Painted, row: ProviderCall | None) -> None:
        """Record what a thread brought; its wish waits again when it must be painted once more."""
        usage = painted.usage
        if row and row.status != CallStatus.ANSWERED:
            taken, asked = painted.taken, painted.wish.question
            if usage:
                calls.answered(self.ctx, row, asked, usage, taken=taken, seconds=painted.seconds)
            elif painted.error:
                calls.failed(self.ctx, row, asked, painted.error, taken=taken)
        if painted.error:
            raise painted.error
        again = _once_more(painted)
        if again:
            self.waiting.appendleft(again)
        elif usage and painted.verdict:
            _save(self.ctx, painted, usage, painted.verdict, self.story)


def _once_more(painted: Painted) -> Wish | None:
    """Raises IMAGE_FAILED or SAFETY_OUTPUT when a second try was no better."""
    wish, verdict = painted.wish, painted.verdict
    if verdict is None:
        if wish.spoiled:
            raise StoryforgeError(Code.IMAGE_FAILED, f"picture {wish.page_number} is no picture, twice")
        return _asked_again(replace(wish, spoiled=1), "again")
    if verdict.outcome is Outcome.PASS:
        return None
    if wish.repaints:
        require_pass(verdict, Code.SAFETY_OUTPUT)
    log.warning("picture %s did not pass, painting it once more", wish.page_number)
    request = replace(wish.request, seed=wish.request.seed + _REPAINT_SEED_STEP)
    return _asked_again(replace(wish, repaints=1, request=request), "repaint")


def _asked_again(wish: Wish, why: str) -> Wish:
    raw_key = f"{wish.raw_key}-{why}" if wish.raw_key else ""
    question = replace(wish.question, words=f"{wish.question.words}\n{why}")
    return replace(wish, raw_key=raw_key, question=question)


def _wish(ctx: Context, row: ImagePrompt, story: dict[str, Any]) -> Wish:
    spec = ctx.spec
    scene = Scene.from_dict(row.scene)
    seen = {figure.who for figure in scene.figures}
    request = ImageRequest(
        prompt=row.prompt,
        negative_prompt=row.negative_prompt,
        style=spec.style,
        seed=row.seed,
        scene=scene,
        sheets=[CharacterSheet.from_dict(sheet) for sheet in ctx.job.character_sheet or [] if sheet["id"] in seen],
        is_cover=row.page_number == 0,
    )
    folder = storage.job_folder(ctx.job)
    is_bought = set(settings.IMAGE_PROVIDER) != {"offline"}
    return Wish(
        page_number=row.page_number,
        request=request,
        question=calls.Question(
            "images",
            f"{row.prompt}\n{row.seed}",
            prices.most_for_picture(),
            settings.IMAGE_MAX_RETRIES,
            row.page_number,
        ),
        folder=folder,
        raw_key=f"{folder}/{kept.BEGINNING}{row.page_number:02d}-{row.seed}" if is_bought else "",
        target_age=spec.target_age,
        title=story["title"],
        language=spec.language,
        deadline=ctx.deadline,
    )


def _save(ctx: Context, painted: Painted, usage: Usage, verdict: Verdict, story: dict[str, Any]) -> None:
    number, record = painted.wish.page_number, as_record(verdict)
    with ctx.lease.write():
        ImagePrompt.objects.filter(job=ctx.job, page_number=number).update(
            image_key=painted.key,
            art_key=painted.art_key,
            provider=usage.provider,
            model=usage.model,
            moderation=record,
        )
        if number and ctx.job.makes_a_book:
            _save_page(ctx, painted, story["pages"][number - 1], record)
        ctx.save(progress=_progress(ctx), attempts=0)


def _save_page(ctx: Context, painted: Painted, page: dict[str, Any], record: dict[str, Any]) -> None:
    Page.objects.update_or_create(
        book_id=ctx.job.book_id,
        page_number=painted.wish.page_number,
        defaults={
            "text": page["text"],
            "image_key": painted.key,
            "image_prompt": painted.wish.request.prompt,
            "alt_text": page["alt_text"][:500],
            "moderation": record,
        },
    )


def _progress(ctx: Context) -> int:
    keys = list(ImagePrompt.objects.filter(job=ctx.job).values_list("image_key", flat=True))
    return _PROGRESS_FROM + (_PROGRESS_TO - _PROGRESS_FROM) * sum(map(bool, keys)) // len(keys)
