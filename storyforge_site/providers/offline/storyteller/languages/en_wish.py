"""What an English topic is after: a quest by its keywords, a goal, a thing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from storyforge_site.providers.offline.storyteller.languages import en_lexicon as lexicon
from storyforge_site.providers.offline.storyteller.languages.en_matching import Found, found_in, pattern_of
from storyforge_site.providers.offline.storyteller.languages.en_words import is_plural


def keyword(text: str, words: Mapping[str, Any]) -> str:
    """The quest of the longest keyword in the text, of the first when two are as long; generic quests come last."""
    found = found_in(text, words.get("keywords", {}))
    return max(found, key=lambda f: (_weight(f), len(f.text), -f.start)).key if found else ""


def _weight(found: Found) -> int:
    """Two friends build a rocket: the rocket is what they are after."""
    return 0 if found.key in lexicon.GENERIC else 1 if found.text.casefold() in {"friend", "friends"} else 2


def _own_quest(text: str, words: Mapping[str, Any]) -> str:
    """The quest of a keyword that needs no phrase from the topic."""
    quest = keyword(text, words)
    return "" if quest in lexicon.GENERIC else quest


def wish(text: str, words: Mapping[str, Any], kinds: Sequence[str], name: str) -> tuple[str, str, str]:
    """(quest, goal, thing)."""
    aim = lexicon.GOAL.search(text)
    if aim:
        return _aim(aim.group("goal"), words)
    lost = lexicon.MISSING.search(text)
    if lost and (thing := _phrase(lost.group("thing"))) and not _names_hero(thing, kinds):
        return "find", "", thing
    for quest, pattern, own in (("find", lexicon.SEEK, {"friend"}), ("visit", lexicon.VISIT, None)):
        sought = pattern.search(text)
        if sought and (thing := _phrase(sought.group("thing"))):
            known = _own_quest(thing, words)
            return known if known and (own is None or known in own) else quest, "", thing
    known = keyword(text, words)
    if known and known not in lexicon.GENERIC:
        return known, "", ""
    if known == "learn" and (goal := _doing(text, words)):
        return "learn", goal, ""
    for pattern in (lexicon.QUESTION, lexicon.AFRAID):
        asked = pattern.search(text)
        if asked and (thing := _phrase(asked.group("thing"))) and not _names_hero(thing, kinds):
            return "wonder", "", thing
    thing = _thing(text, words, kinds, name)
    return known if thing and known != "learn" else "", "", thing


def _doing(text: str, words: Mapping[str, Any]) -> str:
    """A goal that a topic names by a noun or a gerund: `The dancing bear` → dance."""
    found = found_in(text, words.get("goals", {}))
    return found[0].key if found else ""


def _aim(goal: str, words: Mapping[str, Any]) -> tuple[str, str, str]:
    verb, *rest = goal.split()
    known = _own_quest(" ".join([verb, *rest[:1]]), words)
    if known:
        return known, "", ""
    object_ = _phrase(re.sub(r"^(?:for|to) ", "", " ".join(rest)))
    if verb.casefold() in lexicon.SEEKING and object_:
        return "find", "", object_
    if verb.casefold() in lexicon.VISITING and object_:
        return _own_quest(object_, words) or "visit", "", object_
    if verb.casefold() in {"have", "get", "own", "keep"} and object_:
        return "find", "", object_
    return "learn", _goal(goal), ""


def _goal(goal: str) -> str:
    """At most six words, without what follows a new clause."""
    kept: list[str] = []
    for word in goal.split()[:6]:
        if word.casefold() in {"because", "when", "while", "but", "so", "who", "that", "which", "and"}:
            break
        kept.append("the" if word.casefold() in {"my", "our"} else word)
    while kept and kept[-1].casefold() in lexicon.PHRASE_ENDS | {"the", "a", "an"}:
        kept.pop()
    return " ".join(kept).lower() if " ".join(kept).isupper() else " ".join(kept)


def _thing(text: str, words: Mapping[str, Any], kinds: Sequence[str], name: str) -> str:
    """The noun phrase a topic turns on, when no verb says what is to be done with it."""
    for pattern in (lexicon.CLAUSE, lexicon.PAIR):
        for found in pattern.finditer(text):
            if pattern is lexicon.CLAUSE and found.group("verb").casefold() in lexicon.NOT_VERBS:
                continue
            thing = _phrase(found.group("thing"))
            if thing and not _names_hero(thing, kinds):
                return thing
    rest = text.removeprefix(name).removeprefix("'s").strip() if name else text
    if kinds and (after := re.search(rf"\b{re.escape(kinds[0])}(?:'s)? (?P<rest>.+)", rest)):
        rest = after.group("rest")
    bare = _phrase(
        " ".join(word for word in rest.split() if not _is_generic(word, words)) if len(rest.split()) > 2 else rest
    )
    is_noun = bare and not _names_hero(bare, kinds) and len(bare.split()) <= 4 and not _is_trait(bare, words)
    return bare if is_noun else ""


def _is_generic(word: str, words: Mapping[str, Any]) -> bool:
    """`adventure`, `mystery`: words for a story, not for a thing in it."""
    keywords = words.get("keywords", {})
    return any(pattern_of(entry).fullmatch(word) for quest in ("visit", "find") for entry in keywords.get(quest, ()))


def _is_trait(phrase: str, words: Mapping[str, Any]) -> bool:
    return any(
        pattern_of(entry).fullmatch(phrase.removeprefix("the "))
        for table in ("traits", "themes")
        for item in words.get(table, {}).values()
        for entry in item.get("words", ())
    )


def _names_hero(phrase: str, kinds: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(kind)}\b", phrase, re.IGNORECASE) for kind in kinds)


def _phrase(text: str) -> str:
    """The noun phrase a text begins with, definite: `a key in the sea` → `the key`; at most four words."""
    kept: list[str] = []
    for token in text.replace(",", " , ").split():
        word = token.strip('.,;:!?"')
        if not word or (kept and word.casefold() in lexicon.PHRASE_ENDS) or len(kept) == 4:
            break
        kept.append(word)
    if not kept:
        return ""
    first = kept[0].casefold()
    kept[0] = lexicon.OWNERS.get(first, kept[0])
    if len(kept) == 1 and (first in lexicon.STARTERS or first in lexicon.PHRASE_ENDS):
        return ""
    lowered = [
        word if index and word[:1].isupper() and not _is_shouted(kept) else word.lower()
        for index, word in enumerate(kept)
    ]
    phrase = " ".join(lowered)
    return (
        phrase if lowered[0] in lexicon.DETERMINERS or is_plural(lowered[-1]) or "'s" in lowered[0] else f"the {phrase}"
    )


def _is_shouted(tokens: Sequence[str]) -> bool:
    return all(token[:1].isupper() for token in tokens[1:])
