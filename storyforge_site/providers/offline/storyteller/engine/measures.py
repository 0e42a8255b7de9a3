"""The proof-reader's ruler: units alone, and whole pages of every shape with every quest."""

from collections.abc import Iterator, Mapping
from itertools import product

from storyforge_site.providers.offline.storyteller.engine import library
from storyforge_site.providers.offline.storyteller.engine.ages import (
    REGISTERS,
    Limits,
    page_limits,
    unit_limits,
    unit_register,
)
from storyforge_site.providers.offline.storyteller.engine.faults import Fault
from storyforge_site.providers.offline.storyteller.engine.library import UNITS, Beat, Lines, Texts
from storyforge_site.providers.offline.storyteller.engine.sample import voice_for
from storyforge_site.providers.offline.storyteller.engine.slots import fill
from storyforge_site.providers.offline.storyteller.engine.voice import Voice
from storyforge_site.providers.offline.storyteller.languages.base import Grammar

GENERIC = "learn"


def over(text: str, limits: Limits, grammar: Grammar) -> str:
    """How a text breaks its limits, in words; empty when it holds them."""
    sentences, length = len(grammar.sentences(text)), grammar.length(text)
    broken = []
    if not limits.fewest <= sentences <= limits.most:
        broken.append(f"has {sentences} sentences, not {limits.fewest} to {limits.most}")
    if length > limits.length:
        broken.append(f"is {length} long, not at most {limits.length}")
    return " and ".join(broken)


def in_units(texts: Texts, grammar: Grammar, quest: str, only: str = "") -> Iterator[Fault]:
    for register in "sma":
        voice = voice_for(texts, grammar, quest, register)
        for unit in [only] if only else UNITS:
            yield from in_lines(f"quests/{quest}.toml", unit, texts.quests[quest].units[unit], voice)


def in_lines(file: str, key: str, lines: Lines, voice: Voice) -> Iterator[Fault]:
    limits = unit_limits(voice.register, voice.texts.language)
    for number, line in enumerate(lines.get(voice.register, ()), 1):
        place = f"{key}.{voice.register} {number}"
        try:
            text = voice.grammar.tidy(fill(line, voice.slots))
        except (KeyError, ValueError, IndexError) as error:
            yield Fault(file, place, f"cannot be filled: {error!r}", line)
            continue
        if broken := over(text, limits, voice.grammar):
            yield Fault(file, place, broken, text)


def in_wishes(texts: Texts, grammar: Grammar) -> Iterator[Fault]:
    words = texts.words
    tables = {f"traits.{t}.{k}": e.get(k, {}) for t, e in words.get("traits", {}).items() for k in ("start", "end")}
    tables |= {f"themes.{t}.end": e.get("end", {}) for t, e in words.get("themes", {}).items()}
    tables |= {f"thread.{k}": words.get("thread", {}).get(k, {}) for k in ("start", "middle", "end")}
    tables |= {f"together.{k}": told for k, told in texts.together.items()}
    tables["series.start"] = words.get("series", {}).get("start", {})
    for register in "sma":
        voice = voice_for(texts, grammar, GENERIC, register)
        for key, lines in tables.items():
            yield from in_lines("words.toml", key, lines, voice)


def in_pages(texts: Texts, grammar: Grammar, only: str = "") -> Iterator[Fault]:
    """Every frame with every quest's longest units; one fault a frame, with its worst page."""
    quests = [only] if only in texts.quests else [*texts.quests]
    shapes = [only] if only in texts.shapes else [*texts.shapes]
    for register in REGISTERS:
        voices = {quest: voice_for(texts, grammar, quest, register) for quest in quests}
        longest = {quest: _longest_units(texts, quest, voice) for quest, voice in voices.items()}
        for shape in shapes:
            frames = texts.shapes[shape]
            for beat in library.shapes()[shape].beats:
                for number, frame in enumerate(frames.get(beat.name, {}).get(register, ()), 1):
                    yield from _in_frame(shape, beat, f"{beat.name}.{register} {number}", frame, voices, longest)


def _longest_units(texts: Texts, quest: str, voice: Voice) -> dict[str, list[str]]:
    """The longest variant of each unit, and the one with the most sentences when that is another."""
    found = {}
    for unit, lines in texts.quests[quest].units.items():
        told = []
        for line in lines.get(unit_register(voice.register), ()):
            try:
                told.append(fill(line, voice.slots))
            except (KeyError, ValueError, IndexError):
                continue
        by_length = sorted(told, key=voice.grammar.length)[-1:]
        by_count = sorted(told, key=lambda text: len(voice.grammar.sentences(text)))[-1:]
        found[unit] = list(dict.fromkeys([*by_length, *by_count]))
    return found


def _in_frame(
    shape: str,
    beat: Beat,
    key: str,
    frame: str,
    voices: Mapping[str, Voice],
    longest: Mapping[str, Mapping[str, list[str]]],
) -> Iterator[Fault]:
    broken: list[tuple[int, str, str, str]] = []
    for quest, voice in voices.items():
        for way in product(*(longest[quest][unit] or [""] for unit in beat.units)):
            try:
                text = voice.grammar.tidy(fill(frame, {**voice.slots, **dict(zip(beat.units, way, strict=True))}))
            except (KeyError, ValueError, IndexError) as error:
                yield Fault(f"shapes/{shape}.toml", key, f"cannot be filled: {error!r}", frame)
                return
            limits = page_limits(voice.register, voice.texts.language)
            if what := over(text, limits, voice.grammar):
                broken.append((voice.grammar.length(text), quest, what, text))
    if broken:
        _, quest, what, text = max(broken)
        quests = len({one[1] for one in broken})
        yield Fault(f"shapes/{shape}.toml", key, f"with {quest} (one of {quests} quests) {what}", text)
