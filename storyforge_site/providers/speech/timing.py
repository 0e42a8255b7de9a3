"""When each word is heard, where a vendor does not tell: from the words' lengths and the sound's own pauses.

A clock runs while somebody speaks and stands still in pauses. On it each word takes the time of its syllables; the
pauses then pull the words they follow to where they are: at full stops first, at commas, at any word if need be.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from storyforge_site.lib import loudness
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers.speech.words import cut

# In syllables, about 150 ms each. Every word also takes its time to begin.
_WEIGHTS = (
    (re.compile(r"[ゃゅょぁぃぅぇぉャュョァィゥェォ]"), 0.0),  # one beat with the kana before
    (re.compile(r"[\u3041-\u30ff\uff66-\uff9d]"), 1.0),
    (re.compile(r"[\uac00-\ud7a3]"), 1.0),
    (re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]"), 1.8),
    (re.compile(r"\d"), 1.3),
    (re.compile(r"\w"), 0.4),
)
_ONSET = 0.3
_CLOSED = r"[\s\"'”’」』）)\]]*$"
_STOP, _COMMA = re.compile(rf"[.!?。！？…]{_CLOSED}"), re.compile(rf"[,;:、，—–]{_CLOSED}")

_QUIET_BELOW = 40.0  # decibels under the middle of what is spoken
_SMOOTHED_MS = 65
_CLICK_MS = 40.0  # too short to be a word
_SHORTEST_PAUSE_MS = 90.0
_MOST_PAUSES = 300  # the longest, where a sound has more than any text
# What it costs, in ms of displacement, that there is no pause, or that there is one.
_UNHEARD_STOP, _UNHEARD_COMMA = 900.0, 400.0
_UNWRITTEN = 400.0


@dataclass(frozen=True, slots=True)
class _Pause:
    start: float
    end: float
    spoken: float  # of the clock that stands still in pauses

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Speech:
    start: float
    spoken: float
    pauses: Sequence[_Pause]

    def moment(self, spoken: float) -> float:
        """When so much has been spoken: after a pause rather than before it."""
        passed = bisect_right([pause.spoken for pause in self.pauses], spoken + 1e-6)
        return self.start + spoken + sum(pause.length for pause in self.pauses[:passed])


@dataclass(frozen=True, slots=True)
class _Match:
    """The cheapest way to match the first so many words with the first so many pauses, and its last pair."""

    cost: float
    onset: float = 0.0
    number: int = -1
    pause: _Pause | None = None
    before: "_Match | None" = None

    def __lt__(self, other: "_Match") -> bool:
        return self.cost < other.cost

    def without(self, cost: float) -> "_Match":
        return replace(self, cost=self.cost + cost)

    def with_pair(self, number: int, onset: float, pause: _Pause, cost: float) -> "_Match":
        out_of_place = abs(onset - self.onset - (pause.spoken - (self.pause.spoken if self.pause else 0.0)))
        return _Match(self.cost + out_of_place + cost, onset, number, pause, self)

    def pairs(self) -> Iterator[tuple[int, _Pause]]:
        match: _Match | None = self
        while match and match.pause:
            yield match.number, match.pause
            match = match.before


def estimated(text: str, sound: Sound) -> list[tuple[int, int]]:
    """As a voice that tells would tell: from this character on, at this millisecond; one pair a word."""
    words = cut(text)
    if not words:
        return []
    speech = _heard(sound)
    lengths = [_weight(word.group()) for word in words]
    onsets = [speech.spoken * before / sum(lengths) for before in accumulate([0.0, *lengths[:-1]])]
    anchors = _matched([_missed(word.group()) for word in words[:-1]], onsets[1:], speech.pauses)
    onsets = _pulled(onsets, {number + 1: pause.spoken for number, pause in anchors.items()}, speech.spoken)
    return [(word.start(), round(speech.moment(onset))) for word, onset in zip(words, onsets, strict=True)]


def _weight(word: str) -> float:
    found = (next((syllables for kind, syllables in _WEIGHTS if kind.match(letter)), 0.0) for letter in word)
    return _ONSET + sum(found)


def _missed(word: str) -> float:
    """What it costs to hear no pause after this word."""
    return _UNHEARD_STOP if _STOP.search(word) else _UNHEARD_COMMA if _COMMA.search(word) else 0.0


def _heard(sound: Sound) -> _Speech:
    each, runs, place = loudness.granule_ms(sound.format), [], 0
    levels = _smoothed(loudness.envelope(sound), round(_SMOOTHED_MS / each))
    limit = _limit(levels)
    for is_quiet, run in groupby(levels, lambda level: level <= limit):
        length = len(list(run))
        runs.append((is_quiet, place * each, (place + length) * each))
        place += length
    heard = [(begun, ended) for is_quiet, begun, ended in runs if not is_quiet and ended - begun > _CLICK_MS]
    if not heard:
        return _Speech(0.0, float(sound.milliseconds), [])
    gaps = sorted((after - ended for (_begun, ended), (after, _end) in pairwise(heard)), reverse=True)
    shortest = max([_SHORTEST_PAUSE_MS, *gaps[_MOST_PAUSES : _MOST_PAUSES + 1]])
    pauses: list[_Pause] = []
    spoken = 0.0
    for (begun, ended), (after, _end) in pairwise(heard):
        spoken += ended - begun
        if after - ended <= shortest:
            spoken += after - ended
        else:
            pauses.append(_Pause(ended, after, spoken))
    return _Speech(heard[0][0], spoken + heard[-1][1] - heard[-1][0], pauses)


def _smoothed(levels: Sequence[float], width: int) -> list[float]:
    """The middle of each one's neighbours: a click in a pause, or a consonant, is no change."""
    reach = width // 2
    around = [sorted(levels[max(0, place - reach) : place + reach + 1]) for place in range(len(levels))]
    return [near[len(near) // 2] for near in around]


def _limit(levels: Sequence[float]) -> float:
    """Nobody speaks below it: half-way from the quietest to the middle, or far below the middle."""
    ranked = sorted(levels)
    quiet, middle = ranked[len(ranked) // 20], ranked[len(ranked) // 2]
    return max((quiet + middle) / 2, middle - _QUIET_BELOW)


def _matched(missed: Sequence[float], onsets: Sequence[float], pauses: Sequence[_Pause]) -> dict[int, _Pause]:
    """Which pause follows which word, in order, so that least is out of place; by the number of the word.

    What is out of place is counted from the match before, for who reads slowly at first may read fast in the end.
    """
    row = [_Match(sum(pause.length for pause in pauses[:column])) for column in range(len(pauses) + 1)]
    for number, (unheard, onset) in enumerate(zip(missed, onsets, strict=True)):
        above, row = row, [row[0].without(unheard)]
        for column, pause in enumerate(pauses):
            here = above[column].with_pair(number, onset, pause, 0.0 if unheard else _UNWRITTEN)
            row.append(min(here, above[column + 1].without(unheard), row[column].without(pause.length)))
    return dict(row[-1].pairs())


def _pulled(onsets: Sequence[float], anchors: dict[int, float], spoken: float) -> list[float]:
    """Onsets with the anchored ones where they belong and the others between them in proportion."""
    known = [(0, 0.0), *sorted(anchors.items()), (len(onsets), spoken)]
    places = [*onsets, spoken]
    pulled: list[float] = []
    for (first, start), (after, end) in pairwise(known):
        stretch = (end - start) / ((places[after] - places[first]) or 1.0)
        pulled += [start + (place - places[first]) * stretch for place in places[first:after]]
    return pulled
