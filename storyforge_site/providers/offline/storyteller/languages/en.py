"""English: reading a topic, articles and pronouns, sentences and words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from storyforge_site.providers.offline.storyteller.languages.base import TopicReading
from storyforge_site.providers.offline.storyteller.languages.en_alt import alt_text
from storyforge_site.providers.offline.storyteller.languages.en_topic import read_topic
from storyforge_site.providers.offline.storyteller.languages.en_words import definite, with_article

_PRONOUNS = {"male": ("he", "him", "his"), "female": ("she", "her", "her")}
_THEY = ("they", "them", "their")
_CLOSERS = "\"'”’)"
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s|$)")
_TAG = re.compile(r"\s*(?:[a-z]|[A-Z]\w+(?:\s\w+)?\s(?:said|asked|whispered|called|cried)\b)")
_AFTER_SOUND = re.compile(r"\s+(?:went|said|says|cried|sang|sighed|called|came|goes)\b")  # `Brrr! went the toe.`
_WORD = re.compile(r"[A-Za-z0-9À-ÿ]+(?:['’\-][A-Za-z0-9À-ÿ]+)*")


class EnglishGrammar:
    code = "en"

    def read_topic(self, topic: str, words: Mapping[str, Any]) -> TopicReading:
        return read_topic(topic, words)

    def slots(self, plain: Mapping[str, str], *, gender: str, kind: str) -> Mapping[str, object]:
        he, him, his = _PRONOUNS.get(gender, _THEY)
        trait, noun, thing = plain.get("trait", ""), plain.get("kind", ""), plain.get("thing", "")
        return {
            **plain,
            "he": he,
            "him": him,
            "his": his,
            "He": he.capitalize(),
            "His": his.capitalize(),
            "was": "were" if he == "they" else "was",
            "a_kind": with_article(noun),
            "a_trait_kind": with_article(f"{trait} {noun}".strip()),
            "a_thing": with_article(thing),
            "the_thing": definite(thing),
        }

    def known(self, noun: str) -> str:
        return definite(noun)

    def sentences(self, text: str) -> Sequence[str]:
        """A quotation does not end its sentence when a tag follows: `"Float," / "Why?" said the frog.`"""
        found, start = [], 0
        for end in _SENTENCE_END.finditer(text):
            closed = end.group()[-1] in _CLOSERS
            rest = text[end.end() :]
            if _is_tag(rest) if closed else (_is_pause(end.group(), rest) or _AFTER_SOUND.match(rest)):
                continue
            found.append(text[start : end.end()].strip())
            start = end.end()
        rest = text[start:].strip()
        return [*found, rest] if rest else found

    def length(self, text: str) -> int:
        return len(_WORD.findall(text))

    def tidy(self, text: str) -> str:
        """One space between words, none before a stop, a capital at the start of every sentence."""
        spaced = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))
        spaced = re.sub(r"([.!?])\.(?!\.)(?<!\.\.)", r"\1", spaced)
        return re.sub(r"(^|[.!?][\"'”’)]*\s+)([\"'“‘(]*)([a-z])", _capital(spaced), spaced)

    def headline(self, title: str) -> str:
        """A title as it stands on a cover: small words small, the rest capital."""
        words = title.split(" ")
        return " ".join(
            word if index and word.casefold() in _SMALL else word[:1].upper() + word[1:]
            for index, word in enumerate(words)
        )

    def alt_text(self, scene: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, Any]) -> str:
        return alt_text(scene, names, words)


_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "up",
        "with",
        "who",
    ]
)


def _is_tag(rest: str) -> bool:
    return bool(_TAG.match(rest)) and not rest.startswith("\n")


def _is_pause(stop: str, rest: str) -> bool:
    """`It was… well, wet.` goes on."""
    return stop.endswith(("…", "..")) and rest.lstrip()[:1].islower()


def _capital(text: str) -> Any:
    """Raise the first letter, but not that of a tag behind a question (`"Why?" asked the owl`)."""

    def raised(match: re.Match[str]) -> str:
        before, opening, letter = match.groups()
        is_tag = not opening and (
            before.strip()[-1:] in tuple(_CLOSERS)
            or (before.strip()[-1:] in {"!", "?"} and _AFTER_SOUND.match(f" {text[match.start(3) :]}"))
        )
        return f"{before}{opening}{letter if is_tag else letter.upper()}"

    return raised
