"""Reading a description of looks in three languages: what is named, and which colour belongs to what."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storyforge_site.providers.offline.wording import Hit, hits, is_latin

MOST = 1_000  # letters of a description that are read
REACH = 28  # letters from a colour to the thing it colours
BARRIER = re.compile(r",|、|。|\.|\b(?:with|in|wearing|who|likes?)\b|[을를가](?=\s)")
_WORN = ("garment", "accessory")
# "long brown hair" is long hair: the adjective moves to its noun.
_ADJECTIVE_FIRST = (
    (re.compile(r"\b(long|short)((?: \w+){1,2}) (hair)\b"), r"\2 \1 \3"),
    (re.compile(r"(긴|짧은) ([가-힣]+ ?) ?(머리)"), r"\2 \1 \3"),
    (re.compile(r"(長い|短い)([^、。]{1,5}?の?)(髪)"), r"\2\1\3"),
)


@cache
def words() -> Mapping[str, Mapping[str, list[str]]]:
    with (Path(__file__).parent / "appearance_words.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a text says. Colours are `#rrggbb`, in the order of the text; empty where it is silent."""

    text: str
    colours: Mapping[str, Sequence[str]]  # coat | part | garment | lower | shoes | accessory | hair | eyes | skin

    def named(self, table: str) -> str:
        """The first key of a table whose word stands in the text."""
        found = hits(self.text, words()[table])
        return found[0].key if found else ""

    def colour(self, of: str, nth: int = 0) -> str:
        found = self.colours.get(of, ())
        return found[nth] if len(found) > nth else ""


def read(text: str) -> Looks:
    told = text[:MOST].casefold()
    for pattern, order in _ADJECTIVE_FIRST:
        told = pattern.sub(order, told)
    return Looks(told, _attributed(_blanked(told, ("age",))))


def kind_in(text: str) -> str:
    """The kind that `text` names, "" when none.

    The first in English; the last where the noun ends the phrase (별을 보는 고양이).
    """
    found = hits(_blanked(text[:MOST].casefold(), (*_WORN, "hair_style", "age")), words()["kinds"])
    if not found:
        return ""
    return found[0].key if is_latin(found[0].text) else found[-1].key


def _blanked(text: str, tables: Sequence[str]) -> str:
    """Without the words of those tables: a hat (ぼうし) hides no cow (うし), a baby (赤ちゃん) is not red (赤)."""
    for table in tables:
        for hit in hits(text, words()[table]):
            text = text[: hit.start] + " " * len(hit.text) + text[hit.end :]
    return text


def _attributed(text: str) -> dict[str, list[str]]:
    """Each colour goes to the next thing named after it in the same breath, else to the coat."""
    things = sorted(_things(text), key=lambda thing: thing[0])
    found: dict[str, list[str]] = {}
    for colour in hits(text, words()["colours"]):
        found.setdefault(_owner(colour, things, text), []).append(colour.key)
    for hair in hits(text, words()["hair_colour"]):
        found.setdefault("hair", []).append(hair.key)
    return found


def _owner(colour: Hit, things: Sequence[tuple[int, str]], text: str) -> str:
    for place, owner in things:
        if place >= colour.end:
            between = text[colour.end : place]
            return owner if len(between) <= REACH and not BARRIER.search(between) else "coat"
    return "coat"


def _things(text: str) -> list[tuple[int, str]]:
    owned = [(hit.start, table) for table in _WORN for hit in hits(text, words()[table])]
    owned += [(hit.start, hit.key) for hit in hits(text, words()["owners"])]
    kind = kind_in(text)
    return owned + [(hit.start, "coat" if hit.key == kind else "else") for hit in hits(text, words()["kinds"])]
