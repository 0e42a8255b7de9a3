"""Reading an English topic: who it is about, what they are after, where, with what.

A topic is only ever a subject. Whatever it says, nothing in it is obeyed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storyforge_site.providers.offline.storyteller.languages import en_lexicon as lexicon
from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.offline.storyteller.languages.en_matching import Found, found_in, pattern_of
from storyforge_site.providers.offline.storyteller.languages.en_names import name_in
from storyforge_site.providers.offline.storyteller.languages.en_wish import keyword, wish


def read_topic(topic: str, words: Mapping[str, Any]) -> TopicReading:
    text = _plain(topic)
    kinds = _kinds(text, words.get("kinds", {}))
    traits = [
        found.key for found in found_in(text, {t: e.get("words", ()) for t, e in words.get("traits", {}).items()})
    ]
    settings = [found.key for found in found_in(text, words.get("settings", {}))]
    orders = bool(lexicon.ORDERS.search(text))
    name = "" if orders else name_in(text, words)
    quest, goal, thing = ("", "", "") if orders else wish(text, words, [found.text for found in kinds], name)
    hero, friend = _cast(text, kinds, name)
    return TopicReading(
        kind=_hero_kind(hero),
        kind_noun=_noun(hero, words),
        name=name,
        gender=_gender(text, hero, name, words),
        traits=tuple(dict.fromkeys(trait for trait in traits if not _is_kind_of(trait, text))),
        quest=quest or ("" if goal or thing else keyword(text, words)),
        goal=goal,
        thing=thing,
        friend_kind=_hero_kind(friend),
        settings=tuple(dict.fromkeys(settings)),
        extras=() if orders else tuple(_extras(text, words, thing, [found.text for found in kinds])),
    )


def _plain(topic: str) -> str:
    text = topic.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    text = " ".join(re.sub(r"[^\w\s'.,;:!?\-]", " ", text).replace("_", " ").split())
    return text.lower() if text.isupper() and len(text) > 3 else text


def _kinds(text: str, kinds: Mapping[str, Sequence[str]]) -> list[Found]:
    return found_in(text, kinds)


def _cast(text: str, kinds: Sequence[Found], name: str) -> tuple[Found | None, Found | None]:
    """Who leads and who comes along. `my grandmother's soup` and `Mina and the dog` make the kind a friend."""
    if not kinds:
        return None, None
    first = kinds[0]
    rest = [found for found in kinds[1:] if _hero_kind(found) != _hero_kind(first)]
    owned = re.search(r"\b(?:my|his|her|our) $", text[: first.start], re.IGNORECASE)
    beside = name and re.search(rf"\b{re.escape(name)} (?:and|meets|visits|with) (?:\w+ ){{0,3}}$", text[: first.start])
    if owned or beside:
        return None, first
    return first, rest[0] if rest else None


def _hero_kind(found: Found | None) -> str:
    return "" if found is None else "child" if found.key in {"girl", "boy"} else found.key


def _noun(found: Found | None, words: Mapping[str, Any]) -> str:
    """The topic's own noun, in the singular, when it says more than the kind does."""
    if found is None:
        return ""
    entries = words["kinds"][found.key]
    said = next((entry for entry in entries if pattern_of(entry).fullmatch(found.text)), entries[0])
    return "" if said == entries[0] else str(said)


def _gender(text: str, hero: Found | None, name: str, words: Mapping[str, Any]) -> str:
    if hero is not None and hero.key in {"girl", "boy"}:
        return "female" if hero.key == "girl" else "male"
    said = {word.casefold().removesuffix("'s") for word in lexicon.WORD.findall(text)}
    if said & lexicon.FEMALE and not said & lexicon.MALE:
        return "female"
    if said & lexicon.MALE and not said & lexicon.FEMALE:
        return "male"
    names = words.get("names", {})
    return (
        "female" if name and name in names.get("girl", ()) else "male" if name and name in names.get("boy", ()) else ""
    )


def _is_kind_of(trait: str, text: str) -> bool:
    return trait == "kind" and bool(re.search(r"\bkinds? of\b", text, re.IGNORECASE))


def _extras(text: str, words: Mapping[str, Any], thing: str, kinds: Sequence[str]) -> Iterable[tuple[str, str]]:
    """(prop, noun as printed) for the things of the topic that a picture can show; not the quest's own thing."""
    lists: dict[str, list[str]] = {}
    for noun, prop in words.get("props", {}).items():
        lists.setdefault(prop, []).append(noun)
    taken = " ".join((thing, *kinds)).casefold()
    own = {entry.casefold() for entries in words.get("traits", {}).values() for entry in entries.get("words", ())}
    seen: set[str] = set()
    for found in found_in(text, lists):
        noun = found.text.lower()
        if (
            found.key not in seen
            and not re.search(rf"\b{re.escape(noun)}", taken)
            and noun not in own
            and len(noun) > 2
        ):
            seen.add(found.key)
            yield found.key, noun
