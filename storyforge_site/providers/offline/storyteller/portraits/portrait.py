"""Somebody to keep, drawn up without a model: from one sentence in en, ko or ja, or from the colours of a photo."""

import io
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from storyforge_site.providers.offline.illustrator.appearance import kind_in
from storyforge_site.providers.offline.illustrator.looks import PEOPLE
from storyforge_site.providers.offline.illustrator.phrases import phrases
from storyforge_site.providers.offline.illustrator.sheets import gender_in
from storyforge_site.providers.offline.storyteller.engine.library import texts
from storyforge_site.providers.offline.storyteller.engine.subject import language_of, read_phrase
from storyforge_site.providers.offline.storyteller.portraits.colours import Cues, Rgb, cues_in

_APPEARANCE, _CLOTHING = ("face", "hair", "skin", "body"), ("top", "bottom", "shoes", "accessories")
_LEAST, _MOST = 10, 400  # letters of a description
_LIKED = ("curious", "kind", "brave")
# What a grammar of topics does not read: 지우라는 아이, 이름은 지우, ゆいという子, 名前はゆい
_CALLED = (
    re.compile(r"이름[은이] ?([가-힣]{1,6}?)(?:이고|이며|이에요|예요|인|고|[,.\s]|$)"),
    re.compile(r"([가-힣]{1,6}?)(?:이라는|라는)\s"),
    re.compile(r"([ぁ-んァ-ヺー一-鿿]{1,8})という"),
    re.compile(r"(?:名前|なまえ)は ?([ぁ-んァ-ヺー一-鿿]{1,8}?)(?:で|です|、|。|$)"),
)


def kind_and_gender(text: str) -> tuple[str, str]:
    """Who the words are about, "" where they do not say."""
    reading = read_phrase(text)
    kind = reading.kind or kind_in(text)
    is_person = not kind or kind in set(map(str, PEOPLE))  # a rabbit with a girl is no girl
    return kind, reading.gender or (gender_in(kind, text.casefold()) if is_person else "")


def from_words(brief: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """`brief` has `description` and, where the family said one, `name`."""
    said = str(brief["description"])
    language = language_of(said)
    kind, gender = kind_and_gender(said)
    kind = kind or "child"
    name = str(brief.get("name") or "") or _called(said) or _name(language, kind, gender, seed)
    traits = _traits(said, language, seed)
    found = phrases(said)
    return {
        "name": name,
        "kind": kind,
        "gender": gender or "neutral",
        "master_description": _described(name, said, traits),
        "age_visual": _age(kind, language),
        **{part: found.get(part, "") for part in (*_APPEARANCE, *_CLOTHING)},
        "personality_traits": traits,
        "visual_style_notes": "",
    }


def from_photo(photo: bytes, brief: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """`brief` has `language` and, where the family said one, `name`. `photo` is a picture of ours, made anew."""
    language = str(brief["language"])
    with Image.open(io.BytesIO(photo)) as image:
        seen = _in_words(cues_in(image), language)
    words = _words()["said"]
    parts = words["comma"][language].join(filter(None, seen.values()))
    return {
        "name": str(brief.get("name") or "") or _name(language, "child", "", seed),
        "kind": "child",
        "gender": "neutral",
        "master_description": words["photo"][language].format(parts or words["child"][language]),
        "age_visual": _age("child", language),
        **{part: seen.get(part, "") for part in (*_APPEARANCE, *_CLOTHING)},
        "personality_traits": _traits("", language, seed),
        "visual_style_notes": "",
    }


def _in_words(cues: Cues, language: str) -> dict[str, str]:
    words = _words()
    seen = {"hair": words["hair"][cues.hair][language]} if cues.hair else {}
    if cues.skin:
        brightness = sum(cues.skin) / 3
        depth = max((limit for limit in words["skin"] if int(limit) <= brightness), key=int)
        seen["skin"] = words["skin"][depth][language]
    for part, colour in (("top", cues.top), ("bottom", cues.bottom)):
        if colour:
            seen[part] = words["worn"][part][language].format(_colour(colour, language))
    return seen


def _colour(colour: Rgb, language: str) -> str:
    """The nearest of the colours we have words for; the eye sees green best, and blue least."""
    table = _words()["colours"]

    def distance(known: str) -> float:
        other = (int(known[at : at + 2], 16) for at in (1, 3, 5))
        return sum(weight * (a - b) ** 2 for weight, a, b in zip((2, 4, 3), colour, other, strict=True))

    return str(table[min(table, key=distance)][language])


def _called(said: str) -> str:
    found = next(filter(None, (pattern.search(said) for pattern in _CALLED)), None)
    return found[1] if found else read_phrase(said).name


def _name(language: str, kind: str, gender: str, seed: int) -> str:
    names = texts(language).words["names"]
    group = {"female": "girl", "male": "boy"}.get(gender, "any") if kind in set(map(str, PEOPLE)) else "animal"
    return str(Random(seed).choice(names[group]))


def _traits(said: str, language: str, seed: int) -> list[str]:
    known = texts(language).words["traits"]
    found = read_phrase(said).traits or Random(seed).sample(_LIKED, 2)
    return [str(known[trait]["adjective"]) for trait in found if trait in known][:5]


def _described(name: str, said: str, traits: list[str]) -> str:
    """The family's own sentence; a very short one with what else is known."""
    told = said if len(said) >= _LEAST else f"{name}: {', '.join([said, *traits])}"
    return told[:_MOST]


def _age(kind: str, language: str) -> str:
    ages = {"child": "child", "woman": "adult", "man": "adult", "grandmother": "elder", "grandfather": "elder"}
    return str(_words()["said"][ages[kind]][language]) if kind in ages else ""


@cache
def _words() -> Mapping[str, Any]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)
