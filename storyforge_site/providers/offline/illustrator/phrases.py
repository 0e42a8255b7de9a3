"""A description cut into what it says of each part: "two black braids and a red coat" has hair and a top."""

import re
from collections.abc import Iterable, Mapping

from storyforge_site.providers.offline.illustrator.appearance import BARRIER, MOST, REACH, words
from storyforge_site.providers.offline.wording import Hit, hits

# The tables of words that name a part, and those of its owners of colours.
_TABLES = {"hair": ("hair_style", "hair_colour"), "skin": ("skin",), "top": ("garment",), "accessories": ("accessory",)}
_OWNERS = {"hair": "hair", "skin": "skin", "eyes": "face", "part": "body", "lower": "bottom", "shoes": "shoes"}
_BEFORE = re.compile(
    r"(?:\b(?:long|short|curly|straight|big|small|little|round|striped|dotted|two|light|dark) +"
    r"|(?:긴|짧은|큰|작은|둥근|줄무늬) +|(?:長い|短い|丸い|大きな|小さな))+$",
    re.IGNORECASE,
)


def phrases(text: str) -> Mapping[str, str]:
    """hair | skin | face | body | top | bottom | shoes | accessories → the text's own words, where it has any."""
    told = text[:MOST]
    folded = told.casefold()
    if len(folded) != len(told):  # a few letters grow when folded, and then places would not agree
        told = folded
    colours = hits(folded, words()["colours"])
    whole: list[tuple[str, int, int]] = []
    ended = 0
    for part, start, end in _spans(folded):
        begin = _with_colour(folded, colours, ended, start)
        before = _BEFORE.search(told[:begin])
        whole.append((part, max(ended, before.start() if before else begin), end))
        ended = end
    found: dict[str, list[str]] = {}
    for part, start, end in _joined(whole):
        found.setdefault(part, []).append(told[start:end].strip())
    return {part: ", ".join(dict.fromkeys(said)) for part, said in found.items()}


def _spans(text: str) -> list[tuple[str, int, int]]:
    """Where each part is named, in the order of the text."""
    named = [(part, hit) for part, tables in _TABLES.items() for table in tables for hit in hits(text, words()[table])]
    named += [(_OWNERS[hit.key], hit) for hit in hits(text, words()["owners"])]
    return _joined(sorted(((part, hit.start, hit.end) for part, hit in named), key=lambda each: (each[1], -each[2])))


def _joined(spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Of one part and side by side is one: "curly" and "hair", "curly" and "brown hair". Of two the first wins."""
    joined: list[tuple[str, int, int]] = []
    for part, start, end in spans:
        if joined and joined[-1][0] == part and start <= joined[-1][2] + 1:
            joined[-1] = (part, joined[-1][1], max(joined[-1][2], end))
        elif not joined or start >= joined[-1][2]:
            joined.append((part, start, end))
    return joined


def _with_colour(text: str, colours: list[Hit], after: int, start: int) -> int:
    """Where the phrase of a thing at `start` begins: with its first colour, in the same breath."""
    near = [
        colour.start
        for colour in colours
        if after <= colour.start and colour.end <= start and not BARRIER.search(text[colour.end : start])
        if start - colour.end <= REACH
    ]
    return min(near, default=start)
