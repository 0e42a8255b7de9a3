"""Finding listed English words in a text, inflected as they may be."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Found:
    key: str
    start: int
    end: int
    text: str


def found_in(text: str, lists: Mapping[str, Iterable[str]]) -> list[Found]:
    """Every listed word in the text with its inflections, in the order of the text; the longer of two that overlap."""
    found: list[Found] = []
    for key, entries in lists.items():
        for entry in (entries,) if isinstance(entries, str) else entries:
            found += [Found(key, m.start(), m.end(), m.group()) for m in pattern_of(entry).finditer(text)]
    found.sort(key=lambda f: (f.start - f.end, f.start))
    chosen: list[Found] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda f: f.start)


@cache
def pattern_of(entry: str) -> re.Pattern[str]:
    stem = re.escape(re.sub(r"^(?:the|a|an) ", "", entry.casefold()))
    endings = r"(?:s|es|ed|d|ing|er|ers)?"
    if stem.endswith("y"):
        return re.compile(rf"\b{stem[:-1]}(?:y|ies|ied|ying|ys|yed)\b", re.IGNORECASE)
    if stem.endswith("e"):
        return re.compile(rf"\b(?:{stem}(?:s|d|r|rs)?|{stem[:-1]}ing)\b", re.IGNORECASE)
    return re.compile(rf"\b{stem}{endings}\b", re.IGNORECASE)
