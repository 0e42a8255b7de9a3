"""The character sheet: what makes a hero the same hero on the cover and on every page.

Saved as JSON in `Job.character_sheet` and `Character`. The offline illustrator draws from the fields;
a vendor's model is told `description`. Colours are `#rrggbb`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class HeroKind(StrEnum):
    CHILD = "child"
    WOMAN = "woman"
    MAN = "man"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    BEAR = "bear"
    BIRD = "bird"
    CAT = "cat"
    CHICK = "chick"
    COW = "cow"
    DEER = "deer"
    DINOSAUR = "dinosaur"
    DOG = "dog"
    DRAGON = "dragon"
    DUCK = "duck"
    ELEPHANT = "elephant"
    FISH = "fish"
    FOX = "fox"
    FROG = "frog"
    GHOST = "ghost"
    GIRAFFE = "giraffe"
    HEDGEHOG = "hedgehog"
    LION = "lion"
    MONKEY = "monkey"
    MOUSE = "mouse"
    OCTOPUS = "octopus"
    OWL = "owl"
    PANDA = "panda"
    PENGUIN = "penguin"
    PIG = "pig"
    RABBIT = "rabbit"
    ROBOT = "robot"
    SHEEP = "sheep"
    SNAIL = "snail"
    SNOWMAN = "snowman"
    SQUIRREL = "squirrel"
    STAR = "star"
    TIGER = "tiger"
    TURTLE = "turtle"
    UNICORN = "unicorn"
    WHALE = "whale"
    WOLF = "wolf"
    CLOUD = "cloud"


class HairStyle(StrEnum):
    SHORT = "short"
    BOB = "bob"
    LONG = "long"
    BRAIDS = "braids"
    PONYTAIL = "ponytail"
    BUN = "bun"
    CURLY = "curly"
    AFRO = "afro"
    SPIKY = "spiky"
    BALD = "bald"


class Garment(StrEnum):
    """What is worn on the body; animals may wear none."""

    NONE = "none"
    TSHIRT = "tshirt"
    JUMPER = "jumper"
    DRESS = "dress"
    DUNGAREES = "dungarees"
    COAT = "coat"
    HANBOK = "hanbok"
    KIMONO = "kimono"
    VEST = "vest"


class Accessory(StrEnum):
    NONE = "none"
    SCARF = "scarf"
    BOW = "bow"
    HAT = "hat"
    CAP = "cap"
    CROWN = "crown"
    GLASSES = "glasses"
    FLOWER = "flower"
    BACKPACK = "backpack"
    CAPE = "cape"
    HEADPHONES = "headphones"


@dataclass(frozen=True, slots=True)
class CharacterSheet:
    """A figure's looks. `id` is what scenes call it: "hero", "friend", "hero2", …

    `main_colour` is the coat, scales or skin; `second_colour` the belly, muzzle or markings.
    """

    id: str
    name: str
    kind: HeroKind
    main_colour: str
    second_colour: str
    gender: str = "neutral"
    age_visual: str = "child"  # toddler | child | adult | elder
    hair_style: HairStyle = HairStyle.SHORT
    hair_colour: str = "#3b2a20"
    eye_colour: str = "#2b1d16"
    garment: Garment = Garment.NONE
    garment_colour: str = "#4f7cac"
    lower_colour: str = "#35506b"  # trousers, skirt or shoes
    accessory: Accessory = Accessory.NONE
    accessory_colour: str = "#d1495b"
    description: str = ""  # English prose for a vendor's picture model

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError on a missing field or an unknown word."""
        known = {field: data[field] for field in cls.__slots__ if field in data}
        known["kind"] = HeroKind(data["kind"])
        for field, vocabulary in (("hair_style", HairStyle), ("garment", Garment), ("accessory", Accessory)):
            if field in known:
                known[field] = vocabulary(known[field])
        return cls(**known)
