"""What the proof-reader finds wrong, and the checks that need no grammar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import library, slots
from storyforge_site.providers.offline.storyteller.engine.library import UNITS, Beat
from storyforge_site.providers.scene import Pose, Setting, TimeOfDay, Weather
from storyforge_site.providers.sheet import HeroKind

TRAITS = (
    *("shy", "brave", "small", "curious", "grumpy", "lonely"),
    *("sleepy", "forgetful", "clumsy", "kind", "impatient", "noisy"),
)
THEMES = ("friendship", "courage", "kindness", "curiosity", "nature", "family", "dreams")
COMMON = frozenset(
    {"hero", "kind", "trait", "friend", "friend_kind", "helper1", "helper2", "helper3"}
    | {"place", "home", "sound", "goal", "thing"}
)
OF_LANGUAGE: Mapping[str, frozenset[str]] = {
    "en": frozenset({"he", "him", "his", "He", "His", "was", "a_kind", "a_trait_kind", "a_thing", "the_thing"})
}


@dataclass(frozen=True, slots=True)
class Fault:
    file: str
    key: str
    what: str
    text: str = ""

    def __str__(self) -> str:
        said = f"\n    {self.text}" if self.text else ""
        return f"{self.file} [{self.key}] {self.what}{said}"


def allowed(language: str) -> frozenset[str]:
    return COMMON | OF_LANGUAGE.get(language, frozenset())


def in_lines(
    file: str, key: str, value: Any, registers: str, known: frozenset[str], may_have: str = ""
) -> Iterator[Fault]:
    """Missing registers, wrong counts of variants, unknown slots."""
    if not isinstance(value, Mapping) or not value:
        yield Fault(file, key, "is missing")
        return
    for register in registers:
        variants = value.get(register)
        if not variants:
            yield Fault(file, f"{key}.{register}", "is missing")
        elif isinstance(variants, str) or not 1 <= len(variants) <= 3:
            yield Fault(file, f"{key}.{register}", "must be a list of one to three variants")
    for register, variants in value.items():
        if register not in registers + may_have:
            yield Fault(file, f"{key}.{register}", f"is not a register here (only {', '.join(registers + may_have)})")
        for line in (variants,) if isinstance(variants, str) else variants:
            yield from in_slots(file, f"{key}.{register}", line, known)


def in_slots(file: str, key: str, line: str, known: frozenset[str]) -> Iterator[Fault]:
    try:
        unknown = sorted(set(slots.names(line)) - known)
    except ValueError as error:
        yield Fault(file, key, f"has broken braces: {error}", line)
        return
    if unknown:
        yield Fault(file, key, f"has unknown slots {{{'}, {'.join(unknown)}}}", line)


def in_quest(language: str, name: str) -> Iterator[Fault]:
    file = f"quests/{name}.toml"
    data = library.read(library.ROOT / "texts" / language / file)
    if not data:
        yield Fault(file, "*", "is not written yet")
        return
    for unit in UNITS:
        yield from in_lines(file, unit, data.get(unit), "sma", allowed(language))
    for extra in sorted(set(data) - set(UNITS) - {"titles", "goal", "place", "sound"}):
        yield Fault(file, extra, "is no unit and no key of a quest")
    yield from _in_quest_words(language, file, name, data)


def _in_quest_words(language: str, file: str, name: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    titles = data.get("titles", ())
    if len(titles) < 4 or sum("{hero" in title for title in titles) < 2:
        yield Fault(file, "titles", "needs four titles, two of them with {hero}")
    for key in ("titles", "sound", "place"):
        for line in data.get(key, ()):
            yield from in_slots(file, key, line, allowed(language))
    settings = library.quests()[name].place
    if len(data.get("place", ())) != len(settings):
        yield Fault(file, "place", f"needs one for each of {', '.join(settings)}")
    if not data.get("goal"):
        yield Fault(file, "goal", "is missing")
    if len(data.get("sound", ())) < 2:
        yield Fault(file, "sound", "needs two or three")


def in_shape(language: str, name: str) -> Iterator[Fault]:
    file = f"shapes/{name}.toml"
    data = library.read(library.ROOT / "texts" / language / file)
    if not data:
        yield Fault(file, "*", "is not written yet")
        return
    beats = {beat.name: beat for beat in library.shapes()[name].beats}
    for beat in beats.values():
        own = frozenset(beat.units) | {"trait_start", "trait_end"}
        yield from in_lines(file, beat.name, data.get(beat.name), "sma", allowed(language) | own, may_have="l")
        yield from _in_frames(file, beat, data.get(beat.name, {}))
    for extra in sorted(set(data) - set(beats)):
        yield Fault(file, extra, "is no beat of this shape")


def _in_frames(file: str, beat: Beat, lines: Mapping[str, Any]) -> Iterator[Fault]:
    trait = {"opening": "trait_start", "ending": "trait_end"}.get(beat.name, "")
    for register, variants in lines.items():
        for line in variants:
            key = f"{beat.name}.{register}"
            try:
                used = [slot for slot in slots.names(line) if slot in slots.SENTENCE_SLOTS]
            except ValueError:
                continue
            wanted = [*beat.units, trait] if trait and register != "s" else [*beat.units]
            if sorted(used) != sorted(wanted) and not (
                trait and register == "s" and sorted(used) == sorted([*wanted, trait])
            ):
                yield Fault(file, key, f"must use exactly {{{'}, {'.join(wanted)}}} once each", line)


def in_words(language: str) -> Iterator[Fault]:
    file = "words.toml"
    words = library.read(library.ROOT / "texts" / language / file)
    if not words:
        yield Fault(file, "*", "is not written yet")
        return
    kinds = [*HeroKind, "girl", "boy"]
    lists = {
        "kinds": kinds,
        "settings": [*Setting],
        "keywords": [*library.quests()],
        "traits": TRAITS,
        "themes": THEMES,
    }
    for table, wanted in lists.items():
        for key in wanted:
            if not words.get(table, {}).get(key):
                yield Fault(file, f"{table}.{key}", "is missing")
    if "default" not in words.get("homes", {}):
        yield Fault(file, "homes.default", "is missing")
    yield from _in_names(file, words)
    yield from _in_wished_lines(language, file, words)
    yield from _in_alt(file, words.get("alt", {}))


def in_together(language: str) -> Iterator[Fault]:
    told = library.read(library.ROOT / "texts" / language / "together.toml")
    for key in ("subject", "heroes", "deed"):
        yield from in_lines("together.toml", key, told.get(key), "sma", allowed(language))


def _in_names(file: str, words: Mapping[str, Any]) -> Iterator[Fault]:
    for group in ("animal", "girl", "boy", "any"):
        names = words.get("names", {}).get(group, ())
        if len(set(names)) < 30:
            yield Fault(file, f"names.{group}", f"has {len(set(names))} names, needs 30")


def _in_wished_lines(language: str, file: str, words: Mapping[str, Any]) -> Iterator[Fault]:
    known = allowed(language)
    for trait, entry in words.get("traits", {}).items():
        for key in ("adjective", "words"):
            if not entry.get(key):
                yield Fault(file, f"traits.{trait}.{key}", "is missing")
        for key in ("start", "end"):
            yield from in_lines(file, f"traits.{trait}.{key}", entry.get(key), "sma", known)
    for theme, entry in words.get("themes", {}).items():
        yield from in_lines(file, f"themes.{theme}.end", entry.get("end"), "sma", known)
    for key in ("start", "middle", "end"):
        yield from in_lines(file, f"thread.{key}", words.get("thread", {}).get(key), "sma", known)
    yield from in_lines(file, "series.start", words.get("series", {}).get("start"), "sma", known)


def _in_alt(file: str, alt: Mapping[str, Any]) -> Iterator[Fault]:
    tables = [table for table in alt.values() if isinstance(table, Mapping)]
    for vocabulary in (Pose, Setting, TimeOfDay, Weather):
        for word in vocabulary:
            if not any(word in table for table in tables):
                yield Fault(file, f"alt: {vocabulary.__name__} {word}", "is missing")
