"""Where a word stands in a text of any of our scripts: a word of its own, not letters inside another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_AFTER_NOUN = "がはをにのとでへも"
_BEFORE_NOUN = "のなたいるとくはをに"


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@lru_cache(maxsize=4096)
def bounded(word: str) -> re.Pattern[str]:
    """용 is not in 사용, とり not in ひとり, トラ not in トランペット, cat not in caterpillar."""
    if _LATIN.search(word):
        return re.compile(rf"\b{re.escape(word)}(?:s|es)?\b", re.IGNORECASE)
    if re.fullmatch(r"[가-힣]", word):
        return re.compile(rf"(?<![가-힣]){word}(?=[가이은는을를의와과도만에,.\s]|$)")
    if re.fullmatch(r"[ァ-ヺー]+", word):
        return re.compile(rf"(?<![ァ-ヺー]){word}(?![ァ-ヺー])")
    if re.fullmatch(r"[ぁ-ゖー]{1,2}", word):
        return re.compile(rf"(?:(?<![ぁ-ん])|(?<=[{_BEFORE_NOUN}])){word}(?=[{_AFTER_NOUN}]|[^ぁ-ん]|$)")
    return re.compile(re.escape(word))


def hits(text: str, table: Mapping[str, Sequence[str]]) -> list[Hit]:
    """Every key whose word stands in `text`, in the order of the text; a longer word hides shorter ones inside it."""
    found = [
        Hit(key, match.group(), match.start())
        for key, words in table.items()
        for word in words
        if word
        for match in bounded(word).finditer(text)
    ]
    kept: list[Hit] = []
    taken = bytearray(len(text))
    for hit in sorted(found, key=lambda h: (-len(h.text), h.start)):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * len(hit.text)
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def is_latin(text: str) -> bool:
    return bool(_LATIN.search(text))
