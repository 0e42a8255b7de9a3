"""The 24 places, each painted by one function of the pad and the scene's wish."""

from collections.abc import Callable

from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places import (
    built,
    castles,
    caves,
    depths,
    farmland,
    green,
    halls,
    heavens,
    kitchens,
    rooms,
    rugged,
    theatre,
    waters,
)
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.scene import Setting

INDOORS = frozenset(
    {Setting.BEDROOM, Setting.KITCHEN, Setting.CLASSROOM, Setting.LIBRARY, Setting.STAGE, Setting.WORKSHOP}
)
PLACES: dict[Setting, Callable[[Pad, Wish], Footing]] = {
    Setting.FOREST: green.forest,
    Setting.MEADOW: green.meadow,
    Setting.GARDEN: farmland.garden,
    Setting.FARM: farmland.farm,
    Setting.VILLAGE: built.village,
    Setting.CITY: built.city,
    Setting.BEDROOM: rooms.bedroom,
    Setting.KITCHEN: kitchens.kitchen,
    Setting.CLASSROOM: rooms.classroom,
    Setting.LIBRARY: halls.library,
    Setting.PLAYGROUND: built.playground,
    Setting.STAGE: theatre.stage,
    Setting.WORKSHOP: halls.workshop,
    Setting.BEACH: waters.beach,
    Setting.LAKE: waters.lake,
    Setting.SEA: waters.sea,
    Setting.UNDERWATER: depths.underwater,
    Setting.MOUNTAIN: rugged.mountain,
    Setting.CAVE: caves.cave,
    Setting.DESERT: rugged.desert,
    Setting.SNOWFIELD: rugged.snowfield,
    Setting.CASTLE: castles.castle,
    Setting.SKY: heavens.sky,
    Setting.SPACE: heavens.space,
}
