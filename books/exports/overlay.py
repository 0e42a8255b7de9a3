"""What the reader of an e-book hears, and what is marked meanwhile: the media overlays of EPUB 3.

Each clip lasts until the next begins, so that nothing is skipped between two words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from books.pages import Spoken
from storyforge_site.lib.mp3 import Sound


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a sound, in milliseconds, with the words that are heard in it and the text before them."""

    before: str
    words: str
    begin_ms: int
    end_ms: int

    @property
    def begin(self) -> str:
        return clock(self.begin_ms)

    @property
    def end(self) -> str:
        return clock(self.end_ms)


@dataclass(frozen=True, slots=True)
class Overlay:
    """The sound of one page. Without clips all of it is heard at once."""

    sound: bytes
    milliseconds: int
    clips: tuple[Clip, ...] = ()
    rest: str = ""  # of the text, after the last word

    @property
    def end(self) -> str:
        return clock(self.milliseconds)


def overlay(sound: bytes, pieces: Sequence[Spoken] = ()) -> Overlay:
    """Of a stored sound and the text in pieces, as `books.pages.spoken` gives them."""
    length = Sound.of(sound).milliseconds
    if not pieces:
        return Overlay(sound, length)
    return Overlay(sound, length, tuple(_clips(pieces[:-1], length)), pieces[-1].before)


def clock(milliseconds: int) -> str:
    """As SMIL counts time."""
    return f"{milliseconds / 1000:.3f}s"


def _clips(words: Sequence[Spoken], length: int) -> Iterator[Clip]:
    apart = _apart(words, length)
    ends = [*(word.start_ms for word in apart[1:]), length]
    for word, end in zip(apart, ends, strict=True):
        yield Clip(word.before, word.word, word.start_ms, end)


def _apart(words: Sequence[Spoken], length: int) -> list[Spoken]:
    """The first from the beginning on; those of one moment as one, for no clip may be without a length."""
    apart: list[Spoken] = []
    for word in words:
        begin = min(word.start_ms, length - 1) if apart else 0
        if apart and begin <= apart[-1].start_ms:
            apart[-1] = replace(apart[-1], word=apart[-1].word + word.before + word.word)
        else:
            apart.append(replace(word, start_ms=begin))
    return apart
