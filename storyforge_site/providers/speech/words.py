"""The words of a text and when each is heard: from the moments a voice told, and between them by their length."""

import re
from collections.abc import Sequence
from itertools import pairwise

from storyforge_site.providers.contracts import WordTiming

# Between spaces; where a script has none, up to a full stop, a comma or a closing bracket of its own.
_WORD = re.compile(r"[^\s、。！？」』，；：]+[、。！？」』，；：”’）》]*|[、。！？」』，；：]+")


def cut(text: str) -> list[re.Match[str]]:
    """The words that a reader sees light up, each with its place in the text."""
    return list(_WORD.finditer(text))


def timed(text: str, told: Sequence[tuple[int, int]], *, length_ms: int, later_ms: int = 0) -> list[WordTiming]:
    """`told`: from this character on, at this millisecond. `later_ms` moves what was told, not the end.

    Together the words are the text without its spaces; each begins when the one before ends, inside the audio.
    """
    words = cut(text)
    if not words:
        return []
    onsets = _told_onsets(words, [(place, min(at + later_ms, length_ms)) for place, at in told])
    known = [(0, onsets.pop(0, min(later_ms, length_ms))), *sorted(onsets.items()), (len(words), length_ms)]
    starts = [moment for one, other in pairwise(known) for moment in _between(words, one, other)]
    ends = [*starts[1:], length_ms]
    return [WordTiming(word.group(), start, end) for word, start, end in zip(words, starts, ends, strict=True)]


def _told_onsets(words: Sequence[re.Match[str]], told: Sequence[tuple[int, int]]) -> dict[int, int]:
    """By the number of the word. An engine looks back now and then; what goes back in the text or in time is left."""
    onsets: dict[int, int] = {}
    last, moment = -1, 0
    for place, at in told:
        number = next((index for index, word in enumerate(words) if place < word.end()), len(words))
        if last < number < len(words) and at >= moment:
            onsets[number] = moment = at
            last = number
    return onsets


def _between(words: Sequence[re.Match[str]], one: tuple[int, int], other: tuple[int, int]) -> list[int]:
    """Onsets from word `one` to before `other`, the unknown ones where their letters stand."""
    (first, start), (after, end) = one, other
    lengths = [len(word.group()) for word in words[first:after]]
    whole = sum(lengths) or 1
    return [start + (end - start) * sum(lengths[:index]) // whole for index in range(after - first)]
