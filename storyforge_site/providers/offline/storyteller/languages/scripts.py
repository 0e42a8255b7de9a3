"""What Korean and Japanese share: words found anywhere in a line, sentences closed by 。 or a quotation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.offline.wording import Hit, hits

_CLOSERS = "\"'”’」』)"
_END = re.compile(r"[.!?…。！？]+[\"'”’」』)]*")
_SOUNDS = re.compile(r"[^\W_]")


def sentences(text: str, goes_on: re.Pattern[str]) -> list[str]:
    """Split at stops; not where a quotation closes and `goes_on` matches what follows (who said it)."""
    found, start = [], 0
    for end in _END.finditer(text):
        rest = text[end.end() :]
        inside = _is_open(text[start : end.end()])
        if inside or (end.group()[-1] in _CLOSERS and goes_on.match(rest)):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _is_open(text: str) -> bool:
    """Whether a quotation was begun and not closed."""
    return (
        text.count("「") > text.count("」")
        or text.count("『") > text.count("』")
        or text.count('"') % 2 == 1
        or text.count("“") > text.count("”")
    )


def length(text: str) -> int:
    """Letters and digits; spaces and stops do not count."""
    return len(_SOUNDS.findall(text))


@dataclass(frozen=True, slots=True)
class Understood:
    """What a language's own rules found in a topic; `reading` adds what needs no grammar."""

    text: str
    kinds: Sequence[Hit]
    name: str
    hero: Hit | None
    friend: Hit | None
    wish: tuple[str, str, str]  # quest, goal, thing

    def reading(self, words: Mapping[str, Any]) -> TopicReading:
        quest, goal, thing = self.wish
        return TopicReading(
            kind=hero_kind(self.hero),
            kind_noun=own_noun(self.hero, words),
            name=self.name,
            gender=gender_of(self.hero),
            traits=traits_in(self.text, words),
            quest=quest,
            goal=goal,
            thing=thing,
            friend_kind=hero_kind(self.friend),
            settings=settings_in(self.text, words),
            extras=extras_in(self.text, words, [thing, *(hit.text for hit in self.kinds)]),
        )


def traits_in(text: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    table = {trait: entry.get("words", ()) for trait, entry in words.get("traits", {}).items()}
    return tuple(dict.fromkeys(hit.key for hit in hits(text, table)))


def trait_words_in(text: str, words: Mapping[str, Any]) -> list[str]:
    table = {trait: entry.get("words", ()) for trait, entry in words.get("traits", {}).items()}
    return [hit.text for hit in hits(text, table)]


def last_name(text: str, words: Mapping[str, Any]) -> str:
    """자전거를 배우는 지우 → 지우: a last word that we know as a child's name."""
    last = text.split()[-1] if len(text.split()) > 1 else ""
    return last if last in _names(words) else ""


def first_name(text: str, words: Mapping[str, Any], particles: str) -> str:
    """ゆいの はじめての 学校 → ゆい: a name that we know, with one of these particles."""
    starts = (name for name in _names(words) if text.startswith(name) and text[len(name) : len(name) + 1] in particles)
    return max(starts, key=len, default="")


def _names(words: Mapping[str, Any]) -> set[str]:
    return {name for group in ("girl", "boy", "any") for name in words.get("names", {}).get(group, ())} - {""}


def settings_in(text: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit.key for hit in hits(text, words.get("settings", {}))))


def quest_in(text: str, words: Mapping[str, Any]) -> str:
    """The quest of the longest keyword; generic quests only when nothing else is named."""
    found = hits(text, words.get("keywords", {}))
    generic = {"learn", "find", "visit", "wonder"}
    weak = {"친구", "ともだち", "友だち", "友達"}  # who, not what: 친구와 로켓을 만든 펭귄 is about the rocket
    weight = {hit: 0 if hit.key in generic else 1 if hit.text in weak else 2 for hit in found}
    return max(found, key=lambda hit: (weight[hit], len(hit.text), -hit.start)).key if found else ""


def extras_in(text: str, words: Mapping[str, Any], taken: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(prop, noun as printed) for the things of a topic that a picture can show."""
    table: dict[str, list[str]] = {}
    for noun, prop in words.get("props", {}).items():
        if len(noun) > 1:
            table.setdefault(prop, []).append(noun)
    found = {
        hit.key: hit.text
        for hit in hits(text, table)
        if not any(hit.text in said or said in hit.text for said in taken if said)
    }
    return tuple(found.items())


def kinds_in(text: str, words: Mapping[str, Any]) -> list[Hit]:
    return hits(text, words.get("kinds", {}))


def hero_kind(hit: Hit | None) -> str:
    return "" if hit is None else "child" if hit.key in {"girl", "boy"} else hit.key


def gender_of(hit: Hit | None) -> str:
    keys = {
        "girl": "female",
        "woman": "female",
        "grandmother": "female",
        "boy": "male",
        "man": "male",
        "grandfather": "male",
    }
    return keys.get(hit.key, "") if hit else ""


def own_noun(hit: Hit | None, words: Mapping[str, Any]) -> str:
    """The topic's own noun when it is not the one the texts use anyway."""
    if hit is None:
        return ""
    return "" if hit.text == words["kinds"][hit.key][0] else hit.text


def where(scene: Mapping[str, Any], alt: Mapping[str, Any]) -> list[str]:
    """Hour, weather and place of a picture, in that order, without the empty ones."""
    swims = any(figure["pose"] == "swim" for figure in scene.get("figures", ())[:1])
    settings = {**alt["setting"], **(alt.get("swimming", {}) if swims else {})}
    said = (alt["time"][scene["time_of_day"]], alt["weather"][scene["weather"]], settings[scene["setting"]])
    return [part for part in said if part]


PERSONS = frozenset({"woman", "man", "grandmother", "grandfather"})


def goal_of(phrase: str, words: Mapping[str, Any]) -> str:
    """자전거 → 자전거 타기: the goal a noun stands for, else the phrase itself."""
    found = hits(phrase, words.get("goals", {}))
    return found[0].key if found else phrase
