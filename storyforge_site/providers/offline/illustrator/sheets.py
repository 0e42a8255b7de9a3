"""From words about looks to a character sheet; what the words leave open is chosen by the seed."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from storyforge_site.providers.offline.illustrator.looks import PALETTES, PEOPLE, SKIN_AND_HAIR, TRIM
from storyforge_site.providers.sheet import Accessory, CharacterSheet, Garment, HairStyle, HeroKind

_LATIN = re.compile(r"[a-z]")
_NEAR = 14  # letters between a colour and what it colours
_KINDS = frozenset(map(str, HeroKind))
_GARMENTS = (Garment.TSHIRT, Garment.JUMPER, Garment.DUNGAREES, Garment.DRESS, Garment.COAT)
_FOUND_BY = (
    Accessory.SCARF,
    Accessory.BOW,
    Accessory.HAT,
    Accessory.CAP,
    Accessory.FLOWER,
    Accessory.BACKPACK,
)
_BY_GENDER = {
    "female": (
        HairStyle.BRAIDS,
        HairStyle.BOB,
        HairStyle.PONYTAIL,
        HairStyle.LONG,
        HairStyle.CURLY,
        HairStyle.BUN,
    ),
    "male": (HairStyle.SHORT, HairStyle.SPIKY, HairStyle.CURLY, HairStyle.AFRO),
}
_ANY_HAIR = (HairStyle.SHORT, HairStyle.BOB, HairStyle.CURLY, HairStyle.PONYTAIL)
_GIRLS = ("girl", "woman", "여자", "소녀", "女の子", "おんなのこ", "少女", "엄마", "할머니")
_BOYS = ("boy", "남자", "소년", "男の子", "おとこのこ", "少年", "아빠", "할아버지")


def draw_up_sheet(
    id: str, name: str, kind: str, gender: str, appearance: str, personality: Sequence[str], seed: int
) -> CharacterSheet:
    """The sheet of one figure. An unknown `kind` is read from `appearance`, else it is a child. Never raises."""
    rng = Random(f"{seed}:{name}:{id}")
    text = appearance.casefold()
    known = HeroKind(kind if kind in _KINDS else kind_from_text(text) or HeroKind.CHILD)
    gender = gender or _gender_in(text)
    choose = _person if known in PEOPLE else _creature
    fields = choose(known, gender, text, rng)
    fields |= _worn(known, text, rng)
    sheet = CharacterSheet(
        id=id,
        name=name,
        kind=known,
        gender=gender or "neutral",
        age_visual=_age(known, text),
        eye_colour=_near(text, "eyes") or rng.choice(("#2b1d16", "#2a2440", "#33261c")),
        **fields,
    )
    return _described(sheet, personality)


def kind_from_text(text: str) -> str:
    """The first kind that `text` names, "" when none."""
    found = _found(_without(text.casefold(), ("garment", "accessory", "hair_style")), _words()["kinds"])
    return str(found[0]) if found else ""


def _without(text: str, tables: Sequence[str]) -> str:
    """The text with words of those tables blanked: a hat (ぼうし) hides no cow (うし)."""
    worn = (word for table in tables for words in _words()[table].values() for word in words)
    for word in sorted(worn, key=len, reverse=True):
        if not _LATIN.search(word):
            text = text.replace(word, " " * len(word))
    return text


def _gender_in(text: str) -> str:
    if any(_has(text, word) for word in _GIRLS):
        return "female"
    return "male" if any(_has(text, word) for word in _BOYS) else ""


def _person(kind: HeroKind, gender: str, text: str, rng: Random) -> dict[str, Any]:
    skin, hair = rng.choice(SKIN_AND_HAIR)
    said = _found(text, _words()["skin"])
    skin = said[0] if said else skin
    styles = _BY_GENDER.get(_gender_of(kind, gender), _ANY_HAIR)
    style = HairStyle((_found(text, _words()["hair_style"]) or [rng.choice(styles)])[0])
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        hair = "#d8d4d0"
        style = style if _found(text, _words()["hair_style"]) else _elder_hair(kind)
    return {
        "main_colour": skin,
        "second_colour": skin,
        "hair_colour": _near(text, "hair") or hair,
        "hair_style": style,
    }


def _gender_of(kind: HeroKind, gender: str) -> str:
    return {HeroKind.WOMAN: "female", HeroKind.MAN: "male"}.get(kind, gender)


def _elder_hair(kind: HeroKind) -> HairStyle:
    return HairStyle.BUN if kind is HeroKind.GRANDMOTHER else HairStyle.BALD


def _creature(kind: HeroKind, gender: str, text: str, rng: Random) -> dict[str, Any]:
    main, second = rng.choice(PALETTES[kind])
    bare = _without_clothes(text)
    said = _found(bare, _words()["colours"])
    return {"main_colour": said[0] if said else main, "second_colour": said[1] if len(said) > 1 else second}


def _without_clothes(text: str) -> str:
    """The text up to what is worn: "a green dragon with a red scarf" tells of a green coat, not of a red one."""
    places = [place for table in ("garment", "accessory") for place in _places(text, _words()[table])]
    if not places:
        return text
    first = min(places)
    head = text[: max(0, first - 1)]
    cut = max(head.rfind(" with "), head.rfind(" wearing "), head.rfind(" in "), head.rfind(","), head.rfind("、"))
    return head[:cut] if cut > 0 else " ".join(head.split()[:-1])


def _worn(kind: HeroKind, text: str, rng: Random) -> dict[str, Any]:
    words = _words()
    trim = rng.sample(TRIM, 3)
    garment = Garment((_found(text, words["garment"]) or [_default_garment(kind, rng)])[0])
    named = _found(text, words["accessory"])
    accessory = Accessory(named[0]) if named else _default_accessory(kind, garment, rng)
    return {
        "garment": garment,
        "garment_colour": _coloured(text, words["garment"]) or trim[0],
        "lower_colour": trim[1],
        "accessory": accessory,
        "accessory_colour": _coloured(text, words["accessory"]) or trim[2],
    }


def _default_garment(kind: HeroKind, rng: Random) -> Garment:
    if kind in PEOPLE:
        return rng.choice(_GARMENTS)
    return Garment.NONE


def _default_accessory(kind: HeroKind, garment: Garment, rng: Random) -> Accessory:
    """Everybody has one thing to be found by; people more often already have clothes for that."""
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        return Accessory.GLASSES
    if kind in PEOPLE and garment is not Garment.TSHIRT and rng.random() < 0.4:
        return Accessory.NONE
    return rng.choice(_FOUND_BY)


def _age(kind: HeroKind, text: str) -> str:
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        return "elder"
    if kind in (HeroKind.WOMAN, HeroKind.MAN):
        return "adult"
    return "toddler" if _found(text, _words()["age"]) else "child"


# --- reading ----------------------------------------------------------------------------------
@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    with (Path(__file__).parent / "appearance_words.toml").open("rb") as file:
        return tomllib.load(file)


def _found(text: str, table: Mapping[str, list[str]]) -> list[str]:
    """Keys whose words stand in `text`, in the order of the text; a longer word hides a shorter one inside it."""
    hits = []
    for key, words in table.items():
        for word in words:
            place = _place(text, word)
            if place >= 0:
                hits.append((place, -len(word), key))
    kept: list[tuple[int, int, str]] = []
    for place, length, key in sorted(hits):
        if all(not (p <= place < p - size) for p, size, _key in kept):
            kept.append((place, length, key))
    return list(dict.fromkeys(key for _place_, _length, key in kept))


def _places(text: str, table: Mapping[str, list[str]]) -> list[int]:
    return [place for words in table.values() for word in words if (place := _place(text, word)) >= 0]


def _has(text: str, word: str) -> bool:
    return _place(text, word) >= 0


def _place(text: str, word: str) -> int:
    if len(word) == 1 and "가" <= word <= "힣":
        match = re.search(rf"(?<![가-힣]){word}(?=[가이은는을를의와과도,.\s]|$)", text)
        return match.start() if match else -1
    if not _LATIN.search(word):
        return text.find(word)
    match = re.search(rf"\b{re.escape(word)}\b", text)
    return match.start() if match else -1


def _coloured(text: str, table: Mapping[str, list[str]]) -> str:
    """The colour said just before one of the table's words, "" when none is."""
    places = _places(text, table)
    return _colour_before(text, min(places)) if places else ""


def _near(text: str, part: str) -> str:
    places = [place for word in _words()[part]["words"] if (place := _place(text, word)) >= 0]
    return _colour_before(text, min(places)) if places else ""


def _colour_before(text: str, place: int) -> str:
    found = _found(text[max(0, place - _NEAR) : place], _words()["colours"])
    return found[-1] if found else ""


# --- telling ----------------------------------------------------------------------------------
def _described(sheet: CharacterSheet, personality: Sequence[str]) -> CharacterSheet:
    return replace(sheet, description=_prose(sheet, personality))


def _prose(sheet: CharacterSheet, personality: Sequence[str]) -> str:
    """English for a vendor's painter: kind, colours, clothes, and the one thing to know them by."""
    colour = _colour_name
    if sheet.kind in PEOPLE:
        who = {"female": "girl", "male": "boy"}.get(sheet.gender, "child") if sheet.kind == "child" else str(sheet.kind)
        hair = f"{colour(sheet.hair_colour)} hair ({sheet.hair_style})"
        looks = f"A {who} with {hair} and {_skin_name(sheet.main_colour)} skin"
    else:
        age = "little " if sheet.age_visual in ("child", "toddler") else ""
        looks = f"A {age}{colour(sheet.main_colour)} {sheet.kind} with {colour(sheet.second_colour)} markings"
    worn = []
    if sheet.garment is not Garment.NONE:
        worn.append(_an(f"{colour(sheet.garment_colour)} {sheet.garment}"))
    if sheet.accessory is not Accessory.NONE:
        worn.append(_an(f"{colour(sheet.accessory_colour)} {sheet.accessory}"))
    return looks + (f", always wearing {' and '.join(worn)}." if worn else ".")


def _an(thing: str) -> str:
    plural = thing.endswith(("glasses", "headphones", "dungarees"))
    return thing if plural else f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


def _colour_name(colour: str) -> str:
    """The nearest colour that has an English name here."""
    names = {key: words[0] for key, words in _words()["colours"].items()}
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]

    def distance(key: str) -> int:
        return sum((int(key[i : i + 2], 16) - part) ** 2 for i, part in zip((1, 3, 5), parts, strict=True))

    return names[min(names, key=distance)]


def _skin_name(colour: str) -> str:
    brightness = sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 3
    return (
        "dark brown"
        if brightness < 100
        else "brown"
        if brightness < 150
        else "light brown"
        if brightness < 190
        else "fair"
    )
