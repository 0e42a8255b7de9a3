"""What the engine asks of a language: to read a topic, to set words into a sentence, to count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TopicReading:
    """What a topic says. Empty where it is silent; nouns and phrases are as the text should print them."""

    kind: str = ""  # a HeroKind
    kind_noun: str = ""  # the topic's own noun when it differs ("wyvern"), ready for {kind}
    name: str = ""  # a proper name found in the topic
    gender: str = ""  # male | female when the topic says girl, boy, grandmother, …
    traits: tuple[str, ...] = ()  # keys of words.toml [traits]
    quest: str = ""  # key of a quest
    goal: str = ""  # verb phrase for the generic quest `learn`
    thing: str = ""  # noun phrase for `find`, `visit`, `wonder`
    friend_kind: str = ""  # a second HeroKind in the topic ("a fox and an owl")
    settings: tuple[str, ...] = ()  # Settings asked for, most important first
    extras: tuple[
        tuple[str, str], ...
    ] = ()  # (prop name, noun as printed): things the text should mention and the picture show


class Grammar(Protocol):
    """One module a language; `grammar_for(code)` in languages/__init__.py finds it."""

    code: str

    def read_topic(self, topic: str, words: Mapping[str, Any]) -> TopicReading: ...

    def slots(self, plain: Mapping[str, str], *, gender: str, kind: str) -> Mapping[str, object]:
        """Turn {"hero": "Momo", "kind": "dragon", …} into what `str.format_map` needs in this language."""
        ...

    def known(self, noun: str) -> str:
        """One whom the reader has met: "the mouse"."""
        ...

    def sentences(self, text: str) -> Sequence[str]: ...

    def length(self, text: str) -> int:
        """Words in English; characters without spaces and punctuation in Korean and Japanese."""
        ...

    def tidy(self, text: str) -> str:
        """Capitals, spacing and punctuation after the slots were filled."""
        ...

    def alt_text(self, scene: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, Any]) -> str: ...
