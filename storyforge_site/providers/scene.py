"""What a picture shows, in words a machine can draw and a model can be told.

A storyteller (offline or a vendor's model) fills a `Scene` for the cover and for every page; the
offline illustrator paints straight from it, and the prompt writer turns the same `Scene` into prose
for a vendor. The vocabularies are closed so that a picture never depends on free text.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Setting(StrEnum):
    FOREST = "forest"
    MEADOW = "meadow"
    GARDEN = "garden"
    FARM = "farm"
    VILLAGE = "village"
    CITY = "city"
    BEDROOM = "bedroom"
    KITCHEN = "kitchen"
    CLASSROOM = "classroom"
    LIBRARY = "library"
    PLAYGROUND = "playground"
    STAGE = "stage"
    WORKSHOP = "workshop"
    BEACH = "beach"
    LAKE = "lake"
    SEA = "sea"
    UNDERWATER = "underwater"
    MOUNTAIN = "mountain"
    CAVE = "cave"
    DESERT = "desert"
    SNOWFIELD = "snowfield"
    CASTLE = "castle"
    SKY = "sky"
    SPACE = "space"


class TimeOfDay(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    SNOW = "snow"
    WIND = "wind"
    FOG = "fog"
    RAINBOW = "rainbow"


class Framing(StrEnum):
    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"


class Pose(StrEnum):
    STAND = "stand"
    WALK = "walk"
    RUN = "run"
    JUMP = "jump"
    SIT = "sit"
    LIE = "lie"
    REACH = "reach"
    HOLD = "hold"
    WAVE = "wave"
    HUG = "hug"
    SING = "sing"
    DANCE = "dance"
    SWIM = "swim"
    FLY = "fly"
    CLIMB = "climb"
    THINK = "think"
    POINT = "point"
    READ = "read"


class Expression(StrEnum):
    HAPPY = "happy"
    JOYFUL = "joyful"
    CALM = "calm"
    CURIOUS = "curious"
    SAD = "sad"
    WORRIED = "worried"
    SCARED = "scared"
    SURPRISED = "surprised"
    DETERMINED = "determined"
    SLEEPY = "sleepy"
    PROUD = "proud"
    SHY = "shy"


class Place(StrEnum):
    """Where in the picture: thirds for figures, layers for props."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class PropPlace(StrEnum):
    GROUND = "ground"
    FAR = "far"
    SKY = "sky"


@dataclass(frozen=True, slots=True)
class FigureInScene:
    """One drawn character. `who` is the `id` of a character sheet ("hero", "friend", …)."""

    who: str
    pose: Pose = Pose.STAND
    expression: Expression = Expression.HAPPY
    place: Place = Place.CENTRE
    holding: str = ""  # a prop's name, or nothing


@dataclass(frozen=True, slots=True)
class PropInScene:
    """One prop by its name in the prop index, e.g. "umbrella"."""

    name: str
    place: PropPlace = PropPlace.GROUND


@dataclass(frozen=True, slots=True)
class Scene:
    setting: Setting
    time_of_day: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    framing: Framing = Framing.MEDIUM
    figures: tuple[FigureInScene, ...] = ()
    props: tuple[PropInScene, ...] = ()
    description: str = ""  # one English sentence: what one sees

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types, as saved in a story draft."""
        return {
            **asdict(self),
            "figures": [asdict(it) for it in self.figures],
            "props": [asdict(it) for it in self.props],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read a saved or a vendor's scene. Raises ValueError or KeyError on a word we do not know."""
        return cls(
            setting=Setting(data["setting"]),
            time_of_day=TimeOfDay(data.get("time_of_day", TimeOfDay.DAY)),
            weather=Weather(data.get("weather", Weather.CLEAR)),
            framing=Framing(data.get("framing", Framing.MEDIUM)),
            figures=tuple(
                FigureInScene(
                    who=str(figure["who"]),
                    pose=Pose(figure.get("pose", Pose.STAND)),
                    expression=Expression(figure.get("expression", Expression.HAPPY)),
                    place=Place(figure.get("place", Place.CENTRE)),
                    holding=str(figure.get("holding", "")),
                )
                for figure in data.get("figures", ())
            ),
            props=tuple(
                PropInScene(name=str(prop["name"]), place=PropPlace(prop.get("place", PropPlace.GROUND)))
                for prop in data.get("props", ())
            ),
            description=str(data.get("description", "")),
        )
