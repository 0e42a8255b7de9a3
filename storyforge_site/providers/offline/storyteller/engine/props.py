"""The illustrator's index of things it can paint, seen from the storyteller's side."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from storyforge_site.providers.offline.illustrator import props as index
from storyforge_site.providers.scene import PropPlace


def names(language: str) -> Mapping[str, str]:
    """Word in the language → name of the prop."""
    return index.names(language)


@cache
def words(language: str) -> Mapping[str, tuple[str, ...]]:
    """Prop → its words in the language, the usual one first."""
    found: dict[str, tuple[str, ...]] = {}
    for word, prop in names(language).items():
        found[prop] = (*found.get(prop, ()), word)
    return MappingProxyType(found)


def lies_about(prop: str) -> bool:
    """Whether one may find it on a doorstep: not a rainbow, not magic."""
    found = index.find(prop)
    return found is not None and found.where[0] == PropPlace.GROUND


def exists(prop: str) -> bool:
    """Whether it can be painted."""
    return index.find(prop) is not None


def depicting(phrase: str, language: str) -> str:
    """The prop a noun phrase names by its last words (`the lost balloon` → balloon), or nothing."""
    things = {word.casefold(): prop for word, prop in names(language).items()}
    said = phrase.casefold()
    known = [
        word
        for word in things
        if said.endswith(word) or (language == "en" and said.endswith((f"{word}s", f"{word}es")))
    ]
    whole = [
        word
        for word in known
        if language != "en"
        or f" {said}".removesuffix("s").removesuffix("e").endswith((f" {word}", f" {word.removesuffix('e')}"))
    ]
    return things[max(whole, key=len)] if whole else ""
