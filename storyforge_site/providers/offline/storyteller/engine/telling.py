"""One page: a frame with its units, and the lines a wish adds, within what the age bears.

A page that grows too long loses sentences by rank, lowest first; units are never lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storyforge_site.providers.offline.storyteller.engine.ages import unit_register
from storyforge_site.providers.offline.storyteller.engine.beats import PageBeat
from storyforge_site.providers.offline.storyteller.engine.library import Lines, QuestText
from storyforge_site.providers.offline.storyteller.engine.slots import SENTENCE_SLOTS, fill, names, parts
from storyforge_site.providers.offline.storyteller.engine.voice import Voice, every_way

UNIT, WISHED, FRAME, SEASONING = 100, 80, 50, 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or a unit of several) and how dear it is."""

    text: str
    rank: int
    source: str = ""  # the unit or line it comes from; nothing for the frame's own


@dataclass(frozen=True, slots=True)
class Page:
    beat: PageBeat
    sentences: tuple[Sentence, ...]
    lost: int = 0  # the ranks of what had to go, added up: the less, the better

    def text(self, voice: Voice) -> str:
        return voice.join([sentence.text for sentence in self.sentences])


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a wish adds to a page. `at` is `start` (behind the first sentence), `close` or `end`."""

    name: str
    lines: Lines
    at: str
    rank: int = WISHED


def tell(
    beat: PageBeat,
    frames: Lines,
    quest: QuestText,
    seasoning: dict[str, Line],
    wished: Sequence[Line],
    voice: Voice,
) -> Page:
    """The best page: first a way that loses nothing, else the way that loses least.

    `seasoning` fills the sentence slots of a frame that are not units (`trait_start`, `trait_end`).
    Raises LookupError when a unit has no variant that may be said.
    """
    units = {unit: voice.variants(quest.units[unit], f"{beat.beat.name}/{unit}") for unit in beat.units}
    silent = [unit for unit, variants in units.items() if not variants]
    if silent:
        raise LookupError(f"nothing may be said for {', '.join(silent)}")
    added = {line.name: line for line in wished}
    told = {line.name: voice.variants(line.lines, line.name) for line in (*seasoning.values(), *wished)}
    spoken = {name: variants for name, variants in told.items() if variants}
    best: Page | None = None
    for frame in _frames(beat, frames, voice) or [_bare(beat)]:
        for way in every_way({**units, **spoken}):
            page = _fitted(beat, _sentences(beat, frame, way, seasoning, added, voice), voice)
            if best is None or page.lost < best.lost:
                best = page
            if not page.lost:
                return page
    if best is None or not best.sentences:
        raise LookupError(f"nothing may be said for {beat.beat.name}")
    return best


def _bare(beat: PageBeat) -> str:
    """The units alone, when no frame may be said."""
    return " ".join(f"{{{unit}}}" for unit in beat.beat.units)


def _frames(beat: PageBeat, frames: Lines, voice: Voice) -> list[str]:
    written = frames.get(voice.register) or frames.get(unit_register(voice.register), ())
    return voice.dice.order(f"{beat.beat.name}/frame", [frame for frame in written if _sayable(frame, voice)])


def _sayable(frame: str, voice: Voice) -> bool:
    own = {name: "" for name in names(frame) if name in SENTENCE_SLOTS}
    return voice.may_say(fill(frame, {**voice.slots, **own}))


def _sentences(
    beat: PageBeat,
    frame: str,
    way: dict[str, str],
    seasoning: dict[str, Line],
    added: dict[str, Line],
    voice: Voice,
) -> list[Sentence]:
    told = [Sentence(way[unit], UNIT, unit) for unit in beat.absorbed]
    told += _framed(frame, way, seasoning, voice)
    for name, line in added.items():
        if name in way:
            told.insert(_index(line.at, told), Sentence(way[name], line.rank, name))
    return told


def _index(at: str, told: Sequence[Sentence]) -> int:
    if at == "start":
        return min(1, len(told))
    return len(told) if at == "end" else max(len(told) - 1, 0)


def _framed(frame: str, way: dict[str, str], seasoning: dict[str, Line], voice: Voice) -> Iterator[Sentence]:
    lead = ""
    for part in parts(frame):
        if not part.slot:
            *whole, last = [*voice.grammar.sentences(fill(part.text, voice.slots))] or [""]
            yield from (Sentence(text, FRAME) for text in whole)
            if _is_whole(last):
                yield Sentence(last, FRAME)
            else:
                lead = last
        elif part.slot in seasoning:
            if part.slot in way:
                yield Sentence(way[part.slot], seasoning[part.slot].rank, part.slot)
        else:
            yield Sentence(f"{lead} {way[part.slot]}".strip(), UNIT, part.slot)
            lead = ""
    if lead:
        yield Sentence(lead, FRAME)


def _is_whole(text: str) -> bool:
    return text.rstrip("\"'”’)」』 ").endswith((".", "!", "?", "…", "。", "！", "？"))


def _fitted(beat: PageBeat, sentences: Sequence[Sentence], voice: Voice) -> Page:
    kept, lost = list(sentences), 0
    while not voice.fits([sentence.text for sentence in kept]):
        spare = [sentence for sentence in kept if sentence.rank < UNIT]
        if not spare:
            lost += UNIT
            break
        least = _least_dear(spare, keep_last=beat.beat.name == "ending")
        lost += least.rank
        kept.remove(least)
    return Page(beat, tuple(kept), lost)


def _least_dear(spare: Sequence[Sentence], *, keep_last: bool) -> Sentence:
    """Of equal ones the later goes first, but an ending keeps its last words."""
    ordered = spare if keep_last else list(reversed(spare))
    return min(ordered, key=lambda sentence: sentence.rank)
