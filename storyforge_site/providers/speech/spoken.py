"""What every voice that is sold shares: a text in parts no longer than it takes, their sounds looked at and joined."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from storyforge_site.lib import mp3
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import WordTiming
from storyforge_site.providers.speech.timing import estimated
from storyforge_site.providers.speech.words import timed

MOST_SECONDS = 15 * 60

_SENTENCE_END = re.compile(r"[.!?。！？…]+[\"'”’」』）)]*\s*")


@dataclass(frozen=True, slots=True)
class Said:
    """`told`: from this character of the part on, at this millisecond; None where the vendor does not say."""

    sound: Sound
    told: Sequence[tuple[int, int]] | None = None


def read_out(text: str, *, most: int, say: Callable[[str], Said]) -> tuple[bytes, list[WordTiming]]:
    """All of the text as one MP3, and its words. `say` is asked for up to `most` letters at once, again if need be."""
    sounds: list[Sound] = []
    told: list[tuple[int, int]] = []
    begun = 0
    for place, part in _parts(text, most):
        said = with_retries(partial(say, part), attempts=settings.TTS_MAX_RETRIES)
        moments = estimated(part, said.sound) if said.told is None else said.told
        told += [(place + letter, begun + at) for letter, at in moments]
        sounds.append(said.sound)
        begun += said.sound.milliseconds
    whole = mp3.joined(sounds)
    _require_plausible(whole.milliseconds)
    return whole.data, timed(text, told, length_ms=whole.milliseconds)


def accepted(data: bytes) -> Sound:
    """Raises TTS_FAILED, which another try may mend, for what is no MP3 or cannot be the reading of a page."""
    sound = Sound.of(data)
    _require_plausible(sound.milliseconds)
    return sound


def encoded(samples: bytes, *, rate: int, channels: int = 1) -> Sound:
    """The same of 16-bit samples."""
    if rate not in mp3.RATES or channels not in (1, 2):
        raise unusable(f"{channels} channels of {rate} Hz")
    _require_plausible(len(samples) // (2 * channels) * 1000 // rate)
    return Sound.of(mp3.encode(samples[: len(samples) // (2 * channels) * 2 * channels], rate=rate, channels=channels))


def unusable(note: str) -> StoryforgeError:
    return StoryforgeError(Code.TTS_FAILED, f"no sound: {note}", kind=Kind.RETRYABLE)


def require_language(language: str, known: Sequence[str]) -> None:
    """The next voice of the chain may read it."""
    if language not in known:
        raise StoryforgeError(Code.TTS_FAILED, f"this voice does not read {language!r}")


def _require_plausible(milliseconds: int) -> None:
    if not 0 < milliseconds <= MOST_SECONDS * 1000:
        raise unusable(f"{milliseconds} ms")


def _parts(text: str, most: int) -> Iterator[tuple[int, str]]:
    """Cut after a sentence, else between words, else anywhere; each with its place in the text."""
    place = 0
    while len(text) - place > most:
        piece = text[place : place + most]
        ends = [found.end() for found in _SENTENCE_END.finditer(piece)] or [piece.rfind(" ") + 1]
        length = ends[-1] or most
        yield place, text[place : place + length]
        place += length
    yield place, text[place:]
