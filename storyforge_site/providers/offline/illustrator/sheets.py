"""From words about looks to a character sheet; what the words leave open is chosen by the seed."""

import re
from dataclasses import replace
from random import Random
from typing import Any

from storyforge_site.providers.offline.illustrator.appearance import Looks, kind_in, read
from storyforge_site.providers.offline.illustrator.colour import colour_name
from storyforge_site.providers.offline.illustrator.looks import (
    PALETTES,
    PEOPLE,
    SKIN_AND_HAIR,
    TRIM,
    WITHOUT_SHOULDERS,
)
from storyforge_site.providers.sheet import Accessory, CharacterSheet, Garment, HairStyle, HeroKind

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
_ON_A_HEAD = (Accessory.BOW, Accessory.HAT, Accessory.CAP, Accessory.FLOWER)
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
_GIRLS = re.compile(
    r"\b(?:girl|woman|grandmother|grandma|granny)\b|여자|소녀|女の子|おんなのこ|少女|엄마|할머니|おばあ"
)
_BOYS = re.compile(r"\b(?:boy|man|grandfather|grandpa)\b|남자|소년|男の子|おとこのこ|少年|아빠|할아버지|おじい")


def draw_up_sheet(id: str, name: str, kind: str, gender: str, appearance: str, seed: int) -> CharacterSheet:
    """The sheet of one figure. An unknown `kind` is read from `appearance`, else it is a child. Never raises."""
    rng = Random(f"{seed}:{name}:{id}")
    known = HeroKind(kind if kind in _KINDS else kind_in(appearance) or HeroKind.CHILD)
    looks = read(appearance)
    gender = gender or gender_in(known, looks.text)
    choose = _person if known in PEOPLE else _creature
    fields = choose(known, gender, looks, rng)
    fields |= _worn(known, looks, rng)
    sheet = CharacterSheet(
        id=id,
        name=name,
        kind=known,
        gender=gender or "neutral",
        age_visual=_age(known, looks),
        eye_colour=looks.colour("eyes") or rng.choice(("#2b1d16", "#2a2440", "#33261c")),
        **fields,
    )
    return replace(sheet, description=_prose(sheet))


def gender_in(kind: str, text: str) -> str:
    """female | male, or "" where no word says."""
    said = f"{kind} {text}"
    return "female" if _GIRLS.search(said) else "male" if _BOYS.search(said) else ""


def _person(kind: HeroKind, gender: str, looks: Looks, rng: Random) -> dict[str, Any]:
    skin, hair = rng.choice(SKIN_AND_HAIR)
    skin = looks.named("skin") or skin
    style = HairStyle(looks.named("hair_style") or rng.choice(_BY_GENDER.get(gender, _ANY_HAIR)))
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        hair = "#d8d4d0"
        style = style if looks.named("hair_style") else _elder_hair(kind)
    return {
        "main_colour": skin,
        "second_colour": skin,
        "hair_colour": looks.colour("hair") or hair,
        "hair_style": style,
    }


def _elder_hair(kind: HeroKind) -> HairStyle:
    return HairStyle.BUN if kind is HeroKind.GRANDMOTHER else HairStyle.BALD


def _creature(kind: HeroKind, gender: str, looks: Looks, rng: Random) -> dict[str, Any]:
    main, second = rng.choice(PALETTES[kind])
    return {
        "main_colour": looks.colour("coat") or main,
        "second_colour": looks.colour("part") or looks.colour("coat", 1) or second,
    }


def _worn(kind: HeroKind, looks: Looks, rng: Random) -> dict[str, Any]:
    trim = rng.sample(TRIM, 3)
    garment = Garment(looks.named("garment") or _default_garment(kind, rng))
    accessory = Accessory(looks.named("accessory") or _default_accessory(kind, garment, rng))
    return {
        "garment": garment,
        "garment_colour": looks.colour("garment") or trim[0],
        "lower_colour": looks.colour("lower") or trim[1],
        "accessory": accessory,
        "accessory_colour": looks.colour("accessory") or trim[2],
    }


def _default_garment(kind: HeroKind, rng: Random) -> Garment:
    return rng.choice(_GARMENTS) if kind in PEOPLE else Garment.NONE


def _default_accessory(kind: HeroKind, garment: Garment, rng: Random) -> Accessory:
    """Everybody has one thing to be found by; people more often already have clothes for that."""
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        return Accessory.GLASSES
    if kind in PEOPLE and garment is not Garment.TSHIRT and rng.random() < 0.4:
        return Accessory.NONE
    return rng.choice(_ON_A_HEAD if kind in WITHOUT_SHOULDERS else _FOUND_BY)


def _age(kind: HeroKind, looks: Looks) -> str:
    if kind in (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER):
        return "elder"
    if kind in (HeroKind.WOMAN, HeroKind.MAN):
        return "adult"
    return "toddler" if looks.named("age") else "child"


# --- telling ----------------------------------------------------------------------------------
def _prose(sheet: CharacterSheet) -> str:
    """English for a vendor's painter: kind, colours, clothes, and the one thing to know them by."""
    colour = colour_name
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
