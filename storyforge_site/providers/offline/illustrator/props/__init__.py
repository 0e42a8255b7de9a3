"""Props by name: vector pictures of Microsoft's Fluent Emoji (MIT), with words in three languages."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storyforge_site.providers.scene import PropPlace

UNITS = 32.0  # the fragments' own width and height
LANGUAGES = ("en", "ko", "ja")
_HERE = Path(__file__).resolve().parent
_IDS = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Prop:
    """`height` is in units of which a child is 400; `foot` is the empty share below the drawing."""

    name: str
    height: float
    where: tuple[PropPlace, ...]
    foot: float
    art: str

    def fragment(self, key: str) -> str:
        """The SVG fragment in a box of 32 × 32, its ids made unique by `key`."""
        art = self.art
        for name in _IDS.findall(art):
            art = art.replace(f'id="{name}"', f'id="{key}{name}"').replace(f"url(#{name})", f"url(#{key}{name})")
        return art


@cache
def _index() -> Mapping[str, Mapping[str, object]]:
    with (_HERE / "index.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _art() -> Mapping[str, Mapping[str, object]]:
    found: Mapping[str, Mapping[str, object]] = json.loads((_HERE / "art.json").read_text("utf-8"))
    return found


@cache
def names(language: str) -> Mapping[str, str]:
    """Every word for a prop in a language, lower-case, to its name. Raises KeyError on a language we lack."""
    if language not in LANGUAGES:
        raise KeyError(language)
    words: dict[str, str] = {}
    for name, entry in _index().items():
        for word in entry[language]:  # type: ignore[attr-defined]
            words.setdefault(str(word).lower(), name)
    return words


def prop(name: str) -> Prop:
    """Raises KeyError for a name that is not in the index."""
    entry, drawing = _index()[name], _art()[name]
    return Prop(
        name=name,
        height=float(str(entry["height"])),
        where=tuple(PropPlace(place) for place in entry["where"]),  # type: ignore[attr-defined]
        foot=float(str(drawing["foot"])),
        art=str(drawing["art"]),
    )


def find(name: str) -> Prop | None:
    """The prop of this name, in any case and with or without blanks round it; None when there is none."""
    wanted = " ".join(name.split()).lower()
    return prop(wanted) if wanted in _index() else None
