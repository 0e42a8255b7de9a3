"""Words a family does not want: each with its whole family, in every language, wherever it could turn up.

What the family wrote is looked for inside words too; its relatives ("puppy" for "dog") as words of their own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import library, props
from storyforge_site.providers.offline.storyteller.languages import CODES
from storyforge_site.providers.offline.wording import bounded

_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_HANGUL = "[가-힣]"
_PARTICLES = "은|는|이|가|을|를|와|과|의|도|에|로|야|아|만|랑|들"


@dataclass(frozen=True, slots=True)
class Avoidance:
    written: tuple[str, ...] = ()  # case-folded, found anywhere
    families: tuple[re.Pattern[str], ...] = ()

    def hits(self, text: str) -> bool:
        said = text.casefold()
        return any(word in said for word in self.written) or any(family.search(said) for family in self.families)

    def may_say(self, text: str) -> bool:
        return not self.hits(text)

    def relaxed(self) -> "Avoidance":
        """The same wish by whole words only, for a word so short that nothing could be told without its letters."""
        return Avoidance((), (*self.families, *map(_as_word, self.written)))


@lru_cache(maxsize=256)
def avoidance(forbidden: tuple[str, ...]) -> Avoidance:
    written = tuple(dict.fromkeys(word for word in (_fold(element) for element in forbidden) if word))
    relatives = {_fold(word) for element in written for word in _relatives(element)} - {""}
    return Avoidance(written, tuple(_as_word(word) for word in sorted(relatives)))


def _fold(word: str) -> str:
    return " ".join(word.casefold().split())


def _as_word(word: str) -> re.Pattern[str]:
    if _LATIN.search(word):
        return re.compile(rf"\b{re.escape(word)}(?:s|es|ed|d|ing|'s|’s)?\b")
    if len(word) == 1 and re.match(_HANGUL, word):
        return re.compile(rf"(?<!{_HANGUL}){word}(?:(?:{_PARTICLES})(?!{_HANGUL})|(?!{_HANGUL}))")
    return bounded(word)


def _relatives(element: str) -> Iterator[str]:
    """Everything that any language counts to the families of a word, and the word's own names elsewhere."""
    bases = {element, *_singulars(element)}
    for table in ("avoid", "kinds", "settings"):
        for key in _families(table, bases):
            yield from _members(table, key)
    for language in CODES:
        for word, prop in props.names(language).items():
            if word.casefold() in bases:
                yield prop
                yield from (name for other in CODES for name in props.words(other).get(prop, ())[:1])


def _singulars(word: str) -> Iterator[str]:
    if _LATIN.search(word):
        yield from (word.removesuffix(ending) for ending in ("s", "es") if word.endswith(ending))
        if word.endswith("ies"):
            yield f"{word[:-3]}y"


def _families(table: str, bases: Iterable[str]) -> set[str]:
    wanted = set(bases)
    found = set()
    for language in CODES:
        entries: Mapping[str, Any] = library.texts(language).words.get(table, {})
        for key, members in entries.items():
            heads = members if table == "avoid" else members[:1]
            folded = {_bare(_fold(member)) for member in heads}
            if key in wanted or folded & wanted:
                found.add(key)
    return found


def _bare(word: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", word)


def _members(table: str, key: str) -> Iterator[str]:
    yield key
    for language in CODES:
        members: Sequence[str] = library.texts(language).words.get(table, {}).get(key, ())
        yield from (_bare(member) for member in members)
