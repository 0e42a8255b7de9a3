"""What a painted place tells the stage manager: where one may stand, swim or float."""

from dataclasses import dataclass
from enum import StrEnum


class Support(StrEnum):
    """What carries a figure that neither swims nor flies."""

    GROUND = "ground"
    WATER = "water"  # needs an islet or a boat
    CLOUD = "cloud"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the scene asks of a place before it is painted."""

    swims: bool = False
    is_cover: bool = False


@dataclass(frozen=True, slots=True)
class Footing:
    """`feet` is the height of the near ground, `far` that of far things, both in a picture of 1024."""

    feet: float = 880
    far: float = 660
    support: Support = Support.GROUND
    submerged: bool = False
    weightless: bool = False
    indoors: bool = False
    water: str = "#4fa3c7"
