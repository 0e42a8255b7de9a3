"""A of a book's voice. Its title and its pages are read aloud, one after the other; each is saved as it arrives.

What was read before and has other words now is read again: a page may be made anew meanwhile. One voice reads the
whole book: when a page is read by a later voice of the chain than the pages before, that one reads those again.
"""

import hashlib
from dataclasses import asdict
from typing import Any

from django.conf import settings

from books import storage
from books.exports import sound
from books.models import Book
from books.pipeline import calls, kept
from books.pipeline.context import Context, WalkOver
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.lib.storable import made_storable
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage, WordTiming

STEP = "read_aloud"

_PROGRESS_TO = 90


def is_done(ctx: Context) -> bool:
    return not _unread(ctx)


def run(ctx: Context) -> None:
    lines = lines_of(ctx.job.book_id)
    while unread := _unread(ctx):
        number, text = next(iter(unread.items()))
        read = {**(ctx.job.written or {}), str(number): {"text": text, **_read(ctx, number, text)}}
        ctx.save(written=read, progress=_PROGRESS_TO * len(read) // len(lines), attempts=0)
        if ctx.out_of_time:
            raise WalkOver


def lines_of(book_id: str) -> dict[int, str]:
    """What is read, as it stands now: the title at 0, then the pages."""
    book = Book.objects.prefetch_related("pages").get(pk=book_id)
    return {0: book.title, **{page.page_number: page.text for page in book.pages.all()}}


def _unread(ctx: Context) -> dict[int, str]:
    read = ctx.job.written or {}
    voice, lines = _voice_of(read), lines_of(ctx.job.book_id)
    done = {number: page["text"] for number, page in read.items() if page.get("voice") == voice}
    return {number: text for number, text in lines.items() if done.get(str(number)) != text}


def _voice_of(read: dict[str, Any]) -> str:
    """The one that reads this book: of those that have begun, the latest in the chain. None yet: ""."""
    places = {name: place for place, name in enumerate(settings.TTS_PROVIDER)}
    return max((page.get("voice", "") for page in read.values()), key=lambda name: places.get(name, -1), default="")


def _read(ctx: Context, number: int, text: str) -> dict[str, Any]:
    """Where its sound is stored, and its words; bought once, whatever happens to the worker."""
    if ctx.deadline.left() < settings.TTS_TIMEOUT:
        raise OutOfTime(f"page {number} is read in the next walk")
    request, since = SpeechRequest(text, ctx.job.book.language), _voice_of(ctx.job.written or {})
    words = f"{request.language}\n{since}\n{text}"
    mark = hashlib.sha256(words.encode()).hexdigest()[:12]
    raw_key = f"{storage.job_folder(ctx.job)}/{storage.WORKINGS}{number:02d}-{mark}"
    bought = kept.speech(raw_key)
    each = prices.most_for_speech(text)
    question = calls.Question(STEP, words, each, attempts=prices.tries_of_speech(), page_number=number)

    def call() -> tuple[dict[str, Any], Usage]:
        result = bought or _buy(raw_key, request, since)
        return _put_away(ctx, number, result), result.usage

    return calls.ask(ctx, question, call, is_paid=bought is not None)


def _buy(raw_key: str, request: SpeechRequest, since: str) -> SpeechResult:
    """A voice that is not to be had is no reason to speak of resting story makers."""
    try:
        result = registry.speech_model(since=since).synthesize(request)
    except StoryforgeError as error:
        if error.code is Code.PROVIDER_UNAVAILABLE:
            note, wait = error.note, error.retry_after
            silent = StoryforgeError(Code.TTS_FAILED, note, kind=Kind.RETRYABLE, retry_after=wait)
            silent.provider = error.provider
            raise silent from error
        raise
    kept.keep_speech(raw_key, result)
    return result


def _put_away(ctx: Context, number: int, result: SpeechResult) -> dict[str, Any]:
    heard = Sound.of(result.data)
    data = sound.marked(heard, by_model=result.usage.provider != "offline")
    key = storage.store_patiently(f"{storage.job_folder(ctx.job)}/{storage.sound_name(number, data)}", data)
    words = made_storable(_fitted(result.words, heard.milliseconds))
    return {"key": key, "words": words, "voice": result.usage.provider}


def _fitted(words: Any, length_ms: int) -> list[dict[str, Any]]:
    """Whatever a vendor says: no word begins before another has, and none ends after the sound does."""
    fitted: list[dict[str, Any]] = []
    moment = 0
    for word in words:
        start = min(max(moment, word.start_ms), length_ms)
        end = min(max(start, word.end_ms), length_ms)
        fitted.append(asdict(WordTiming(word.text, start, end)))
        moment = start
    return fitted
